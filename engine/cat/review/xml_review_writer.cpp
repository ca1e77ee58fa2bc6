#include "engine/cat/document/xml/xml_text.h"
#include "engine/cat/review/inline_xml.h"
#include "engine/cat/review/xml_review.h"

namespace interlinear::cat {

namespace {

constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

std::string attribute(std::string_view name, std::string_view value)
{
    return " " + std::string(name) + "=\"" + xmlAttribute(value) + "\"";
}

const char *stateOf1(TranslationState state)
{
    switch (state) {
    case TranslationState::New:
        return "new";
    case TranslationState::Draft:
        return "needs-review-translation";
    case TranslationState::Translated:
        return "translated";
    case TranslationState::Reviewed:
        return "signed-off";
    case TranslationState::Final:
        return "final";
    }
    return "new";
}

const char *stateOf2(TranslationState state)
{
    return state == TranslationState::New || state == TranslationState::Draft ? "initial" : translationStateName(state);
}

std::string note(const ReviewComment &comment)
{
    return "<note" + (comment.author.empty() ? "" : attribute("from", comment.author)) + ">" + xmlText(comment.text) + "</note>\n";
}

std::string unitOf1(const ReviewRow &row)
{
    const TranslationState state = row.state.value_or(TranslationState::New);
    std::string xml = "      <trans-unit" + attribute("id", row.id) + attribute("resname", std::to_string(row.number))
        + (row.locked ? attribute("translate", "no") : "") + (state >= TranslationState::Reviewed ? attribute("approved", "yes") : "")
        + " xml:space=\"preserve\">\n";
    xml += "        <source>" + inlineXml(row.source, InlineDialect::Xliff1) + "</source>\n";
    xml += "        <target" + attribute("state", stateOf1(state)) + ">" + inlineXml(row.target, InlineDialect::Xliff1) + "</target>\n";
    for (const ReviewComment &comment : row.comments)
        xml += "        " + note(comment);
    return xml + "      </trans-unit>\n";
}

std::string unitOf2(const ReviewRow &row)
{
    std::string xml = "    <unit" + attribute("id", row.id) + attribute("name", std::to_string(row.number)) + (row.locked ? attribute("translate", "no") : "")
        + " canResegment=\"no\" xml:space=\"preserve\">\n";
    if (!row.comments.empty()) {
        xml += "      <notes>\n";
        for (const ReviewComment &comment : row.comments)
            xml += "        <note>" + xmlText(commentLine(comment)) + "</note>\n";
        xml += "      </notes>\n";
    }
    return xml + "      <segment" + attribute("state", stateOf2(row.state.value_or(TranslationState::New))) + ">\n        <source>"
        + inlineXml(row.source, InlineDialect::Xliff2) + "</source>\n        <target>" + inlineXml(row.target, InlineDialect::Xliff2)
        + "</target>\n      </segment>\n    </unit>\n";
}

/// The rows, those of each document between a beginning and an end.
template <typename Begin, typename Unit>
std::string byDocument(const ReviewTable &table, const Begin &begin, const Unit &unit, std::string_view end)
{
    std::string xml;
    const ReviewRow *before = nullptr;
    for (const ReviewRow &row : table.rows) {
        if (!before || before->document != row.document)
            xml += (before ? std::string(end) : std::string()) + begin(row.document);
        xml += unit(row);
        before = &row;
    }
    return xml + (before ? std::string(end) : std::string());
}

std::string property(std::string_view type, std::string_view value)
{
    return "      <prop" + attribute("type", type) + ">" + xmlText(value) + "</prop>\n";
}

std::string variant(const std::string &language, const TaggedText &text)
{
    return "      <tuv" + attribute("xml:lang", language) + "><seg>" + inlineXml(text, InlineDialect::Tmx) + "</seg></tuv>\n";
}

}  // namespace

std::string writeXliff1Review(const ReviewTable &table)
{
    const auto begin = [&](const std::string &document) {
        return "  <file" + attribute("original", document) + attribute("source-language", table.sourceLanguage)
            + attribute("target-language", table.targetLanguage) + " datatype=\"x-review\">\n    <body>\n";
    };
    return std::string(declaration) + "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n"
        + byDocument(table, begin, unitOf1, "    </body>\n  </file>\n") + "</xliff>\n";
}

std::string writeXliff2Review(const ReviewTable &table)
{
    std::size_t files = 0;
    const auto begin = [&](const std::string &document) {
        return "  <file" + attribute("id", "f" + std::to_string(++files)) + attribute("original", document) + ">\n";
    };
    return std::string(declaration) + "<xliff version=\"2.0\" xmlns=\"urn:oasis:names:tc:xliff:document:2.0\"" + attribute("srcLang", table.sourceLanguage)
        + attribute("trgLang", table.targetLanguage) + ">\n" + byDocument(table, begin, unitOf2, "  </file>\n") + "</xliff>\n";
}

std::string writeTmxReview(const ReviewTable &table)
{
    std::string xml = std::string(declaration)
        + "<tmx version=\"1.4\">\n  <header creationtool=\"Interlinear\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"Interlinear\" "
          "adminlang=\"en\" datatype=\"unknown\""
        + attribute("srclang", table.sourceLanguage) + "/>\n  <body>\n";
    for (const ReviewRow &row : table.rows) {
        xml += "    <tu" + attribute("tuid", row.id) + ">\n";
        for (const ReviewComment &comment : row.comments)
            xml += "      <note>" + xmlText(commentLine(comment)) + "</note>\n";
        xml += property("x-review-row", row.id) + property("x-document", row.document) + property("x-number", std::to_string(row.number));
        if (row.locked || row.state)
            xml += property("x-state", row.locked ? "locked" : translationStateName(*row.state));
        xml += variant(table.sourceLanguage, row.source) + variant(table.targetLanguage, row.target) + "    </tu>\n";
    }
    return xml + "  </body>\n</tmx>\n";
}

}  // namespace interlinear::cat
