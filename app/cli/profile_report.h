// An error profile as `evaluate --profile` shows it, to people and to scripts.
#pragma once

#include "engine/mixmoe/eval/error_profile.h"

#include <nlohmann/json.hpp>

namespace interlinear::cli {

void printProfile(const mixmoe::ErrorProfile &profile);

/// {"lines", "buckets": [{"words", "lines", "bleu", "chrf"}], "faults": {"empty": {"lines", "share", "line_numbers"}, …}}; line numbers count from 1.
nlohmann::ordered_json toJson(const mixmoe::ErrorProfile &profile);

}  // namespace interlinear::cli
