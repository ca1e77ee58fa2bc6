#include "engine/cat/document/markdown/comparison.h"
#include "engine/cat/document/markdown/link_titles.h"
#include "engine/cat/document/markdown/markdown.h"
#include "engine/cat/document/markdown/runs.h"
#include "engine/cat/document/markdown/spelling.h"
#include "engine/cat/document/markdown/tidy.h"
#include "engine/cat/document/splice.h"
#include "engine/cat/document/target_text.h"

#include <algorithm>

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

/// The quote that ends a title ends its line.
char lastOfLine(std::string_view text, std::size_t at)
{
    const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    return text[text.find_last_not_of(" \t", end - 1)];
}

std::vector<Splice> splicesOf(const Document &document, const std::vector<Replacement> &replacements)
{
    std::vector<Splice> splices;
    for (const Replacement &replacement : replacements) {
        const char next = replacement.span.end < document.text.size() ? document.text[replacement.span.end] : '\n';
        const BlockKind kind = document.segments[replacement.segment].kind;
        splices.push_back({replacement.span, kind == BlockKind::Attribute ? markdown::spelledTitle(replacement.target.text, lastOfLine(document.text, replacement.span.end))
                                                                          : markdown::spelled(replacement.target, {kind, next})});
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
