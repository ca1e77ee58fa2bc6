// A runtime that the test holds and lets go: step() waits at a gate, obeys its stop token there, and can be made to throw.
//
//   auto gate = std::make_shared<Gate>();
//   service.load(modelSource, gatedRuntimes(gate), onLoaded);
//   gate->close();  …  gate->waitForStep();  …  gate->open();
#pragma once

#include "engine/mixmoe/runtime/runtime.h"
#include "engine/mixmoe/serve/engine.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>

namespace interlinear::tests {

class Gate {
public:
    void open();
    void close();
    /// Returns once a step has come to the closed gate.
    void waitForStep();

    /// Called with the inputs of every step that passes; may throw. Set before the engine runs.
    std::function<void(std::span<const mixmoe::SequenceInput>)> onPass;
    int runtimesMade = 0;   ///< on the engine thread; read it after an answer

    /// False when stopped while waiting. Called by the runtime.
    bool pass(const std::stop_token &stop);

private:
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_open = true;
    bool m_waiting = false;
};

/// CPU runtimes behind the gate.
mixmoe::RuntimeSource gatedRuntimes(std::shared_ptr<Gate> gate);

}  // namespace interlinear::tests
