#include "engine/cat/segmentation/icu_pattern.h"

#include "engine/cat/segmentation/code_point.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace interlinear::cat {

namespace {

// As many repetitions as a lookbehind looks back for.
constexpr std::string_view mostRepetitions = "100";

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> javaClasses{{{"javaLetter", "L"},
                                                                                    {"javaLowerCase", "Lowercase"},
                                                                                    {"javaUpperCase", "Uppercase"},
                                                                                    {"javaAlphabetic", "Alphabetic"},
                                                                                    {"javaIdeographic", "Ideographic"},
                                                                                    {"javaTitleCase", "Lt"},
                                                                                    {"javaDigit", "Nd"},
                                                                                    {"javaSpaceChar", "Z"},
                                                                                    {"IsTitlecase", "Lt"},
                                                                                    {"javaMirrored", "Bidi_Mirrored"},
                                                                                    {"javaISOControl", "Cc"},
                                                                                    {"javaDefined", "Assigned"},
                                                                                    {"L1", "Block=Latin_1_Supplement"},
                                                                                    {"ASCII", "Block=Basic_Latin"}}};

std::string className(std::string_view name)
{
    for (const auto &[java, icu] : javaClasses) {
        if (java == name)
            return std::string(icu);
    }
    if (name.starts_with("Is") && name.size() > 2)
        return std::string(name.substr(2));
    if (name.starts_with("In") && name.size() > 2 && u_isupper(static_cast<UChar32>(name[2])))
        return "Block=" + std::string(name.substr(2));
    return std::string(name);
}

class Translation {
public:
    explicit Translation(std::string_view pattern) : m_pattern(pattern) {}

    Result<icu::UnicodeString> run()
    {
        while (m_at < m_pattern.size()) {
            const char c = m_pattern[m_at];
            const Result<void> done = c == '\\' ? escape() : m_classDepth > 0 ? inClass(c) : outside(c);
            if (!done)
                return std::unexpected(done.error());
        }
        return icu::UnicodeString::fromUTF8(m_out);
    }

private:
    std::string_view rest() const { return m_pattern.substr(m_at); }
    bool inLookbehind() const { return std::ranges::find(m_groups, true) != m_groups.end(); }

    void copy(std::size_t bytes)
    {
        m_out += m_pattern.substr(m_at, bytes);
        m_at += std::min(bytes, m_pattern.size() - m_at);
    }

    Result<void> inClass(char c)
    {
        if (rest().starts_with("--") && !rest().starts_with("--[") && !rest().starts_with("--\\")) {   // ICU would take what is behind away
            m_out += "-\\-";
            m_at += 2;
            return {};
        }
        m_classDepth += c == '[' ? 1 : c == ']' ? -1 : 0;
        copy(1);
        return {};
    }

    Result<void> outside(char c)
    {
        switch (c) {
        case '[':
            m_classDepth = 1;
            copy(rest().starts_with("[^") ? 2 : 1);
            if (rest().starts_with(']')) {   // the first one is a character
                m_out += "\\]";
                ++m_at;
            }
            break;
        case ']':
            m_out += "\\]";
            ++m_at;
            break;
        case '(': openGroup(); break;
        case ')':
            if (!m_groups.empty())
                m_groups.pop_back();
            copy(1);
            break;
        case '*':
        case '+': repetition(c == '*' ? "0" : "1"); break;
        case '{': counted(); break;
        case '}':
            m_out += "\\}";
            ++m_at;
            break;
        default: copy(1);
        }
        return {};
    }

    void openGroup()
    {
        m_groups.push_back(rest().starts_with("(?<=") || rest().starts_with("(?<!"));
        if (!rest().starts_with("(?")) {
            copy(1);
            return;
        }
        const std::size_t end = m_pattern.find_first_not_of("idmsuxUw-", m_at + 2);
        const bool flags = end != std::string_view::npos && end > m_at + 2 && (m_pattern[end] == ')' || m_pattern[end] == ':');
        if (!flags) {
            copy(m_groups.back() ? 4 : 2);
            return;
        }
        std::string kept(m_pattern.substr(m_at + 2, end - m_at - 2));
        std::erase_if(kept, [](char flag) { return flag == 'd' || flag == 'u' || flag == 'U'; });
        if (kept.ends_with('-'))
            kept.pop_back();
        const bool group = m_pattern[end] == ':';
        if (!kept.empty() || group)
            m_out += "(?" + kept + (group ? ":" : ")");
        if (!group)
            m_groups.pop_back();
        m_at = end + 1;
    }

