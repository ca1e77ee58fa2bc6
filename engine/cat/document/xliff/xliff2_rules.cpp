#include "engine/cat/document/xliff/xliff2_rules.h"

#include "engine/cat/document/xliff/id_set.h"
#include "engine/cat/document/xliff/xliff2_schema.h"
#include "engine/cat/document/xliff/xliff2_unit_rules.h"
#include "engine/cat/document/xliff/xliff_scan.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <set>

namespace interlinear::cat {

namespace {

constexpr std::string_view coreNamespace = "urn:oasis:names:tc:xliff:document:2.";
constexpr std::string_view styleNamespace = "urn:oasis:names:tc:xliff:fs:2.0";

struct Module {
    std::string_view uri;
    std::string_view elements;   // those that stand in core elements, with spaces around
};

constexpr Module modules[] = {{"urn:oasis:names:tc:xliff:matches:", " matches "},
                              {"urn:oasis:names:tc:xliff:glossary:", " glossary "},
                              {styleNamespace, " "},
                              {"urn:oasis:names:tc:xliff:metadata:", " metadata "},
                              {"urn:oasis:names:tc:xliff:resourcedata:", " resourceData "},
                              {"urn:oasis:names:tc:xliff:changetracking:", " changeTrack "},
                              {"urn:oasis:names:tc:xliff:sizerestriction:", " profiles data "},
                              {"urn:oasis:names:tc:xliff:validation:", " validation "}};

constexpr std::string_view htmlElements = " a b bdo big blockquote body br button caption center cite code col colgroup dd del div dl dt em h1 h2 h3 "
                                          "h4 h5 h6 head hr html i img ins label legend li ol p"
                                          " pre q s samp select small span strike strong sub sup table tbody td tfoot th thead title tr tt u ul ";

bool isOneOf(std::string_view word, std::string_view list)
{
    return list.find(" " + std::string(word) + " ") != std::string_view::npos;
}

const Module *moduleOf(std::string_view uri)
{
    const auto found = std::ranges::find_if(modules, [&](const Module &module) { return uri.starts_with(module.uri); });
    return found == std::end(modules) ? nullptr : &*found;
}

bool isModule(std::string_view uri)
{
    return uri.starts_with("urn:oasis:names:tc:xliff:") || uri == "http://www.w3.org/2005/11/its" || uri.starts_with("http://www.w3.org/ns/its");
}

std::string quoted(std::string_view text)
{
    return "\"" + std::string(text) + "\"";
}

std::string tagName(std::string_view name)
{
    return "<" + std::string(name) + ">";
}

struct Binding {
    std::size_t depth = 0;
    std::string_view prefix;
    std::string uri;
};

// An element around the place.
struct Frame {
    const XliffRule *rule = nullptr;        // null for an element of another namespace
    std::string_view name;
    std::size_t depth = 0;
    std::size_t byte = 0;
    int rank = 0;
    std::uint32_t children = 0;             // a bit for each of the rule's that is there
    std::set<std::string, std::less<>> ids; // of notes, data, or other namespaces' elements
    std::string_view language;              // xml:lang
    XliffSpace space = XliffSpace::Unsaid;
    XliffSpace sourceSpace = XliffSpace::Unsaid;
    std::size_t code = 0;                   // 1 + index of the code that it is or stands in
    std::size_t lastCode = 0;               // 1 + index of the last one directly in it
    bool content = false;                   // holds something
    bool href = false;
};

class Checker {
public:
    explicit Checker(const XliffFile &file) : m_file(file), m_cursor(file.text) {}

    Result<void> check()
    {
        while (!m_broken && m_cursor.next()) {
            switch (m_cursor.token().kind) {
            case XmlKind::Start:
                start();
                break;
            case XmlKind::End:
                end();
                break;
            case XmlKind::Text:
            case XmlKind::CData:
                characters();
                break;
            default:
                break;
            }
        }
        if (!m_broken)
            checkSubFlows();
        if (!m_broken)
            return {};
        const auto line = std::ranges::count(m_file.text.substr(0, m_broken->byte), '\n') + 1;
        return fail(ErrorCode::BadFormat, "line " + std::to_string(line), "is not valid XLIFF 2: %1 (rule: %2)", m_broken->sentence, m_broken->rule);
    }

private:
    using Attributes = std::vector<XmlAttribute>;

