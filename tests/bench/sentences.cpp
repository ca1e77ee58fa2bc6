#include "tests/bench/sentences.h"

namespace interlinear::bench {

namespace {

constexpr const char *openings[] = {"I think that", "We are sure that", "Do you know whether", "She told me that", "It is a pity that", "Nobody believed that", "He was glad that", "They had hoped that", "Please tell me if", "Perhaps"};
constexpr const char *subjects[] = {"the old teacher", "my brother", "our neighbour", "the doctor", "that young woman", "the driver of the bus", "her little dog", "everybody in the village", "the man with the hat", "your friend from Spain"};
constexpr const char *actions[] = {"has not read", "wants to see", "will never forget", "is looking for", "was writing about", "has already sold", "would like to have", "often speaks of", "did not understand", "must find"};
constexpr const char *objects[] = {"the letter", "this house", "a better job", "the last train", "the new book", "these pictures", "the answer to the question", "his first car", "the file on the server", "the garden behind the church"};

}  // namespace

std::vector<std::string> englishSentences(int count)
{
    std::vector<std::string> sentences;
    for (int i = 0; i < count; ++i)
        sentences.push_back(std::string(openings[i % 10]) + " " + subjects[i / 10 % 10] + " " + actions[i / 100 % 10] + " " + objects[i / 1000 % 10] + ".");
    return sentences;
}

}  // namespace interlinear::bench
