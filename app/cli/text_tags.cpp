#include "app/cli/text_tags.h"

#include "engine/core/markup.h"

#include <cstddef>
#include <utility>

namespace interlinear::cli {

using namespace mixmoe;

namespace {

bool lostTags(const TranslateRequest &request, const Result<Translation> &result)
{
    return request.source.tags.empty() && result && tagsOf(request.source.text) != tagsOf(result->target.text);
}

TranslateRequest withoutTextTags(TranslateRequest request)
{
    request.source = withTagsInline(request.source.text);
    request.draft = {};
    return request;
}

Translation withTextTags(Translation translation)
{
    translation.target = {withTagsAsText(translation.target), {}};
    for (OtherTranslation &other : translation.others)
        other.target = {withTagsAsText(other.target), {}};
    return translation;
}

}  // namespace

void keepTextTags(const std::vector<TranslateRequest> &requests, std::vector<Result<Translation>> &results, const Translate &translate)
{
    std::vector<std::size_t> places;
    std::vector<TranslateRequest> again;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        if (!lostTags(requests[i], results[i]))
            continue;
        places.push_back(i);
        again.push_back(withoutTextTags(requests[i]));
    }
    if (again.empty())
        return;
    std::vector<Result<Translation>> kept = translate(again);
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (kept[i])
            results[places[i]] = withTextTags(std::move(*kept[i]));
    }
}

}  // namespace interlinear::cli
