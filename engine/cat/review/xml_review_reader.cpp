#include "engine/cat/document/xml/xml_cursor.h"
#include "engine/cat/document/xml/xml_text.h"
#include "engine/cat/review/inline_xml.h"
#include "engine/cat/review/xml_review.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace interlinear::cat {

namespace {

/// On a Start: its characters; the cursor then stands on its end.
std::string textOf(XmlCursor &cursor)
{
    return std::string(trimmed(inlineText(cursor).text));
}

/// On a Start: calls for each Start within it, and goes to its end. What the call goes over is not called for.
template <typename Visit>
void forEachWithin(XmlCursor &cursor, const Visit &visit)
{
    if (cursor.token().selfClosing)
        return;
    const std::size_t depth = cursor.depth();
    while (cursor.next() && !(cursor.token().kind == XmlKind::End && cursor.depth() == depth)) {
        if (cursor.token().kind == XmlKind::Start)
            visit(cursor.token().localName());
    }
}

void append(TaggedText &text, const TaggedText &more)
{
    for (InlineTag tag : more.tags) {
        tag.offset += text.text.size();
        text.tags.push_back(tag);
    }
    text.text += more.text;
}

std::optional<TranslationState> stateFrom1(std::string_view word)
{
    if (word == "new" || word == "needs-translation")
        return TranslationState::New;
    if (word.starts_with("needs-"))
        return TranslationState::Draft;
    if (word == "translated")
        return TranslationState::Translated;
    if (word == "signed-off")
        return TranslationState::Reviewed;
    return word == "final" ? std::optional(TranslationState::Final) : std::nullopt;
}

std::optional<TranslationState> stateFrom2(std::string_view word)
{
    for (const TranslationState state :
         {TranslationState::New, TranslationState::Draft, TranslationState::Translated, TranslationState::Reviewed, TranslationState::Final}) {
        if (word == translationStateName(state))
            return state;
    }
    return word == "initial" ? std::optional(TranslationState::Draft) : std::nullopt;
}

std::size_t numberFrom(const std::string &text)
{
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

void addNote(ReviewRow &row, std::string author, std::string text)
{
    if (!text.empty())
        row.comments.push_back({std::move(author), std::move(text)});
}

class ReviewReader {
public:
    explicit ReviewReader(std::string_view xml) : m_cursor(xml) {}

    /// Nothing for a file that begins with another element.
    std::optional<ReviewTable> read()
    {
        while (m_cursor.next() && m_cursor.token().kind != XmlKind::Start)
            continue;
        if (m_cursor.token().kind != XmlKind::Start)
            return std::nullopt;
        if (m_cursor.token().localName() == "tmx")
            readTmx();
        else if (m_cursor.token().localName() == "xliff")
            readXliff();
        else
            return std::nullopt;
        return std::move(m_table);
    }

private:
    void readXliff()
    {
        noteLanguages("srcLang", "trgLang");
        forEachWithin(m_cursor, [this](std::string_view name) {
            if (name == "file") {
                noteLanguages("source-language", "target-language");
                m_document = m_cursor.attributeText("original");
            } else if (name == "trans-unit") {
                readUnitOf1();
            } else if (name == "unit") {
                readUnitOf2();
            }
        });
    }

    void noteLanguages(std::string_view source, std::string_view target)
    {
        if (std::string language = m_cursor.attributeText(source); !language.empty())
            m_table.sourceLanguage = std::move(language);
        if (std::string language = m_cursor.attributeText(target); !language.empty())
            m_table.targetLanguage = std::move(language);
    }

    void readUnitOf1()
    {
        ReviewRow row{.id = m_cursor.attributeText("id"), .document = m_document, .number = numberFrom(m_cursor.attributeText("resname"))};
        row.locked = m_cursor.attributeText("translate") == "no";
        const bool approved = m_cursor.attributeText("approved") == "yes";
        forEachWithin(m_cursor, [&](std::string_view name) {
            if (name == "source") {
                row.source = inlineText(m_cursor);
            } else if (name == "target") {
                row.state = stateFrom1(m_cursor.attributeText("state"));
                row.target = inlineText(m_cursor);
            } else if (name == "note") {
                std::string author = m_cursor.attributeText("from");
                addNote(row, std::move(author), textOf(m_cursor));
            } else {
                skipElement(m_cursor);
            }
        });
        if (approved && row.state.value_or(TranslationState::New) < TranslationState::Reviewed)
            row.state = TranslationState::Reviewed;
        m_table.rows.push_back(std::move(row));
    }

    /// The least of its segments' states counts.
    void readUnitOf2()
    {
        ReviewRow row{.id = m_cursor.attributeText("id"), .document = m_document, .number = numberFrom(m_cursor.attributeText("name"))};
        row.locked = m_cursor.attributeText("translate") == "no";
        forEachWithin(m_cursor, [&](std::string_view name) {
            if (name == "segment") {
                const std::optional<TranslationState> state = stateFrom2(m_cursor.attributeText("state"));
                row.state = row.state && state ? std::min(*row.state, *state) : state ? state : row.state;
            } else if (name == "source") {
                append(row.source, inlineText(m_cursor));
            } else if (name == "target") {
                append(row.target, inlineText(m_cursor));
            } else if (name == "note") {
                addNote(row, {}, textOf(m_cursor));
            } else if (name != "notes" && name != "ignorable") {
                skipElement(m_cursor);
            }
        });
        m_table.rows.push_back(std::move(row));
    }

    void readTmx()
    {
        forEachWithin(m_cursor, [this](std::string_view name) {
            if (name == "header")
                noteLanguages("srclang", "");
            else if (name == "tu")
                readTranslationUnit();
        });
    }

    void readTranslationUnit()
    {
        ReviewRow row{.id = m_cursor.attributeText("tuid")};
        std::vector<std::pair<std::string, TaggedText>> variants;
        forEachWithin(m_cursor, [&](std::string_view name) {
            if (name == "note")
                addNote(row, {}, textOf(m_cursor));
            else if (name == "prop")
                readProperty(row);
            else if (name == "tuv")
                variants.emplace_back(asciiLowerCase(m_cursor.attributeText("xml:lang") + m_cursor.attributeText("lang")), TaggedText());
            else if (name == "seg" && !variants.empty())
                variants.back().second = inlineText(m_cursor);
            else
                skipElement(m_cursor);
        });
        const std::string sourceLanguage = asciiLowerCase(m_table.sourceLanguage);
        auto source = std::ranges::find(variants, sourceLanguage, &std::pair<std::string, TaggedText>::first);
        source = source == variants.end() ? variants.begin() : source;
        for (auto variant = variants.begin(); variant != variants.end(); ++variant) {
            if (variant == source)
                row.source = variant->second;
            else if (row.target.empty())
                row.target = variant->second;
        }
        m_table.rows.push_back(std::move(row));
    }

    void readProperty(ReviewRow &row)
    {
        const std::string type = m_cursor.attributeText("type");
        const std::string value = textOf(m_cursor);
        if (type == "x-review-row")
            row.id = value;
        else if (type == "x-document")
            row.document = value;
        else if (type == "x-number")
            row.number = numberFrom(value);
        else if (type == "x-state")
            row.state = stateFrom2(value);
        row.locked = row.locked || (type == "x-state" && value == "locked");
    }

    XmlCursor m_cursor;
    std::string m_document;
    ReviewTable m_table;
};

}  // namespace

Result<ReviewTable> readXmlReview(std::string_view xml, const std::string &name)
{
    if (Result<void> checked = checkWellFormed(xml); !checked) {
        checked.error().where = name + ", " + checked.error().where;
        return std::unexpected(checked.error());
    }
    std::optional<ReviewTable> table = ReviewReader(xml).read();
    if (!table)
        return fail(ErrorCode::BadFormat, name, "is no file for review: a Word document, XLIFF or TMX that was exported for review was expected");
    return std::move(*table);
}

}  // namespace interlinear::cat
