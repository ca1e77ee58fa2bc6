// What this build is, so that a capture can say which one made it.
//
//   buildIdentity();   // "0.1.0 GNU-12.2.0 Release x86_64 4f0c21aa90d3"
//
// Version, compiler, kind of build, processor, and the first 12 hex digits of a SHA-256 over the sources that decide a text: engine/core and, of engine/mixmoe, text,
// model, probe, runtime and decode. Equal sources give equal identities, on any day and in any folder. Any thread.
#pragma once

#include <string>

namespace interlinear::mixmoe {

std::string buildIdentity();

}  // namespace interlinear::mixmoe
