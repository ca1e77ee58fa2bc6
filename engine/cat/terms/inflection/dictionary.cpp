#include "engine/cat/terms/inflection/dictionary.h"

#include "engine/cat/terms/concept.h"

#include <hunspell/hunspell.hxx>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>

namespace interlinear::cat {

namespace {

struct ConverterCloser {
    void operator()(UConverter *converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, ConverterCloser>;

class HunspellDictionary : public Dictionary {
public:
    HunspellDictionary(const std::filesystem::path &affixes, const std::filesystem::path &words) : m_hunspell(affixes.c_str(), words.c_str())
    {
        UErrorCode status = U_ZERO_ERROR;
        if (m_hunspell.get_dict_encoding() != "UTF-8")
            m_converter.reset(ucnv_open(m_hunspell.get_dict_encoding().c_str(), &status));
    }

    std::vector<std::string> stemsOf(const std::string &word) override
    {
        std::vector<std::string> stems;
        const std::optional<std::string> own = encoded(word);
        if (!own)
            return stems;
        for (const std::string &stem : m_hunspell.stem(*own))
            stems.push_back(decoded(stem));
        std::erase(stems, std::string());
        return stems;
    }

private:
    /// Nothing for a word with characters that the dictionary's encoding does not have.
    std::optional<std::string> encoded(const std::string &utf8)
    {
        if (!m_converter)
            return utf8;
        UErrorCode status = U_ZERO_ERROR;
        ucnv_setFromUCallBack(m_converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
        const icu::UnicodeString text = icu::UnicodeString::fromUTF8(utf8);
        std::string bytes(static_cast<std::size_t>(text.length()) * 4 + 8, '\0');
        const int32_t size = text.extract(bytes.data(), static_cast<int32_t>(bytes.size()), m_converter.get(), status);
        if (U_FAILURE(status))
            return std::nullopt;
        bytes.resize(static_cast<std::size_t>(size));
        return bytes;
    }

    std::string decoded(const std::string &bytes)
    {
        if (!m_converter)
            return bytes;
        UErrorCode status = U_ZERO_ERROR;
        std::string utf8;
        icu::UnicodeString(bytes.data(), static_cast<int32_t>(bytes.size()), m_converter.get(), status).toUTF8String(utf8);
        return U_SUCCESS(status) ? utf8 : std::string();
    }

    Hunspell m_hunspell;
    Converter m_converter;
};

std::vector<std::filesystem::path> dictionaryFolders()
{
    std::vector<std::filesystem::path> folders;
    const char *own = std::getenv("DICPATH");
    std::string_view list = own ? own : "";
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(':'), list.size());
        folders.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    folders.emplace_back("/usr/share/hunspell");
    folders.emplace_back("/usr/share/myspell");
    return folders;
}

/// Names of dictionaries of the language in the folder, without their ending, in order.
std::vector<std::string> namesIn(const std::filesystem::path &folder, const std::string &language)
{
    std::vector<std::string> names;
    std::error_code problem;
    for (const auto &entry : std::filesystem::directory_iterator(folder, problem)) {
        const std::string name = entry.path().stem().string();
        const bool isPair = entry.path().extension() == ".aff" && std::filesystem::exists(folder / (name + ".dic"), problem);
        if (isPair && sameLanguage(name, language))
            names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
}

/// "de_AT" of "de-AT".
std::string dictionaryName(std::string tag)
{
    std::ranges::replace(tag, '-', '_');
    return tag;
}

}  // namespace

bool hasDictionary(const std::string &language)
{
    const std::string primary = primaryLanguageOf(language);
    return std::ranges::any_of(dictionaryFolders(), [&](const std::filesystem::path &folder) { return !namesIn(folder, primary).empty(); });
}

std::unique_ptr<Dictionary> findDictionary(const std::string &language)
{
    const std::string primary = primaryLanguageOf(language);
    std::string home = primary + '_';   // "de_DE"
    for (const char c : primary)
        home += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    for (const std::filesystem::path &folder : dictionaryFolders()) {
        const std::vector<std::string> names = namesIn(folder, primary);
        if (names.empty())
            continue;
        std::string chosen = names.front();
        for (const std::string &better : {home, primary, dictionaryName(language)}) {
            if (std::ranges::find(names, better) != names.end())
                chosen = better;
        }
        return std::make_unique<HunspellDictionary>(folder / (chosen + ".aff"), folder / (chosen + ".dic"));
    }
    return nullptr;
}

}  // namespace interlinear::cat
