// What "translate --lines" writes: a line or a JSON object for each line, as soon as it is translated.
//
//   LinesOut out({.json = true}, job, "-", *text, *sources, *answers, *engine);
//   run(job, *sources, *engine, [&](std::span<const Translation> done) { return out.add(done); });
//   Output output = out.finished(*translations);   // what is still to be written
#pragma once

#include "app/cli/memory_answers.h"
#include "app/cli/text_lines.h"
#include "app/cli/translation_job.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace interlinear::cli {

struct Output {
    std::string bytes;
    bool lacking = false;   ///< an end, or the alternatives of a line
};

struct LinesShape {
    bool json = false;
    bool missingTerms = false;                 ///< JSON tells which terms have no place
    std::optional<std::size_t> alternatives{};   ///< JSON tells the words for this byte of each line's target
};

/// On standard output at once, in a file when all are there.
class LinesOut {
public:
    /// out: a file, or "-". All of them must outlive it.
    LinesOut(const LinesShape &shape, const TranslationJob &job, const std::string &out, const TextLines &text, const std::vector<JobSource> &sources, const std::vector<MemoryAnswer> &answers,
             OpenedEngine &engine);

    /// The lines up to the last source that is translated; translations are of the sources, from the first on.
    Result<void> add(std::span<const mixmoe::Translation> translations);
    /// What add() has left to be written, once all sources are translated.
    Output finished(std::span<const mixmoe::Translation> translations);

private:
    Result<void> addLine(std::size_t line, std::span<const mixmoe::Translation> translations);

    const LinesShape &m_shape;
    const TranslationJob &m_job;
    bool m_atOnce;
    const TextLines &m_text;
    const std::vector<JobSource> &m_sources;
    const std::vector<MemoryAnswer> &m_answers;
    OpenedEngine &m_engine;
    Output m_out;
    std::size_t m_next = 0;   // line
};

}  // namespace interlinear::cli
