#include "engine/cat/segmentation/srx_rules.h"

#include <pugixml.hpp>

#include <algorithm>

namespace interlinear::cat {

namespace {

std::string_view localName(const pugi::xml_node &node)
{
    const std::string_view name = node.name();
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

class SrxReader {
public:
    SrxReader(std::string_view bytes, const std::string &name) : m_bytes(bytes), m_name(name) {}

    Result<SrxRules> read()
    {
        pugi::xml_document xml;
        const pugi::xml_parse_result parsed = xml.load_buffer(m_bytes.data(), m_bytes.size(), pugi::parse_default | pugi::parse_ws_pcdata);
        if (!parsed)
            return fail(ErrorCode::BadFormat, placeOf(parsed.offset), "is not well-formed XML (%1)", parsed.description());
        const pugi::xml_node root = xml.document_element();
        if (localName(root) != "srx")
            return fail(ErrorCode::BadFormat, placeOf(root), "is no file of segmentation rules: it begins with '%1' where <srx> was expected", root.name());
        for (const pugi::xml_node &part : root.children()) {
            const Result<void> done = localName(part) == "header" ? readHeader(part) : localName(part) == "body" ? readBody(part) : Result<void>();
            if (!done)
                return std::unexpected(done.error());
        }
        if (m_rules.maps.empty())
            return fail(ErrorCode::BadFormat, m_name, "maps no language to rules; expected <languagemap> in <maprules>");
        return std::move(m_rules);
    }

private:
    std::string placeOf(std::ptrdiff_t offset) const
    {
        const auto end = m_bytes.begin() + std::clamp<std::ptrdiff_t>(offset, 0, std::ssize(m_bytes));
        return m_name + ", line " + std::to_string(std::count(m_bytes.begin(), end, '\n') + 1);
    }
    std::string placeOf(const pugi::xml_node &node) const { return placeOf(node.offset_debug()); }

    Result<bool> answer(const pugi::xml_node &node, const char *attribute, bool otherwise) const
    {
        const std::string_view text = node.attribute(attribute).value();
        if (text != "" && text != "yes" && text != "no")
            return fail(ErrorCode::BadFormat, placeOf(node), "%1 is '%2'; expected yes or no", attribute, text);
        return text.empty() ? otherwise : text == "yes";
    }

    Result<void> readHeader(const pugi::xml_node &header)
    {
        const Result<bool> subflows = answer(header, "segmentsubflows", true);
        const Result<bool> cascade = answer(header, "cascade", false);
        for (const Result<bool> *value : {&subflows, &cascade}) {
            if (!*value)
                return std::unexpected(value->error());
        }
        m_rules.segmentSubflows = *subflows;
        m_rules.cascade = *cascade;
        for (const pugi::xml_node &child : header.children()) {
            if (localName(child) != "formathandle")
                continue;
            if (Result<void> read = readFormatHandle(child); !read)
                return read;
        }
        return {};
    }

    Result<void> readFormatHandle(const pugi::xml_node &node)
    {
        const std::string_view type = node.attribute("type").value();
        bool *included = type == "start" ? &m_rules.tags.start : type == "end" ? &m_rules.tags.end : type == "isolated" ? &m_rules.tags.isolated : nullptr;
        if (!included)
            return fail(ErrorCode::BadFormat, placeOf(node), "type is '%1'; expected start, end or isolated", type);
        const Result<bool> include = answer(node, "include", *included);
        if (!include)
            return std::unexpected(include.error());
        *included = *include;
        return {};
    }

    /// In SRX 1.0 the maps lie one level deeper, in <maprule>.
    Result<void> readBody(const pugi::xml_node &body)
    {
        struct Reader final : pugi::xml_tree_walker {
            SrxReader *reader = nullptr;
            Result<void> result;
            bool for_each(pugi::xml_node &node) override
            {
                if (localName(node) == "languagerule")
                    result = reader->readLanguageRules(node);
                else if (localName(node) == "languagemap")
                    reader->m_rules.maps.push_back({node.attribute("languagepattern").value(), node.attribute("languagerulename").value()});
                return result.has_value();
            }
        } reader;
        reader.reader = this;
        pugi::xml_node walked = body;
        walked.traverse(reader);
        return reader.result ? checkMaps(body) : reader.result;
    }

    Result<void> readLanguageRules(const pugi::xml_node &node)
    {
        SrxLanguageRules language{node.attribute("languagerulename").value(), {}};
        for (const pugi::xml_node &child : node.children()) {
            if (localName(child) != "rule")
                continue;
            const Result<bool> breaks = answer(child, "break", true);
            if (!breaks)
                return std::unexpected(breaks.error());
            language.rules.push_back({*breaks, patternOf(child, "beforebreak"), patternOf(child, "afterbreak")});
        }
        m_rules.languages.push_back(std::move(language));
        return {};
    }

    static std::string patternOf(const pugi::xml_node &rule, std::string_view name)
    {
        std::string pattern;
        for (const pugi::xml_node &child : rule.children()) {
            if (localName(child) != name)
                continue;
            for (const pugi::xml_node &text : child.children())
                pattern += text.value();
        }
        return pattern;
    }

    Result<void> checkMaps(const pugi::xml_node &body) const
    {
        for (const SrxLanguageMap &map : m_rules.maps) {
            if (std::ranges::find(m_rules.languages, map.rulesName, &SrxLanguageRules::name) == m_rules.languages.end()) {
                return fail(ErrorCode::BadFormat, placeOf(body), "maps '%1' to the rules '%2', which are not in the file", map.languagePattern, map.rulesName);
            }
        }
        return {};
    }

    std::string_view m_bytes;
    const std::string &m_name;
    SrxRules m_rules;
};

}  // namespace

Result<SrxRules> readSrx(std::string_view bytes, const std::string &name)
{
    return SrxReader(bytes, name).read();
}

}  // namespace interlinear::cat
