#include "engine/cat/document/data/android.h"

#include "engine/cat/document/data/android_text.h"
#include "engine/cat/document/data/entries.h"
#include "engine/cat/document/data/xml_entry.h"
#include "engine/core/utf8.h"

namespace interlinear::cat {

namespace {

// "@string/name", "@android:string/ok" or "?attr/name": another resource stands there.
bool isReference(std::string_view content)
{
    const std::string_view text = trimmed(content);
    return (text.starts_with('@') || text.starts_with('?')) && text.find('/') != std::string_view::npos && text.find_first_of(" \t\r\n<&") == std::string_view::npos;
}

class AndroidEntries {
public:
    AndroidEntries(const Document &document, const DocumentRules &rules)
        : m_text(document.text), m_patterns(rules.keys), m_cursor(document.text), m_entries(document, rules, androidText)
    {
    }

    std::vector<Segment> read()
    {
        while (m_cursor.next()) {
            const XmlToken &token = m_cursor.token();
            if (token.kind == XmlKind::Comment)
                m_notes.push_back(commentText(m_cursor));
            else if (token.kind == XmlKind::Start)
                takeElement();
            else if (token.kind == XmlKind::End)
                m_notes.clear();
        }
        return m_entries.take();
    }

private:
    void takeElement()
    {
        const std::string_view name = m_cursor.token().name;
        if (name == "resources")
            return;
        if (name == "string" && isOffered())
            takeText({.id = m_cursor.attributeText("name"), .notes = m_notes});
        else if ((name == "plurals" || name == "string-array") && isOffered() && !m_cursor.token().selfClosing)
            takeItems(name == "plurals");
        else
            skipElement(m_cursor);
        m_notes.clear();
    }

    bool isOffered() const { return m_cursor.attributeText("translatable") != "false"; }

    void takeItems(bool plurals)
    {
        const std::string name = m_cursor.attributeText("name");
        const std::size_t depth = m_cursor.depth();
        for (std::size_t index = 0; m_cursor.next() && m_cursor.depth() > depth;) {
            if (m_cursor.token().kind == XmlKind::Comment)
                m_notes.push_back(commentText(m_cursor));
            if (m_cursor.token().kind != XmlKind::Start)
                continue;
            const std::string form = plurals ? m_cursor.attributeText("quantity") : std::to_string(index++);
            SegmentFacts facts{.id = name + "." + form, .context = plurals ? "plurals" : "string-array", .notes = m_notes};
            if (plurals)
                facts.notes.push_back("plural form: " + form);
            takeText(std::move(facts));
        }
    }

    void takeText(SegmentFacts facts)
    {
        const ByteSpan content = elementContent(m_cursor);
        m_entries.spellBy(isAndroidCData(m_text, content) ? androidCData : androidText);
        const std::string path = facts.id;
        if (!isReference(m_text.substr(content.begin, content.length())) && offeredByRules(path, m_patterns, true))
            m_entries.addAlways(androidRun(m_text, content), std::move(facts));
    }

    std::string_view m_text;
    const std::vector<std::string> &m_patterns;
    XmlCursor m_cursor;
    Entries m_entries;
    std::vector<std::string> m_notes;
};

// "@" and "?" begin a reference to another resource.
std::string spelled(const TaggedText &target, Spelling spelling)
{
    const bool tagFirst = !target.tags.empty() && target.tags.front().offset == 0;
    const bool reference = !tagFirst && (target.text.starts_with('@') || target.text.starts_with('?'));
    return (reference ? "\\" : "") + spelledTarget(target, spelling);
}

}  // namespace

Result<Reading> readAndroid(const Document &document, const ReadContext &context)
{
    if (document.text.empty())
        return Reading{};
    if (Result<void> checked = checkWellFormed(document.text); !checked)
        return std::unexpected(checked.error());
    return Reading{AndroidEntries(document, context.rules).read()};
}

Result<Written> writeAndroid(const Document &document, const std::vector<Replacement> &replacements)
{
    Written written;
    CDataSections sections(document.text);
    for (const Replacement &replacement : replacements)
        written.splices.push_back({replacement.span, spelled(replacement.target, sections.contain(replacement.span.begin) ? androidCData : androidText)});
    return written;
}

bool isAndroid(std::string_view beginning)
{
    XmlCursor cursor(beginning.substr(0, 1 << 16));
    while (cursor.next()) {
        if (cursor.token().kind == XmlKind::Start)
            return cursor.token().name == "resources";
    }
    return false;
}

}  // namespace interlinear::cat