    void breaks(std::string_view rule, std::string sentence, std::size_t byte)
    {
        if (!m_broken)
            m_broken = BrokenRule{byte, rule, std::move(sentence)};
    }
    void breaks(std::string_view rule, std::string sentence) { breaks(rule, std::move(sentence), m_cursor.token().span.begin); }

    std::string_view namespaceOf(std::string_view prefix) const
    {
        const auto found = std::find_if(m_bindings.rbegin(), m_bindings.rend(), [&](const Binding &binding) { return binding.prefix == prefix; });
        return found == m_bindings.rend() ? std::string_view() : std::string_view(found->uri);
    }

    static std::string_view prefixOf(std::string_view name)
    {
        const std::size_t colon = name.find(':');
        return colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
    }

    void bind(const Attributes &attributes)
    {
        for (const XmlAttribute &attribute : attributes) {
            if (attribute.name == "xmlns" || attribute.name.starts_with("xmlns:"))
                m_bindings.push_back({m_cursor.depth(), attribute.name.substr(std::min(attribute.name.size(), std::size_t{6})), attribute.text()});
        }
    }

    void start()
    {
        const Attributes attributes = m_cursor.attributes();
        bind(attributes);
        const std::string_view uri = namespaceOf(prefixOf(m_cursor.token().name));
        const bool core = uri.starts_with(coreNamespace);
        if (m_frames.empty() && !core)
            return breaks("xliff", "the root is of the namespace " + quoted(uri) + "; expected urn:oasis:names:tc:xliff:document:2.0 or 2.2");
        if (!m_frames.empty() && !m_frames.back().rule)
            return foreignChild(attributes);
        const XliffRule *rule = core ? xliffRule(m_cursor.token().localName()) : nullptr;
        if (core && !rule)
            return breaks("elements", tagName(m_cursor.token().name) + " is no element of XLIFF 2");
        if (!m_frames.empty())
            placeIn(m_frames.back(), core ? m_cursor.token().localName() : std::string_view("*"), uri);
        push(rule, attributes);
        if (rule && !m_broken)
            element(*rule, attributes);
        if (!core)
            foreignId(attributes);
        if (m_cursor.token().selfClosing)
            leave();
    }

    // Of an element of another namespace: read for its ids only.
    void foreignChild(const Attributes &attributes)
    {
        push(nullptr, attributes);
        foreignId(attributes);
        if (m_cursor.token().selfClosing)
            leave();
    }

    void push(const XliffRule *rule, const Attributes &attributes)
    {
        Frame frame;
        frame.rule = rule;
        frame.name = m_cursor.token().localName();
        frame.depth = m_cursor.depth();
        frame.byte = m_cursor.token().span.begin;
        const std::string_view language = rawValueOf(attributes, "xml:lang");
        frame.language = language.empty() && !m_frames.empty() ? m_frames.back().language : language;
        frame.space = spaceOf(attributes, m_frames.empty() ? XliffSpace::Unsaid : m_frames.back().space);
        if (!m_frames.empty() && !m_frames.back().rule && !rule)
            frame.name = {};
        m_frames.push_back(std::move(frame));
    }

    // Ids of other namespaces' elements differ within the file, group or unit that holds them, and within each element of the core's children.
    void foreignId(const Attributes &attributes)
    {
        const auto inside = std::find_if(m_frames.rbegin(), m_frames.rend(), [](const Frame &frame) { return frame.rule; });
        if (inside == m_frames.rend() || isModule(namespaceOf(prefixOf(m_cursor.token().name))))
            return;
        std::string id = valueOf(attributes, "id");
        if (id.empty())
            id = valueOf(attributes, "xml:id");
        if (!id.empty() && !inside->ids.insert("*" + id).second)
            breaks("id", "the id " + quoted(id) + " stands twice in the extensions of this " + tagName(inside->name));
    }

