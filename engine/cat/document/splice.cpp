#include "engine/cat/document/splice.h"

namespace interlinear::cat {

std::string spliced(std::string_view bytes, const std::vector<Splice> &splices)
{
    std::string result;
    std::size_t added = 0;
    for (const Splice &splice : splices)
        added += splice.bytes.size();
    result.reserve(bytes.size() + added);
    std::size_t copied = 0;
    for (const Splice &splice : splices) {
        result += bytes.substr(copied, splice.span.begin - copied);
        result += splice.bytes;
        copied = splice.span.end;
    }
    result += bytes.substr(copied);
    return result;
}

}  // namespace interlinear::cat
