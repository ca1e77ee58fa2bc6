#include "engine/mixmoe/decode/numbers.h"

#include <algorithm>
#include <optional>

namespace interlinear::mixmoe {

namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view stopLanguages[] = {"en", "zh", "ja", "ko", "th", "he", "hi", "sw", "lg", "ms"};   // "1.5"; elsewhere "1,5"

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

char decimalMark(std::string_view language)
{
    return std::ranges::find(stopLanguages, language.substr(0, language.find('-'))) != std::end(stopLanguages) ? '.' : ',';
}

char groupMark(std::string_view language)
{
    return decimalMark(language) == '.' ? ',' : '.';
}

// Whether the marks are one decimal mark at most, and group marks between groups of three before it.
bool isPlainNumber(std::string_view number, std::string_view language)
{
    const std::size_t decimal = number.find(decimalMark(language));
    if (decimal != std::string_view::npos && number.find_first_not_of(digits, decimal + 1) != std::string_view::npos)
        return false;
    std::string_view whole = number.substr(0, decimal);
    const std::size_t first = whole.find(groupMark(language));
    if (first == std::string_view::npos)
        return whole.find_first_not_of(digits) == std::string_view::npos;
    if (first > 3)
        return false;
    for (whole.remove_prefix(first); !whole.empty(); whole.remove_prefix(4)) {
        if (whole.size() < 4 || whole.front() != groupMark(language) || whole.substr(1, 3).find_first_not_of(digits) != std::string_view::npos)
            return false;
    }
    return true;
}

std::string valueOf(std::string_view number, std::string_view language)
{
    std::string value(number);
    if (!isPlainNumber(number, language))
        return value;
    std::erase(value, groupMark(language));
    std::ranges::replace(value, decimalMark(language), '.');
    return value;
}

std::string rewritten(std::string_view number, std::string_view from, std::string_view to)
{
    std::string text(number);
    if (!isPlainNumber(number, from) || decimalMark(from) == decimalMark(to))
        return text;
    for (char &c : text)
        c = c == decimalMark(from) ? decimalMark(to) : c == groupMark(from) ? groupMark(to) : c;
    return text;
}

// Which numbers of the source each number of the target stands for.
class Pairing {
public:
    Pairing(const std::vector<Number> &source, const std::vector<Number> &target) : m_source(source), m_target(target), m_free(source.size(), 1)
    {
        m_partner.resize(target.size());
    }

    template <typename Fits>
    void pair(Fits fits)
    {
        for (std::size_t t = 0; t < m_target.size(); ++t) {
            for (std::size_t s = 0; s < m_source.size() && !m_partner[t]; ++s) {
                if (m_free[s] && fits(m_source[s], m_target[t])) {
                    m_partner[t] = s;
                    m_free[s] = 0;
                }
            }
        }
    }
    bool complete() const { return m_source.size() == m_target.size() && std::ranges::all_of(m_partner, [](const auto &partner) { return partner.has_value(); }); }
    bool has(std::size_t target) const { return m_partner[target].has_value(); }
    const Number &partner(std::size_t target) const { return m_source[*m_partner[target]]; }

private:
    const std::vector<Number> &m_source;
    const std::vector<Number> &m_target;
    std::vector<char> m_free;                             // of the source
    std::vector<std::optional<std::size_t>> m_partner;    // of the target, in the source
};

}  // namespace

std::vector<Number> numbersOf(std::string_view text, std::string_view language)
{
    std::vector<Number> numbers;
    for (std::size_t begin = text.find_first_of(digits); begin != std::string_view::npos; begin = text.find_first_of(digits, numbers.back().span.end)) {
        std::size_t end = begin + 1;
        const auto joins = [&](std::size_t i) { return std::string_view(".,:").find(text[i]) != std::string_view::npos && i + 1 < text.size() && isDigit(text[i + 1]); };
        while (end < text.size() && (isDigit(text[end]) || joins(end)))
            ++end;
        numbers.push_back({{begin, end}, valueOf(text.substr(begin, end - begin), language)});
    }
    return numbers;
}

NumberCheck checkNumbers(TextIn source, TextIn target, std::span<const SourceTargetLink> links, std::size_t fixedBytes)
{
    const std::vector<Number> wanted = numbersOf(source.text, source.language);
    const std::vector<Number> found = numbersOf(target.text, target.language);
    Pairing pairing(wanted, found);
    pairing.pair([](const Number &a, const Number &b) { return a.value == b.value; });
    if (pairing.complete() || wanted.size() != found.size())
        return {{}, !pairing.complete()};

    std::vector<std::size_t> wrong;
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (!pairing.has(i))
            wrong.push_back(i);
    }
    pairing.pair([&](const Number &a, const Number &b) {
        return std::ranges::any_of(links, [&](const SourceTargetLink &link) { return link.source.overlaps(a.span) && link.target.overlaps(b.span); });
    });
    pairing.pair([](const Number &, const Number &) { return true; });
    NumberCheck check;
    for (const std::size_t i : wrong) {
        const ByteSpan span = pairing.partner(i).span;
        if (found[i].span.begin < fixedBytes)
            check.differ = true;
        else
            check.edits.push_back({found[i].span, rewritten(source.text.substr(span.begin, span.length()), source.language, target.language)});
    }
    return check;
}

}  // namespace interlinear::mixmoe
