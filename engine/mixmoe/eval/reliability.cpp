#include "engine/mixmoe/eval/reliability.h"

#include "engine/mixmoe/eval/chrf.h"

#include <algorithm>
#include <cmath>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t binCount = 10;
constexpr std::size_t size = confidenceTerms + 1;   // the bias first
constexpr int mostRounds = 100;
constexpr double settled = 1e-10;

using Vector = std::array<double, size>;
using Matrix = std::array<Vector, size>;

// Each term less its mean, over its deviation.
struct Standard {
    std::array<double, confidenceTerms> mean{}, deviation{};

    explicit Standard(std::span<const JudgedLine> lines)
    {
        const auto count = static_cast<double>(lines.size());
        for (std::size_t i = 0; i < confidenceTerms; ++i) {
            for (const JudgedLine &line : lines)
                mean[i] += static_cast<double>(termsOf(line.features)[i]) / count;
            double variance = 0;
            for (const JudgedLine &line : lines)
                variance += std::pow(static_cast<double>(termsOf(line.features)[i]) - mean[i], 2) / count;
            deviation[i] = variance > 1e-12 ? std::sqrt(variance) : 0;
        }
    }

    Vector row(const ConfidenceFeatures &features) const
    {
        const auto terms = termsOf(features);
        Vector row{1};
        for (std::size_t i = 0; i < confidenceTerms; ++i)
            row[i + 1] = deviation[i] > 0 ? (static_cast<double>(terms[i]) - mean[i]) / deviation[i] : 0;
        return row;
    }
};

double logistic(const Vector &weights, const Vector &row)
{
    double logit = 0;
    for (std::size_t i = 0; i < size; ++i)
        logit += weights[i] * row[i];
    return 1 / (1 + std::exp(-logit));
}

// By Gaussian elimination; the penalty keeps the matrix positive definite.
Vector solved(Matrix matrix, Vector right)
{
    for (std::size_t pivot = 0; pivot < size; ++pivot) {
        for (std::size_t below = pivot + 1; below < size; ++below) {
            const double factor = matrix[below][pivot] / matrix[pivot][pivot];
            for (std::size_t column = pivot; column < size; ++column)
                matrix[below][column] -= factor * matrix[pivot][column];
            right[below] -= factor * right[pivot];
        }
    }
    for (std::size_t row = size; row-- > 0;) {
        for (std::size_t column = row + 1; column < size; ++column)
            right[row] -= matrix[row][column] * right[column];
        right[row] /= matrix[row][row];
    }
    return right;
}

// One step of Newton's method from these weights. The bias has a penalty too small to show, for lines that are all good or all bad.
Vector newtonStep(const std::vector<Vector> &rows, std::span<const JudgedLine> lines, const Vector &weights)
{
    Matrix curvature{};
    Vector gradient{};
    for (std::size_t i = 0; i < size; ++i) {
        const double penalty = i == 0 ? 1e-2 : 1;
        curvature[i][i] = penalty;
        gradient[i] = penalty * weights[i];
    }
    for (std::size_t line = 0; line < rows.size(); ++line) {
        const double p = logistic(weights, rows[line]);
        for (std::size_t i = 0; i < size; ++i) {
            gradient[i] += (p - (lines[line].good ? 1 : 0)) * rows[line][i];
            for (std::size_t j = 0; j < size; ++j)
                curvature[i][j] += p * (1 - p) * rows[line][i] * rows[line][j];
        }
    }
    return solved(curvature, gradient);
}

Vector greatestLikelihood(const std::vector<Vector> &rows, std::span<const JudgedLine> lines)
{
    Vector weights{};
    for (int round = 0; round < mostRounds; ++round) {
        const Vector step = newtonStep(rows, lines, weights);
        double largest = 0;
        for (std::size_t i = 0; i < size; ++i) {
            weights[i] -= step[i];
            largest = std::max(largest, std::abs(step[i]));
        }
        if (largest < settled)
            break;
    }
    return weights;
}

