// A Hunspell dictionary of one language, in UTF-8 whatever its files are written in.
//
//   if (const std::unique_ptr<Dictionary> german = findDictionary("de-AT"))
//       german->stemsOf("Häusern");   // {"Haus"}
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace interlinear::cat {

/// One thread.
class Dictionary {
public:
    virtual ~Dictionary() = default;
    /// None for a word that the dictionary does not have.
    virtual std::vector<std::string> stemsOf(const std::string &word) = 0;
};

/// Whether findDictionary() would find one.
bool hasDictionary(const std::string &language);

/// The dictionary of the tag's region, else of the language alone, else the first of the language by name; nothing where none is installed.
std::unique_ptr<Dictionary> findDictionary(const std::string &language);

}  // namespace interlinear::cat
