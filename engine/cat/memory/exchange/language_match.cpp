#include "engine/cat/memory/exchange/language_match.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

char plain(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '_' ? '-' : c;
}

bool same(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, plain, plain);
}

std::string_view primary(std::string_view tag)
{
    return tag.substr(0, tag.find_first_of("-_"));
}

}  // namespace

LanguageFit languageFit(std::string_view wanted, std::string_view offered)
{
    if (same(wanted, offered))
        return LanguageFit::Same;
    return !offered.empty() && same(primary(wanted), primary(offered)) ? LanguageFit::Variant : LanguageFit::None;
}

std::string unitLanguage(const std::string &memoryLanguage, const std::string &fileLanguage)
{
    return same(memoryLanguage, fileLanguage) ? std::string() : fileLanguage;
}

}  // namespace interlinear::cat
