#include "engine/training/data/tmx.h"

#include <expat.h>

#include <algorithm>
#include <cstring>
#include <optional>

namespace interlinear::training {

namespace {

std::string primaryLanguage(std::string_view language)
{
    std::string primary(language.substr(0, language.find_first_of("-_")));
    std::ranges::transform(primary, primary.begin(), [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; });
    return primary;
}

bool holdsNativeCode(std::string_view element)
{
    static constexpr std::string_view names[] = {"bpt", "ept", "ph", "it", "ut"};
    return std::ranges::find(names, element) != std::end(names);
}

struct Range {
    std::size_t begin = 0, size = 0;
};

/// Collects segments while expat walks through the file.
class TmxCollector {
public:
    TmxCollector(XML_Parser parser, const std::vector<std::string> &languages) : m_parser(parser), m_unit(languages.size())
    {
        std::ranges::transform(languages, std::back_inserter(m_languages), primaryLanguage);
    }

    void open(std::string_view element, const char **attributes)
    {
        if (m_root.empty())
            m_root = element;
        if (element == "tu") {
            m_line = static_cast<std::uint32_t>(XML_GetCurrentLineNumber(m_parser));
            std::ranges::fill(m_unit, std::nullopt);
        } else if (element == "tuv") {
            m_column = columnOf(attributes);
        } else if (element == "seg") {
            m_inSegment = true;
            m_segment = {m_text.size(), 0};
        } else if (holdsNativeCode(element)) {
            ++m_codeDepth;
        }
    }

    void close(std::string_view element)
    {
        if (element == "tu") {
            endUnit();
        } else if (element == "seg") {
            m_inSegment = false;
            if (m_column < m_unit.size() && !m_unit[m_column])
                m_unit[m_column] = Range{m_segment.begin, m_text.size() - m_segment.begin};
        } else if (holdsNativeCode(element)) {
            --m_codeDepth;
        }
    }

    void characters(std::string_view text)
    {
        if (m_inSegment && m_codeDepth == 0)
            m_text += text;
    }

    const std::string &root() const { return m_root; }

    CorpusTable table() &&
    {
        CorpusTable table{.columns = m_unit.size(), .cells = {}, .lines = std::move(m_lines), .incomplete = m_incomplete, .text = std::make_shared<const std::string>(std::move(m_text))};
        for (const Range &cell : m_cells)
            table.cells.push_back(std::string_view(*table.text).substr(cell.begin, cell.size));
        return table;
    }

private:
    std::size_t columnOf(const char **attributes) const
    {
        for (const char **attribute = attributes; *attribute; attribute += 2) {
            if (std::strcmp(attribute[0], "xml:lang") == 0 || std::strcmp(attribute[0], "lang") == 0)
                return static_cast<std::size_t>(std::ranges::find(m_languages, primaryLanguage(attribute[1])) - m_languages.begin());
        }
        return m_languages.size();
    }

    void endUnit()
    {
        const bool whole = std::ranges::all_of(m_unit, [](const auto &cell) { return cell.has_value(); });
        m_incomplete += whole ? 0 : 1;
        if (!whole)
            return;
        m_lines.push_back(m_line);
        for (const auto &cell : m_unit)
            m_cells.push_back(*cell);
    }

    XML_Parser m_parser;
    std::vector<std::string> m_languages;
    std::vector<std::optional<Range>> m_unit;
    std::string m_root, m_text;
    std::vector<Range> m_cells;
    std::vector<std::uint32_t> m_lines;
    std::size_t m_incomplete = 0, m_column = 0;
    std::uint32_t m_line = 0;
    Range m_segment;
    int m_codeDepth = 0;
    bool m_inSegment = false;
};

Result<void> parse(XML_Parser parser, const std::string &bytes, const std::string &where)
{
    constexpr std::size_t part = 1 << 20;
    for (std::size_t begin = 0; begin == 0 || begin < bytes.size(); begin += part) {
        const std::size_t size = std::min(part, bytes.size() - begin);
        if (XML_Parse(parser, bytes.data() + begin, static_cast<int>(size), begin + size == bytes.size()) == XML_STATUS_OK)
            continue;
        return fail(ErrorCode::BadFormat, where + ":" + std::to_string(XML_GetCurrentLineNumber(parser)), "is no whole TMX file: %1; export the memory again",
                    XML_ErrorString(XML_GetErrorCode(parser)));
    }
    return {};
}

}  // namespace

Result<CorpusTable> tableOfTmx(const std::string &bytes, const std::string &where, const std::vector<std::string> &languages)
{
    const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr), XML_ParserFree);
    TmxCollector collector(parser.get(), languages);
    XML_SetUserData(parser.get(), &collector);
    XML_SetElementHandler(
        parser.get(), [](void *user, const char *name, const char **attributes) { static_cast<TmxCollector *>(user)->open(name, attributes); },
        [](void *user, const char *name) { static_cast<TmxCollector *>(user)->close(name); });
    XML_SetCharacterDataHandler(parser.get(),
                                [](void *user, const char *text, int size) { static_cast<TmxCollector *>(user)->characters({text, static_cast<std::size_t>(size)}); });
    if (auto parsed = parse(parser.get(), bytes, where); !parsed)
        return std::unexpected(parsed.error());
    if (collector.root() != "tmx")
        return fail(ErrorCode::BadFormat, where, "begins with <%1>; a TMX file begins with <tmx>", collector.root());
    return std::move(collector).table();
}

}  // namespace interlinear::training
