#include "app/cli/translated_lines.h"

#include "app/cli/command.h"
#include "engine/core/utf8.h"
#include "engine/mixmoe/decode/alternatives.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <utility>

namespace interlinear::cli {

using namespace mixmoe;

namespace {

/// What one line was cut into, and what became of it.
struct TranslatedLine {
    std::span<const JobSource> sources;
    std::span<const Translation> pieces;
    const MemoryAnswer &answer;
};

/// A line is as good as the worst of its pieces; nothing when one of them has no confidence.
std::optional<float> leastConfidence(std::span<const Translation> pieces)
{
    std::optional<float> least;
    for (const Translation &piece : pieces) {
        if (!piece.confidence)
            return std::nullopt;
        least = std::min(least.value_or(1), *piece.confidence);
    }
    return least;
}

nlohmann::ordered_json missingTermsJson(const TermList &terms, const TranslatedLine &line)
{
    auto json = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < line.pieces.size(); ++i) {
        for (const ListedTerm &term : missingTerms(terms, line.sources[i].text.text, line.pieces[i]))
            json.push_back({{"source", term.source}, {"forms", term.constraint.forms}});
    }
    return json;
}

/// What else might stand at the place in the line's target.
Result<nlohmann::ordered_json> alternativesJson(const LinesShape &shape, const TranslationJob &job, const TranslatedLine &line, const std::string &target, OpenedEngine &engine)
{
    if (line.sources.empty() || trimmed(line.sources.front().text.text).empty())
        return fail(ErrorCode::OutOfRange, "", "the line is blank");
    if (*shape.alternatives > target.size())
        return fail(ErrorCode::OutOfRange, "", "the place is %1 bytes into the target, which has %2", *shape.alternatives, target.size());
    std::size_t offset = *shape.alternatives, piece = 0;
    while (piece + 1 < line.pieces.size() && offset > line.pieces[piece].target.text.size())
        offset -= line.pieces[piece++].target.text.size() + 1;   // pieces are joined by a space
    const Result<Alternatives> found
        = alternatives(*engine.runtime, *engine.model, {.request = requestFor(job, line.sources[piece].text), .target = line.pieces[piece].target.text, .offset = offset}, {});
    if (!found)
        return std::unexpected(found.error());
    auto json = nlohmann::ordered_json::array();
    for (const Alternative &word : found->words) {
        json.push_back({{"text", word.text}, {"probability", word.probability}});
        if (word.translation)
            json.back()["target"] = word.translation->target.text;
    }
    return json;
}

/// The model cannot begin with the line's target up to the place, or there is no such place; nothing else is wrong.
bool isOfTheLine(const Error &error)
{
    return error.code == ErrorCode::OutOfRange || error.code == ErrorCode::InvalidArgument;
}

nlohmann::ordered_json jsonLine(const LinesShape &shape, const TranslationJob &job, const std::string &source, const TranslatedLine &line, const std::string &target)
{
    const std::span<const Translation> pieces = line.pieces;
    double logProbability = 0;
    std::size_t tokens = 0;
    int steps = 0;
    for (const Translation &piece : pieces) {
        logProbability = std::accumulate(piece.logProbabilities.begin(), piece.logProbabilities.end(), logProbability);
        tokens += piece.tokens.size();
        steps += piece.steps;
    }
    nlohmann::ordered_json json{{"source", source},
                                      {"target", target},
                                      {"origin", line.answer.target ? "memory" : "machine"},
                                      {"log_probability", logProbability},
                                      {"tokens", tokens},
                                      {"steps", steps},
                                      {"complete", std::ranges::none_of(pieces, wasCut)}};
    if (line.answer.perMille > 0)
        json["match_score"] = line.answer.perMille / 10;
    if (shape.missingTerms)
        json["missing_terms"] = missingTermsJson(job.terms, line);
    if (const std::optional<float> confidence = leastConfidence(pieces))
        json["confidence"] = *confidence;
    if (std::ranges::any_of(pieces, &Translation::usedShortlist))
        json["shortlist"] = true;
    if (pieces.size() == 1 && job.nBest > 1) {
        json["score"] = pieces.front().score;
        for (const OtherTranslation &other : pieces.front().others)
            json["others"].push_back({{"target", other.target.text}, {"log_probability", std::accumulate(other.logProbabilities.begin(), other.logProbabilities.end(), 0.0)}, {"score", other.score}});
    }
    return json;
}

std::string joined(std::span<const Translation> pieces)
{
    std::string text;
    for (const Translation &piece : pieces)
        text += (text.empty() ? "" : " ") + piece.target.text;
    return text;
}

}  // namespace

LinesOut::LinesOut(const LinesShape &shape, const TranslationJob &job, const std::string &out, const TextLines &text, const std::vector<JobSource> &sources,
                   const std::vector<MemoryAnswer> &answers, OpenedEngine &engine)
    : m_shape(shape), m_job(job), m_atOnce(out == "-"), m_text(text), m_sources(sources), m_answers(answers), m_engine(engine)
{
    if (!shape.json)
        m_out.bytes = text.mark;
}

Result<void> LinesOut::add(std::span<const Translation> translations)
{
    const std::size_t end = translations.size() == m_sources.size() ? m_text.lines.size() : m_sources[translations.size()].unit;
    for (; m_next < end; ++m_next) {
        if (auto added = addLine(m_next, translations); !added)
            return added;
    }
    if (!m_atOnce)
        return {};
    return writeOutput("-", std::exchange(m_out.bytes, {}));
}

Output LinesOut::finished(std::span<const Translation> translations)
{
    m_out.lacking = m_out.lacking || std::ranges::any_of(translations, wasCut);
    return std::move(m_out);
}

Result<void> LinesOut::addLine(std::size_t line, std::span<const Translation> translations)
{
    const auto pieces = std::ranges::equal_range(m_sources, line, {}, &JobSource::unit);
    const auto first = static_cast<std::size_t>(pieces.begin() - m_sources.begin());
    const TranslatedLine ofLine{std::span(m_sources).subspan(first, pieces.size()), translations.subspan(first, pieces.size()), m_answers[line]};
    const std::string target = joined(ofLine.pieces);
    if (!m_shape.json) {
        m_out.bytes += target + m_text.ends[line];
        return {};
    }
    nlohmann::ordered_json json = jsonLine(m_shape, m_job, m_text.lines[line], ofLine, target);
    if (m_shape.alternatives) {
        auto found = alternativesJson(m_shape, m_job, ofLine, target, m_engine);
        if (!found) {
            found.error().where = m_job.input + ", line " + std::to_string(line + 1);
            if (!isOfTheLine(found.error()))
                return std::unexpected(found.error());
            std::fprintf(stderr, "interlinear-cli: %s; its alternatives are left out: choose another place with --alternatives, or leave the line out\n",
                         found.error().sentence().c_str());
            m_out.lacking = true;
        }
        json["alternatives"] = found ? std::move(*found) : nlohmann::ordered_json();
    }
    m_out.bytes += json.dump() + '\n';
    return {};
}

}  // namespace interlinear::cli
