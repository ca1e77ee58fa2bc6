// Lists of objects in JSON: each is read, and the first that is wrong is named.
//
//   auto tokens = readEach<CapturedToken>(list, "routing.json", "token", readToken);   // errors say "routing.json, token 3"
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/store/capture_json.h"

namespace interlinear::mixmoe {

/// read(json, place) gives a Result<T>.
template <typename T, typename Read>
Result<std::vector<T>> readEach(const CaptureJson &list, const std::string &where, const std::string &name, Read read)
{
    std::vector<T> values;
    for (const CaptureJson &json : list) {
        const std::string place = where + ", " + name + " " + std::to_string(values.size() + 1);
        if (!json.is_object())
            return fail(ErrorCode::BadFormat, place, "is no JSON object");
        Result<T> value = read(json, place);
        if (!value)
            return std::unexpected(value.error());
        values.push_back(std::move(*value));
    }
    return values;
}

}  // namespace interlinear::mixmoe
