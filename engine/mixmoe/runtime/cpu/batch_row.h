// One token of a batch on its way through the layers.
#pragma once

#include "engine/mixmoe/model/direction.h"
#include "engine/mixmoe/probe/routing_capture.h"
#include "engine/mixmoe/runtime/cpu/key_value_cache.h"
#include "engine/mixmoe/text/tokenizer.h"

namespace interlinear::mixmoe {

struct BatchRow {
    TokenId token = 0;
    int position = 0;
    bool prompt = false;                ///< phase: scope of interventions
    SequenceDirection direction{};      ///< as the tokens up to this one tell it
    KeyValueCache *cache = nullptr;     ///< of its sequence, with this position reserved
    TokenRouting *routing = nullptr;    ///< where to note the routing; null: not wanted
    float *attention = nullptr;         ///< where to add the alignment layer's attention, position + 1 values; null: not wanted
};

}  // namespace interlinear::mixmoe