double areaUnderCurve(std::span<const Judgement> judgements)
{
    std::vector<float> others;
    for (const Judgement &judgement : judgements) {
        if (!judgement.good)
            others.push_back(judgement.confidence);
    }
    std::ranges::sort(others);
    const auto good = judgements.size() - others.size();
    if (good == 0 || others.empty())
        return 0.5;
    double higher = 0;
    for (const Judgement &judgement : judgements) {
        if (!judgement.good)
            continue;
        const auto [begin, end] = std::ranges::equal_range(others, judgement.confidence);
        higher += static_cast<double>(begin - others.begin()) + static_cast<double>(end - begin) / 2;
    }
    return higher / static_cast<double>(good) / static_cast<double>(others.size());
}

}  // namespace

bool isGood(std::string_view hypothesis, std::string_view reference, float goodChrf)
{
    return chrfStatistics(hypothesis, reference, ChrfVariant::Characters).score() >= static_cast<double>(goodChrf);
}

Calibration fitCalibration(std::span<const JudgedLine> lines, Calibration calibration)
{
    const Standard standard(lines);
    std::vector<Vector> rows;
    for (const JudgedLine &line : lines)
        rows.push_back(standard.row(line.features));
    const Vector weights = greatestLikelihood(rows, lines);
    double bias = weights[0];
    for (std::size_t i = 0; i < confidenceTerms; ++i) {
        const double weight = standard.deviation[i] > 0 ? weights[i + 1] / standard.deviation[i] : 0;
        calibration.weights[i] = static_cast<float>(weight);
        bias -= weight * standard.mean[i];
    }
    calibration.bias = static_cast<float>(bias);
    return calibration;
}

std::vector<Judgement> crossValidated(std::span<const JudgedLine> lines, std::size_t folds)
{
    std::vector<Judgement> judgements(lines.size());
    for (std::size_t fold = 0; fold < folds; ++fold) {
        std::vector<JudgedLine> others;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (i % folds != fold)
                others.push_back(lines[i]);
        }
        const Calibration calibration = fitCalibration(others, {});
        for (std::size_t i = fold; i < lines.size(); i += folds)
            judgements[i] = {calibration.probability(lines[i].features), lines[i].good};
    }
    return judgements;
}

std::vector<Judgement> judgedBy(const Calibration &calibration, std::span<const JudgedLine> lines)
{
    std::vector<Judgement> judgements;
    for (const JudgedLine &line : lines)
        judgements.push_back({calibration.probability(line.features), line.good});
    return judgements;
}

Reliability reliabilityOf(std::span<const Judgement> judgements)
{
    Reliability reliability{.bins = std::vector<ReliabilityBin>(binCount), .count = judgements.size()};
    for (std::size_t i = 0; i < binCount; ++i) {
        reliability.bins[i].low = static_cast<double>(i) / binCount;
        reliability.bins[i].high = static_cast<double>(i + 1) / binCount;
    }
    for (const Judgement &judgement : judgements) {
        const auto confidence = static_cast<double>(judgement.confidence);
        ReliabilityBin &bin = reliability.bins[std::min(static_cast<std::size_t>(confidence * binCount), binCount - 1)];
        ++bin.count;
        bin.confidence += confidence;
        bin.good += judgement.good ? 1 : 0;
        reliability.good += judgement.good ? 1 : 0;
        reliability.brier += std::pow(confidence - (judgement.good ? 1 : 0), 2);
    }
    const double count = std::max(1.0, static_cast<double>(judgements.size()));
    for (ReliabilityBin &bin : reliability.bins) {
        reliability.calibrationError += std::abs(bin.confidence - bin.good) / count;
        bin.confidence /= std::max(1.0, static_cast<double>(bin.count));
        bin.good /= std::max(1.0, static_cast<double>(bin.count));
    }
    reliability.good /= count;
    reliability.brier /= count;
    reliability.areaUnderCurve = areaUnderCurve(judgements);
    return reliability;
}

}  // namespace interlinear::mixmoe
