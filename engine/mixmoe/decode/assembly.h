// From the tokens of a finished search to the translation, and from settled tokens to the events of a running one.
//
//   EventStream events(tokenizer, targetLeading);
//   events.send(search.settled(), onStep);                       // after every step
//   Translation translation = assemble(model, description, job, search);
#pragma once

#include "engine/mixmoe/decode/sentence_search.h"
#include "engine/mixmoe/decode/source_text.h"
#include "engine/mixmoe/decode/target_text.h"
#include "engine/mixmoe/decode/translation.h"

#include <span>
#include <string>

namespace interlinear::mixmoe {

/// Turns tokens into StepEvents, each once and in order.
class EventStream {
public:
    /// The tokenizer must outlive the stream. The text begins with leading.
    EventStream(const Tokenizer &tokenizer, std::string leading) : m_tokenizer(tokenizer), m_target(tokenizer, std::move(leading)) {}

    /// settled: all so far, the ones already sent included.
    void send(std::span<const GeneratedToken *const> settled, const StepCallback &onStep);

private:
    const Tokenizer &m_tokenizer;
    TargetText m_target;
    std::size_t m_sent = 0;
};

/// A request with what was made of it before the search.
struct PreparedRequest {
    TranslateRequest request;
    PreparedSource source;
    std::string targetLeading;      ///< white space that the target begins with
};

/// The translation of a blank source: the source itself, or what was typed.
Translation assembleBlank(const Model &model, const RuntimeDescription &runtime, const PreparedRequest &prepared);

/// Times are left for the caller to fill in.
Translation assemble(const Model &model, const RuntimeDescription &runtime, const PreparedRequest &prepared, const SentenceSearch &search);

}  // namespace interlinear::mixmoe