    void placeIn(Frame &around, std::string_view name, std::string_view uri)
    {
        around.content = true;
        const auto child = std::ranges::find(around.rule->children, name, &XliffChildRule::name);
        const auto what = [&] { return tagName(m_cursor.token().name) + " in " + tagName(around.name); };
        if (child == around.rule->children.end())
            return breaks(around.name, what() + " is not allowed");
        if (child->rank < around.rank)
            return breaks(around.name, what() + " comes too late; the children of " + tagName(around.name) + " have an order");
        const std::uint32_t bit = 1U << static_cast<unsigned>(child - around.rule->children.begin());
        if ((around.children & bit) != 0 && child->once)
            return breaks(around.name, what() + " is there twice");
        around.children |= bit;
        around.rank = child->rank;
        const Module *module = name == "*" ? moduleOf(uri) : nullptr;
        if (module && !isOneOf(m_cursor.token().localName(), module->elements))
            return breaks(around.name, tagName(m_cursor.token().name) + " is no element that its module has here");
        if (name == "*" && around.name == "xliff" && !(module && m_cursor.token().localName() == "metadata"))
            return breaks("xliff", what() + " is not allowed");
    }

    void element(const XliffRule &rule, const Attributes &attributes)
    {
        checkAttributes(rule, attributes);
        if (m_broken)
            return;
        const std::string_view name = rule.name;
        if (name == "xliff")
            startRoot(attributes);
        else if (name == "file")
            startFile(attributes);
        else if (name == "group" || name == "unit")
            uniqueIn(name == "group" ? m_groups : m_units, rawValueOf(attributes, "id"), name, "file");
        else if (name == "note" || name == "data")
            listed(name, attributes);
        else if (name == "segment" || name == "ignorable")
            startPart(name, attributes);
        else if (name == "source" || name == "target")
            startText(name, attributes);
        else if (name == "skeleton")
            m_frames.back().href = !valueOf(attributes, "href").empty();
        else if (name == "cp")
            checkCharacter(valueOf(attributes, "hex"));
        else if (m_inText)
            addCode(name, attributes);
        if (name == "unit") {
            m_unit = {};
            m_unit.byte = m_cursor.token().span.begin;
            m_unit.id = rawValueOf(attributes, "id");
            m_unit.file = m_fileId;
        }
    }

    void checkAttributes(const XliffRule &rule, const Attributes &attributes)
    {
        for (const XmlAttribute &attribute : attributes) {
            const std::string_view prefix = prefixOf(attribute.name);
            if (attribute.name == "xmlns" || prefix == "xmlns")
                continue;
            if (prefix == "xml")
                checkXmlAttribute(rule, attribute);
            else if (!prefix.empty())
                checkForeignAttribute(rule, attribute, namespaceOf(prefix));
            else if (const auto known = std::ranges::find(rule.attributes, attribute.name, &XliffAttributeRule::name); known == rule.attributes.end())
                breaks(attribute.name, tagName(rule.name) + " has no attribute " + quoted(attribute.name));
            else if (!fitsKind(attribute.text(), known->value))
                breaks(attribute.name, std::string(attribute.name) + " of " + tagName(rule.name) + " is " + quoted(attribute.text()) + "; expected "
                                           + std::string(kindName(known->value)));
        }
        for (const XliffAttributeRule &known : rule.attributes) {
            if (known.required && std::ranges::find(attributes, known.name, &XmlAttribute::name) == attributes.end())
                breaks(known.name, tagName(rule.name) + " has no " + std::string(known.name));
        }
    }

    void checkXmlAttribute(const XliffRule &rule, const XmlAttribute &attribute)
    {
        const std::string value = attribute.text();
        if (attribute.name == "xml:lang" && !isLanguageTag(value))
            breaks("xml:lang", "xml:lang is " + quoted(value) + "; expected a language tag such as \"en\" or \"pt-BR\"");
        if (attribute.name != "xml:space")
            return;
        if (value != "preserve" && (value != "default" || rule.name == "data"))
            breaks("xml:space",
                   "xml:space of " + tagName(rule.name) + " is " + quoted(value) + "; expected "
                       + (rule.name == "data" ? "preserve" : "default or preserve"));
    }

