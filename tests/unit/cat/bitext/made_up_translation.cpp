#include "tests/unit/cat/bitext/made_up_translation.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace interlinear::cat::samples {

namespace {

constexpr std::size_t words = 1500;

double share(std::mt19937 &random)
{
    return static_cast<double>(random() % 1'000'000) / 1e6;
}

/// A word of the language with these consonants; the number says which one.
std::string word(std::size_t number, const char *consonants)
{
    std::string text;
    for (std::size_t rest = number + 7; rest > 0; rest /= 30) {
        text += consonants[rest % 6];
        text += "aeiou"[rest / 6 % 5];
    }
    return text;
}

struct SentencePair {
    std::string source, target;
};

std::string joinedWords(const std::vector<std::string> &parts)
{
    std::string text;
    for (const std::string &part : parts)
        text += (text.empty() ? "" : " ") + part;
    return text + ".";
}

SentencePair sentencePair(std::mt19937 &random)
{
    std::vector<std::string> source, target;
    for (std::size_t left = 3 + random() % 15; left > 0; --left) {
        if (share(random) < 0.03) {
            source.push_back(std::to_string(random() % 2000));
            target.push_back(source.back());
            continue;
        }
        const auto number = static_cast<std::size_t>(std::pow(static_cast<double>(words), share(random))) - 1;   // like Zipf's law
        source.push_back(word(number, "bdglmn"));
        if (share(random) < 0.9)
            target.push_back(word(share(random) < 0.9 ? number : random() % words, "ptksrf"));
    }
    if (target.empty())
        target.push_back("o");
    for (std::size_t swaps = target.size() / 3; swaps > 0; --swaps) {
        const std::size_t at = random() % target.size();
        std::swap(target[at], target[std::min(at + 1, target.size() - 1)]);
    }
    return {joinedWords(source), joinedWords(target)};
}

Segment segmentOf(std::string text, std::size_t paragraph)
{
    Segment segment;
    segment.source.text = std::move(text);
    segment.paragraph = paragraph;
    return segment;
}

}  // namespace

MadeUpTranslation madeUpTranslation(std::size_t sentences, const Disturbance &disturbance, std::mt19937 &random)
{
    MadeUpTranslation made;
    std::size_t paragraph = 0;
    for (std::size_t i = 0; i < sentences; ++i) {
        paragraph += share(random) < 0.25 ? 1 : 0;
        const SentencePair pair = sentencePair(random);
        const double fate = share(random);
        if (fate < disturbance.dropped) {
            if (random() % 2 == 0)
                made.source.push_back(segmentOf(pair.source, paragraph));
            else
                made.target.push_back(segmentOf(pair.target, paragraph));
            continue;
        }
        const SegmentRange source{made.source.size(), made.source.size() + 1}, target{made.target.size(), made.target.size() + 1};
        made.source.push_back(segmentOf(pair.source, paragraph));
        made.target.push_back(segmentOf(pair.target, paragraph));
        made.truth.emplace_back(source, target);
        if (fate < disturbance.dropped + disturbance.merged) {
            const SentencePair second = sentencePair(random);
            std::vector<Segment> &longer = random() % 2 == 0 ? made.source : made.target;
            const bool twoSources = &longer == &made.source;
            (twoSources ? made.target : made.source).back().source.text += " " + (twoSources ? second.target : second.source);
            longer.push_back(segmentOf(twoSources ? second.source : second.target, paragraph));
            (twoSources ? made.truth.back().first : made.truth.back().second).end += 1;
        }
    }
    return made;
}

}  // namespace interlinear::cat::samples
