#include "engine/cat/document/markdown/markdown.h"
#include "engine/cat/document/markdown/runs.h"

namespace interlinear::cat {

Result<std::vector<Segment>> readMarkdown(std::string_view bytes, SentenceBreaker &breaker)
{
    const Result<std::vector<InlineRun>> runs = markdown::textRuns(bytes);
    if (!runs)
        return std::unexpected(runs.error());
    std::vector<Segment> segments;
    std::size_t paragraph = 0;
    for (const InlineRun &run : *runs) {
        const std::size_t before = segments.size();
        appendSegments(run, paragraph, breaker, segments);
        paragraph += segments.size() > before ? 1 : 0;
    }
    return segments;
}

}  // namespace interlinear::cat
