// How sure a model may be of a translation in one direction: a logistic regression on what the search knows anyway, measured on a development set.
//
//   const Calibration *calibration = config.calibrationFor("en", "de");
//   calibration->probability({.meanLogProbability = -0.4F, .leastLogProbability = -2, .tokens = 9});   // 0.7: of ten such texts seven were good
//
// Good means a sentence chrF of at least goodChrf against a human translation. The features are those of glass-box quality estimation: mean and least
// log-probability and length (Fomicheva et al. 2020, Unsupervised Quality Estimation for Neural Machine Translation, TACL 8, section 3); a logistic function of
// scores gives calibrated probabilities (Platt 1999, Probabilistic Outputs for Support Vector Machines, section 2).
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace interlinear::mixmoe {

/// What a translation tells of itself. Only what the model wrote counts: what was typed or copied does not.
struct ConfidenceFeatures {
    float meanLogProbability = 0;    ///< of the tokens written and the end token, at most 0
    float leastLogProbability = 0;   ///< of the same
    float tokens = 0;                ///< written, without the end token; counts by its logarithm
    float numbersDiffer = 0;         ///< 1: Translation::numbersDiffer
    bool operator==(const ConfidenceFeatures &) const = default;
};

inline constexpr std::size_t confidenceTerms = 4;

/// What the weights multiply, in the order of Calibration::weights: mean, least, ln(1 + tokens), numbersDiffer.
std::array<float, confidenceTerms> termsOf(const ConfidenceFeatures &features);
/// Their names in config.json, in the same order.
const std::array<const char *, confidenceTerms> &confidenceTermNames();

struct Calibration {
    std::string from, to;                           ///< languages of the model, two different ones
    float goodChrf = 60;                            ///< 0 to 100
    float bias = 0;
    std::array<float, confidenceTerms> weights{};   ///< finite, as the bias

    /// 1 / (1 + exp(-(bias + weights · terms))), 0 to 1. The same bits for the same features.
    float probability(const ConfidenceFeatures &features) const;
    bool operator==(const Calibration &) const = default;
};

}  // namespace interlinear::mixmoe
