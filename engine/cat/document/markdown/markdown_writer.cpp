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
            result.push_back({replacement.segment, replacement.span, std::move(target)});
    }
    return result;
}

std::vector<Splice> splicesOf(const Document &document, const std::vector<Replacement> &replacements)
{
    std::vector<Splice> splices;
    for (const Replacement &replacement : replacements) {
        const char next = replacement.span.end < document.text.size() ? document.text[replacement.span.end] : '\n';
        splices.push_back({replacement.span, markdown::spelled(replacement.target, {document.segments[replacement.segment].kind, next})});
    }
    return splices;
}

}  // namespace

Result<Written> writeMarkdown(const Document &document, const std::vector<Replacement> &replacements)
{
    const std::vector<Replacement> targets = tidiedReplacements(replacements);
    std::vector<Splice> splices = splicesOf(document, targets);
    const Result<std::vector<InlineRun>> before = markdown::textRuns(document.text);
    const Result<std::vector<InlineRun>> after = markdown::textRuns(spliced(document.text, splices));
    if (!before || !after)
        return std::unexpected(before ? after.error() : before.error());
    return Written{std::move(splices), markdown::misreadSegments(document, *before, targets, *after)};
}

}  // namespace interlinear::cat
