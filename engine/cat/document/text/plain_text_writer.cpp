#include "engine/cat/document/line_end.h"
#include "engine/cat/document/splice.h"
#include "engine/cat/document/text/plain_text.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

std::string spelled(std::string_view text, std::string_view lineEnd)
{
    std::string result;
    while (!text.empty()) {
        const std::size_t end = text.find_first_of("\r\n");
        result += text.substr(0, end);
        if (end == std::string_view::npos)
            break;
        result += lineEnd;
        text.remove_prefix(std::min(text.find_first_not_of("\r\n", end), text.size()));
    }
    return result;
}

}  // namespace

Result<Written> writePlainText(const Document &document, const std::vector<Replacement> &replacements)
{
    const std::string_view lineEnd = lineEndOf(document.text);
    std::vector<Splice> splices;
    for (const Replacement &replacement : replacements)
        splices.push_back({replacement.span, spelled(replacement.target.text, lineEnd)});
    return Written{std::move(splices), {}};
}

}  // namespace interlinear::cat
