#include "tests/unit/cat/document/round_trip.h"

#include "engine/cat/document/data/table_columns.h"
#include "engine/cat/document/format.h"
#include "engine/cat/document/target_text.h"
#include "engine/core/files.h"
#include "engine/core/utf8.h"
#include "tests/unit/cat/document/random_edits.h"

#include <algorithm>

using namespace interlinear;
using namespace interlinear::cat;

namespace {

std::string unsoundSegment(const Document &document)
{
    std::size_t behind = 0;
    for (const Segment &segment : document.segments) {
        const std::string place = "the segment at byte " + std::to_string(segment.span.begin);
        if (!segment.source.isWellFormed() || firstInvalidUtf8(segment.source.text))
            return place + " has no well-formed text";
        if (segment.span.begin < behind || segment.span.end < segment.span.begin || segment.span.end > document.text.size())
            return place + " overlaps another, or leaves the file";
        behind = segment.span.end;
    }
    return {};
}

std::string changeOfUntouched(const Document &document, const std::string &bytes)
{
    if (const std::string unsound = unsoundSegment(document); !unsound.empty())
        return unsound;
    const Result<std::string> untouched = exportDocument(document, Targets(document.segments.size()));
    if (!untouched)
        return untouched.error().sentence();
    return *untouched == bytes ? std::string() : "untouched, it comes back as other bytes";
}

bool hasEmptyLine(const TaggedText &text)
{
    const auto emptyBetween = [&](const InlineTag &first, const InlineTag &second) {
        const std::string_view between = std::string_view(text.text).substr(first.offset, second.offset - first.offset);
        return first.display == "↵" && second.display == "↵" && isBlank({std::string(between), {}});
    };
    return std::ranges::adjacent_find(text.tags, emptyBetween) != text.tags.end();
}

// The description of a picture, which is part of a sentence while text stands around it.
bool holdsValue(const TaggedText &text)
{
    return std::ranges::any_of(text.tags, [](const InlineTag &tag) {
        return tag.kind == TagKind::Open && tag.code.starts_with('<') && (tag.code.ends_with('"') || tag.code.ends_with('\''));
    });
}

// A line end in a target begins another paragraph in plain or preformatted text, and two breaks in a row do anywhere.
Targets withinParagraphs(Targets targets)
{
    for (auto &target : targets) {
        if (target && (hasEmptyLine(target->text) || holdsValue(target->text)))
            target.reset();
        else if (target)
            std::ranges::replace_if(target->text.text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    }
    return targets;
}

// What a table's columns are for by their looks, which translations may change, as rules.
DocumentRules settled(const Document &document, DocumentRules rules)
{
    const Result<Table> table = document.format == "table" ? Table::read(document.text) : fail(ErrorCode::NotFound, {}, "");
    const Result<TableColumns> columns = table ? tableColumns(*table, rules) : fail(ErrorCode::NotFound, {}, "");
    if (!columns)
        return rules;
    rules.header = columns->header;
    for (std::size_t column = 0; column < columns->offered.size(); ++column) {
        if (columns->offered[column])
            rules.columns.push_back(std::to_string(column + 1));
    }
    return rules;
}

Edited withEdits(const Document &document, const DocumentRules &rules, unsigned seed)
{
    RandomEdits edits(seed);
    const bool running = isRunningText(document.format);
    const Targets targets = running ? withinParagraphs(edits.targetsFor(document)) : edits.targetsFor(document);
    const Result<PartialExport> written = exportWhatFits(document, targets);
    if (!written && written.error().code == ErrorCode::BadFormat)
        return {};   // a character that the encoding lacks, and that the format cannot spell otherwise
    return running && !rules.segmentsAreLines ? editedSentences(document, targets, rules) : edited(document, targets, rules);
}

}  // namespace

RoundTrip roundTrip(const std::filesystem::path &file, unsigned seed)
{
    RoundTrip trip;
    const std::string bytes = readFile(file).value_or("");
    for (const bool segmentsAreLines : {false, true}) {
        const DocumentRules rules{.keys = {"*"}, .segmentsAreLines = segmentsAreLines};
        const Result<Document> document = readDocument(file, "en", rules);
        if (!document) {
            trip.refused = document.error();
            break;
        }
        trip.format = document->format;
        trip.segments = document->segments.size();
        trip.difference = changeOfUntouched(*document, bytes);
        if (!trip.difference.empty())
            break;
        Edited with = withEdits(*document, settled(*document, rules), seed);
        (with.readAgain ? trip.problem : trip.unread) = std::move(with.problem);
        if (!trip.unread.empty() || !trip.problem.empty())
            break;
    }
    return trip;
}