    void checkForeignAttribute(const XliffRule &rule, const XmlAttribute &attribute, std::string_view uri)
    {
        const bool allowed = rule.foreignAttributes == XliffForeign::Any || (rule.foreignAttributes == XliffForeign::Modules && isModule(uri));
        if (!allowed)
            return breaks(rule.name, tagName(rule.name) + " may not have the attribute " + quoted(attribute.name));
        if (uri != styleNamespace)
            return;
        const std::string_view local = attribute.name.substr(attribute.name.find(':') + 1);
        if (local != "fs" && local != "subFs")
            return breaks("fs", "format style has no attribute " + quoted(local) + "; it has fs and subFs");
        if (local == "fs" && !isOneOf(attribute.text(), htmlElements))
            return breaks("fs", "fs is " + quoted(attribute.text()) + "; expected the name of an element of HTML");
        if (rule.name == "ec" && m_cursor.attributeText("isolated") != "yes")
            breaks("fs", "only an isolated <ec> has format style");
    }

    void uniqueIn(IdSet &ids, std::string_view id, std::string_view element, std::string_view scope)
    {
        if (!ids.insert(id))
            breaks("id", "the id " + quoted(id) + " of " + tagName(element) + " stands twice in its " + tagName(scope));
    }

    void startRoot(const Attributes &attributes)
    {
        m_sourceLanguage = rawValueOf(attributes, "srcLang");
        m_targetLanguage = rawValueOf(attributes, "trgLang");
    }

    void startFile(const Attributes &attributes)
    {
        checkSubFlows();
        m_fileId = rawValueOf(attributes, "id");
        uniqueIn(m_files, rawValueOf(attributes, "id"), "file", "xliff");
        m_groups.clear();
        m_units.clear();
    }

    void listed(std::string_view name, const Attributes &attributes)
    {
        const std::string_view id = rawValueOf(attributes, "id");
        if (id.empty() || m_frames.size() < 3)
            return;
        Frame &list = m_frames[m_frames.size() - 2];
        if (!list.ids.emplace(id).second)
            return breaks("id", "the id " + quoted(id) + " of " + tagName(name) + " stands twice in its " + tagName(list.name));
        if (m_frames[m_frames.size() - 3].name == "unit")
            (name == "note" ? m_unit.notes : m_unit.data).insert(id);
    }

    void startPart(std::string_view name, const Attributes &attributes)
    {
        const std::string_view state = rawValueOf(attributes, "state");
        if (!rawValueOf(attributes, "subState").empty() && state.empty())
            breaks("subState", "<segment> has a subState and no state");
        m_unit.parts.push_back({m_cursor.token().span.begin, rawValueOf(attributes, "id"), name == "segment", false, 0, state});
    }

    void startText(std::string_view name, const Attributes &attributes)
    {
        const bool target = name == "target";
        m_inText = true;
        m_inTarget = target;
        Frame &text = m_frames.back();
        Frame &part = m_frames[m_frames.size() - 2];
        const std::string_view language = target ? m_targetLanguage : m_sourceLanguage;
        if (target && language.empty())
            return breaks("trgLang", "there is a <target>, and <xliff> has no trgLang");
        if (!text.language.empty() && !isWithinLanguage(text.language, language))
            return breaks("xml:lang",
                          tagName(name) + " is in " + quoted(text.language) + "; " + (target ? "trgLang" : "srcLang") + " says " + quoted(language));
        if (!target) {
            part.sourceSpace = text.space;
            return;
        }
        const auto preserved = [](XliffSpace space) { return space == XliffSpace::Preserve; };
        if (preserved(text.space) != preserved(part.sourceSpace))
            return breaks("xml:space", "xml:space of <target> is not that of its <source>");
        m_unit.parts.back().hasTarget = true;
        const std::string_view order = rawValueOf(attributes, "order");
        std::from_chars(order.data(), order.data() + order.size(), m_unit.parts.back().order);
    }

    // What XML forbids, and the controls that it discourages.
    void checkCharacter(const std::string &hex)
    {
        std::uint32_t value = 0;
        std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
        const bool control = value < 0x20 && value != 0x9 && value != 0xA && value != 0xD;
        const bool later = value >= 0x7F && value <= 0x9F && value != 0x85;
        const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
        const bool none = (value & 0xFFFEU) == 0xFFFEU;
        if (value > 0x10FFFF || !(control || later || surrogate || none))
            breaks("hex", "<cp> has the hex " + quoted(hex) + "; expected a character that XML does not allow");
    }