    void repetition(std::string_view least)
    {
        if (!inLookbehind()) {
            copy(1);
        } else {
            m_out += "{" + std::string(least) + "," + std::string(mostRepetitions) + "}";
            ++m_at;
        }
        mode();
    }

    void counted()
    {
        const std::size_t end = std::min(m_pattern.find('}', m_at), m_pattern.size() - 1);
        const bool open = m_pattern[end] == '}' && m_pattern[end - 1] == ',';
        m_out += m_pattern.substr(m_at, end - m_at);
        if (open && inLookbehind())
            m_out += mostRepetitions;
        m_out += m_pattern[end];
        m_at = end + 1;
        mode();
    }

    /// What says how greedy a quantifier is.
    void mode()
    {
        if (rest().starts_with('?') || rest().starts_with('+'))
            copy(1);
    }

    Result<void> escape()
    {
        const std::string_view escape = rest();
        if (escape.starts_with("\\Q")) {
            quotation();
        } else if (escape.starts_with("\\b{")) {
            return fail(ErrorCode::Unsupported, {}, "'%1' is a construct of Java that ICU has nothing for; write the pattern without it",
                        escape.substr(0, std::min(escape.find('}'), escape.size() - 1) + 1));
        } else if (escape.starts_with("\\p") || escape.starts_with("\\P")) {
            property();
        } else if (const auto pair = surrogatePair()) {
            m_out += *pair;
            m_at += 12;
        } else {
            copy(1);
            copy(firstCodePoint(rest()).length);
        }
        return {};
    }

    void quotation()
    {
        const std::size_t begin = m_at + 2;
        const std::size_t end = std::min(m_pattern.find("\\E", begin), m_pattern.size());
        for (const char c : m_pattern.substr(begin, end - begin)) {
            const bool sign = static_cast<unsigned char>(c) < 0x80 && !u_isalnum(static_cast<UChar32>(c));
            m_out += sign ? std::string{'\\', c} : std::string{c};
        }
        m_at = std::min(end + 2, m_pattern.size());
    }

    void property()
    {
        const std::size_t name = m_at + 2;
        copy(2);
        if (!rest().starts_with('{')) {
            m_out += "{" + std::string(rest().substr(0, 1)) + "}";
            m_at = std::min(name + 1, m_pattern.size());
            return;
        }
        const std::size_t end = std::min(m_pattern.find('}', name), m_pattern.size());
        if (m_pattern.substr(name, end - name) == "{javaLetterOrDigit") {   // two of ICU's
            const bool without = m_out.back() == 'P';
            m_out.erase(m_out.size() - 2);
            m_out += without ? "[^\\p{L}\\p{Nd}]" : "[\\p{L}\\p{Nd}]";
            m_at = std::min(end + 1, m_pattern.size());
            return;
        }
        m_out += "{" + className(m_pattern.substr(name + 1, end - name - 1)) + "}";
        m_at = std::min(end + 1, m_pattern.size());
    }

    static std::optional<unsigned> unit(std::string_view escape)
    {
        unsigned value = 0;
        if (escape.size() < 6 || !escape.starts_with("\\u") || std::from_chars(escape.data() + 2, escape.data() + 6, value, 16).ptr != escape.data() + 6)
            return std::nullopt;
        return value;
    }

    std::optional<std::string> surrogatePair() const
    {
        const std::optional<unsigned> high = unit(rest());
        const std::optional<unsigned> low = high ? unit(rest().substr(6)) : std::nullopt;
        if (!low || (*high & 0xFC00U) != 0xD800U || (*low & 0xFC00U) != 0xDC00U)
            return std::nullopt;
        std::array<char, 8> digits{};
        const unsigned character = 0x10000U + ((*high & 0x3FFU) << 10U) + (*low & 0x3FFU);
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), character, 16).ptr;
        return "\\x{" + std::string(digits.data(), end) + "}";
    }

    std::string_view m_pattern;
    std::size_t m_at = 0;
    int m_classDepth = 0;
    std::vector<bool> m_groups;   // those open: whether each is a lookbehind
    std::string m_out;
};

}  // namespace

Result<icu::UnicodeString> icuPattern(std::string_view pattern)
{
    return Translation(pattern).run();
}

}  // namespace interlinear::cat
