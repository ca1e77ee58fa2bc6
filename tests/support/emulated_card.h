// A card that is none, as strict as can be: the kernels run thread by thread as the card has them, see emulated_threads.h, and calls are queued until somebody waits, as a stream does.
//
//   EmulatedCard emulated(7);                                 // the order of blocks and threads is drawn from 7
//   auto runtime = must(makeCudaRuntime(model, emulated.card()));
//   …
//   QCOMPARE(emulated.faults(), {});                          // what a card would have crashed on, or been undefined by
//
// Slow: for models of a few thousand weights.
#pragma once

#include "engine/mixmoe/runtime/cuda/card.h"
#include "tests/support/emulated_threads.h"

#include <memory>
#include <set>
#include <string>

namespace interlinear::tests {

class EmulatedStream;

class EmulatedCard {
public:
    explicit EmulatedCard(unsigned seed);

    const std::shared_ptr<mixmoe::cuda::Card> &card() const { return m_card; }
    const std::set<std::string> &faults() const;

private:
    std::shared_ptr<EmulatedStream> m_stream;
    std::shared_ptr<mixmoe::cuda::Card> m_card;
};

}  // namespace interlinear::tests