    void addCode(std::string_view name, const Attributes &attributes)
    {
        Xliff2Code code{.name = name, .attributes = attributes, .byte = m_cursor.token().span.begin, .part = m_unit.parts.size() - 1, .inTarget = m_inTarget};
        Frame &around = m_frames[m_frames.size() - 2];
        code.parent = around.code;
        code.previous = around.lastCode;
        for (const std::string_view flows : {"subFlows", "subFlowsStart", "subFlowsEnd"}) {
            if (code.has(flows))
                m_subFlows.emplace_back(code.byte, code.value(flows));
        }
        m_unit.codes.push_back(std::move(code));
        if (m_unit.codes.back().isCode()) {
            m_frames.back().code = m_unit.codes.size();
            around.lastCode = m_unit.codes.size();
        } else {
            m_frames.back().code = around.code;   // an annotation holds codes as what is around it does
            m_frames.back().lastCode = around.lastCode;
        }
    }

    // They name units of the same file, wherever those stand.
    void checkSubFlows()
    {
        for (const auto &[byte, flows] : m_subFlows) {
            for (std::size_t at = flows.find_first_not_of(' '); at != std::string_view::npos; at = flows.find_first_not_of(' ', at)) {
                const std::string_view unit = flows.substr(at, flows.find(' ', at) - at);
                if (!m_units.contains(unit))
                    return breaks("subFlows", "a sub-flow is " + quoted(unit) + ", which is no unit of this file", byte);
                at += unit.size();
            }
        }
        m_subFlows.clear();
    }

    void characters()
    {
        if (m_frames.empty())
            return;
        Frame &frame = m_frames.back();
        frame.content = frame.content || frame.name == "skeleton";
        const bool blank = isBlankXml(m_cursor.raw());
        if (frame.rule && !frame.rule->text && !blank)
            breaks(frame.name, tagName(frame.name) + " may not hold text", m_cursor.token().span.begin + m_cursor.raw().find_first_not_of(" \t\r\n"));
    }

    void end()
    {
        if (!m_frames.empty())
            leave();
    }

    void leave()
    {
        const Frame frame = std::move(m_frames.back());
        m_frames.pop_back();
        std::erase_if(m_bindings, [&](const Binding &binding) { return binding.depth >= frame.depth && binding.depth > 0; });
        if (!frame.rule || m_broken)
            return;
        if (!hasWhatItNeeds(frame))
            return breaks(frame.name, tagName(frame.name) + " has no <" + std::string(frame.rule->needs.substr(1, frame.rule->needs.find(' ', 1) - 1)) + ">",
                          frame.byte);
        if (frame.name == "skeleton" && frame.content == frame.href)
            return breaks("href", frame.href ? "<skeleton> has an href, and is not empty" : "<skeleton> is empty, and has no href", frame.byte);
        if (frame.name == "source" || frame.name == "target")
            m_inText = false;
        if (frame.name == "mrk")
            m_frames.back().lastCode = frame.lastCode;
        if (frame.name == "segment" && !m_unit.parts.back().hasTarget && !m_unit.parts.back().state.empty() && m_unit.parts.back().state != "initial")
            return breaks("state", "<segment> is " + std::string(m_unit.parts.back().state) + ", and has no <target>", frame.byte);
        if (frame.name == "unit") {
            if (std::optional<BrokenRule> broken = brokenRule(m_unit))
                m_broken = std::move(broken);
        }
    }

    static bool hasWhatItNeeds(const Frame &frame)
    {
        bool has = frame.rule->needs.empty();
        for (std::size_t i = 0; i < frame.rule->children.size() && !has; ++i)
            has = ((frame.children >> i) & 1U) != 0 && isOneOf(frame.rule->children[i].name, frame.rule->needs);
        return has;
    }

    const XliffFile &m_file;
    XmlCursor m_cursor;
    std::optional<BrokenRule> m_broken;
    std::vector<Frame> m_frames;
    std::vector<Binding> m_bindings;
    std::string_view m_sourceLanguage, m_targetLanguage;
    std::string_view m_fileId;
    IdSet m_files, m_groups, m_units;
    std::vector<std::pair<std::size_t, std::string_view>> m_subFlows;
    Xliff2Unit m_unit;
    bool m_inText = false;
    bool m_inTarget = false;
};

}  // namespace

Result<void> checkXliff2(const XliffFile &file)
{
    return Checker(file).check();
}

}  // namespace interlinear::cat
