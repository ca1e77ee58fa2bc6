// A sequence of a runtime that is closed when it goes out of scope.
#pragma once

#include "engine/mixmoe/runtime/runtime.h"

namespace interlinear::mixmoe {

class OpenSequence {
public:
    OpenSequence(Runtime &runtime, SequenceId id) : m_runtime(runtime), m_id(id) {}
    ~OpenSequence() { m_runtime.closeSequence(m_id); }
    OpenSequence(const OpenSequence &) = delete;
    OpenSequence &operator=(const OpenSequence &) = delete;

    SequenceId id() const { return m_id; }

private:
    Runtime &m_runtime;
    SequenceId m_id;
};

}  // namespace interlinear::mixmoe
