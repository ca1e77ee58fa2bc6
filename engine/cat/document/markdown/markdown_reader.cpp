#include "engine/cat/document/markdown/markdown.h"
#include "engine/cat/document/markdown/runs.h"

namespace interlinear::cat {

Result<Reading> readMarkdown(const Document &document, const ReadContext &context)
{
    const Result<std::vector<InlineRun>> runs = markdown::textRuns(document.text);
    if (!runs)
        return std::unexpected(runs.error());
    Reading reading;
    std::size_t paragraph = 0;
    for (const InlineRun &run : *runs) {
        const std::size_t before = reading.segments.size();
        appendSegments(run, paragraph, context.breaker, reading.segments);
        paragraph += reading.segments.size() > before ? 1 : 0;
        if (reading.segments.size() >= context.enough)
            break;
    }
    return reading;
}

}  // namespace interlinear::cat
