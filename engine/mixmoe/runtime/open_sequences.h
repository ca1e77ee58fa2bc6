// The sequences of a runtime by their numbers, which rise and are never used again.
//
//   OpenSequences<CpuSequence> sequences;
//   Result<SequenceId> id = sequences.add([&] { return CpuSequence{…}; });   // EngineFailure when memory runs out
//   sequences.at(*id);
//   sequences.close(*id);
#pragma once

#include "engine/mixmoe/runtime/step_check.h"

#include <map>
#include <new>

namespace interlinear::mixmoe {

template <class Sequence>
class OpenSequences {
public:
    template <typename Make>
    Result<SequenceId> add(const Make &make)
    {
        try {
            m_sequences.emplace(m_nextId, make());
            return m_nextId++;
        } catch (const std::bad_alloc &) {
            return stepWithoutMemory();
        }
    }
    void close(SequenceId id) { m_sequences.erase(id); }
    Sequence &at(SequenceId id) { return m_sequences.at(id); }
    const Sequence &at(SequenceId id) const { return m_sequences.at(id); }
    bool contains(SequenceId id) const { return m_sequences.contains(id); }

private:
    std::map<SequenceId, Sequence> m_sequences;
    SequenceId m_nextId = 1;
};

}  // namespace interlinear::mixmoe
