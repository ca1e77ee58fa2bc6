// The stems of a language's words: two words that share one may be forms of one word.
//
//   WordStems stems("de");
//   stems.of("Häusern");    // {"haus"}: by the rule of endings, and by Hunspell's dictionary where one is installed
//   stems.formsOf("Haus");  // {"Haus", "Hauses", …} as the dictionary knows them; else {"Haus"}
//
// Dictionaries are looked for in the folders of DICPATH (with : between), then in /usr/share/hunspell and /usr/share/myspell. What they know comes on top of
// the rule, so that without them less is found and nothing else.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace interlinear::cat {

class Dictionary;

/// One thread. A dictionary is read at the first use: some tenths of a second.
class WordStems {
public:
    /// A BCP 47 tag: a dictionary of the same region is taken before one of another.
    explicit WordStems(std::string language);
    ~WordStems();
    WordStems(WordStems &&) noexcept;
    WordStems &operator=(WordStems &&) noexcept;

    /// One at least, in folded case, each once.
    const std::vector<std::string> &of(const std::string &word);
    /// The word, and what its language makes of it by endings, as far as a dictionary confirms that they are forms of it.
    std::vector<std::string> formsOf(const std::string &word);

private:
    std::vector<std::string> stemsOf(const std::string &word);
    Dictionary *dictionary();

    std::string m_language, m_primary;
    bool m_searched = false;
    std::unique_ptr<Dictionary> m_dictionary;
    std::unordered_map<std::string, std::vector<std::string>> m_known;   // bounded: see of()
};

}  // namespace interlinear::cat
