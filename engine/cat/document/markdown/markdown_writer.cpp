#include "engine/cat/document/markdown/comparison.h"
#include "engine/cat/document/markdown/markdown.h"
#include "engine/cat/document/markdown/runs.h"
#include "engine/cat/document/markdown/spelling.h"
#include "engine/cat/document/markdown/tidy.h"
#include "engine/cat/document/splice.h"
#include "engine/cat/document/target_text.h"

namespace interlinear::cat {

namespace {

std::vector<Replacement> tidiedReplacements(const std::vector<Replacement> &replacements)
{
    std::vector<Replacement> result;
    for (const Replacement &replacement : replacements) {
        TaggedText target = markdown::tidied(replacement.target);
        if (!isBlank(target))
            result.push_back({replacement.segment, std::move(target)});
    }
    return result;
}

std::string withReplacements(const Document &document, const std::vector<Replacement> &replacements)
{
    std::vector<Splice> splices;
    for (const Replacement &replacement : replacements) {
        const Segment &segment = document.segments[replacement.segment];
        const char next = segment.span.end < document.bytes.size() ? document.bytes[segment.span.end] : '\n';
        splices.push_back({segment.span, markdown::spelled(replacement.target, {segment.kind, next})});
    }
    return spliced(document.bytes, splices);
}

}  // namespace

Result<Written> writeMarkdown(const Document &document, const std::vector<Replacement> &replacements)
{
    const std::vector<Replacement> targets = tidiedReplacements(replacements);
    std::string bytes = withReplacements(document, targets);
    const Result<std::vector<InlineRun>> before = markdown::textRuns(document.bytes);
    const Result<std::vector<InlineRun>> after = markdown::textRuns(bytes);
    if (!before || !after)
        return std::unexpected(before ? after.error() : before.error());
    return Written{std::move(bytes), markdown::misreadSegments(document, *before, targets, *after)};
}

}  // namespace interlinear::cat
