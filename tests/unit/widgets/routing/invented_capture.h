// A capture of invented numbers: two control tokens of the prompt, then the pieces of a German text with an emoji in four byte pieces.
#pragma once

#include "engine/mixmoe/probe/routing_capture.h"

namespace interlinear::widgets {

struct CaptureShape {
    int layers = 3;
    int expertsPerGroup = 4;
    unsigned seed = 1;
};

mixmoe::RoutingCapture inventedCapture(const CaptureShape &shape = {});

/// One token's part of it.
mixmoe::TokenRouting routingOf(const mixmoe::RoutingCapture &capture, std::size_t token);

}  // namespace interlinear::widgets
