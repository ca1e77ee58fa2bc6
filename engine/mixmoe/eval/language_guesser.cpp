#include "engine/mixmoe/eval/language_guesser.h"

#include "engine/mixmoe/eval/code_points.h"

#include <cmath>
#include <vector>

namespace interlinear::mixmoe {

namespace {

constexpr double addedCount = 0.5;

std::vector<std::u32string> trigrams(std::string_view line)
{
    std::u32string text = U" ";
    for (const std::u32string &word : splitWords(lowercased(line)))
        text += word + U' ';
    std::vector<std::u32string> found;
    for (std::size_t at = 0; at + 3 <= text.size(); ++at)
        found.push_back(text.substr(at, 3));
    return found;
}

}  // namespace

LanguageGuesser::LanguageGuesser(std::span<const std::string> first, std::span<const std::string> second)
{
    const auto learn = [this](std::span<const std::string> lines, double Counts::*side) {
        for (const std::string &line : lines) {
            for (std::u32string &trigram : trigrams(line)) {
                m_counts[std::move(trigram)].*side += 1;
                m_total.*side += 1;
            }
        }
    };
    learn(first, &Counts::first);
    learn(second, &Counts::second);
}

double LanguageGuesser::logRatio(const std::u32string &trigram) const
{
    const auto known = m_counts.find(trigram);
    const Counts counts = known == m_counts.end() ? Counts{} : known->second;
    const double added = addedCount * static_cast<double>(m_counts.size() + 1);
    return std::log((counts.first + addedCount) / (m_total.first + added)) - std::log((counts.second + addedCount) / (m_total.second + added));
}

double LanguageGuesser::leaning(std::string_view line) const
{
    const std::vector<std::u32string> found = trigrams(line);
    double sum = 0;
    for (const std::u32string &trigram : found)
        sum += logRatio(trigram);
    return found.empty() ? 0 : sum / static_cast<double>(found.size());
}

}  // namespace interlinear::mixmoe
