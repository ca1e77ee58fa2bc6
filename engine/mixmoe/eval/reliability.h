// Fitting a model's confidence on lines whose worth is known, and how far it can be believed.
//
//   std::vector<JudgedLine> lines{{confidenceFeatures(translation), isGood(translation.target.text, reference, 60)}, …};
//   Calibration calibration = fitCalibration(lines, {.from = "en", .to = "de", .goodChrf = 60});
//   Reliability reliability = reliabilityOf(crossValidated(lines, 10));
//   reliability.calibrationError;      // 0.02: of texts called 70 % good, 68 to 72 % are
//
// Why chrF: it is made of characters, so that a sentence of four words still gets a score in small steps (Popović 2015, chrF: character n-gram F-score for automatic
// MT evaluation, WMT). Why 60: measured on English-German development lines, those at 60 and above have a median TER of 29 to 33 (three words in ten differ from
// one reference that is nobody's correction of them), those below of 75 to 82, which is a sentence to write anew. Any thread.
#pragma once

#include "engine/mixmoe/model/calibration.h"

#include <span>
#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

/// Whether the sentence's chrF (eval/chrf.h, n-grams up to 6, beta 2) reaches the limit, 0 to 100. Both valid UTF-8.
bool isGood(std::string_view hypothesis, std::string_view reference, float goodChrf);

struct JudgedLine {
    ConfidenceFeatures features;
    bool good = false;
};

/// What a confidence said of a text, and what the text was.
struct Judgement {
    float confidence = 0;
    bool good = false;
};

/// Bias and weights of the greatest likelihood, with a penalty of half the squared length of the standardised weights, by Newton's method (Hastie, Tibshirani and
/// Friedman 2009, The Elements of Statistical Learning, section 4.4.1; the penalty is that of section 3.4.1). A feature that never varies gets the weight 0. The
/// same bits for the same lines in the same order; from, to and goodChrf are kept. Without a line all weights are 0.
Calibration fitCalibration(std::span<const JudgedLine> lines, Calibration calibration);

/// Each line judged by a fit on those of the other folds; line i is in fold i mod folds. folds: 2 or more.
std::vector<Judgement> crossValidated(std::span<const JudgedLine> lines, std::size_t folds);

/// Each line judged by this calibration.
std::vector<Judgement> judgedBy(const Calibration &calibration, std::span<const JudgedLine> lines);

/// Of the reliability diagram: the texts with a confidence from low to high.
struct ReliabilityBin {
    double low = 0, high = 0;
    std::size_t count = 0;
    double confidence = 0;    ///< mean; 0 without texts
    double good = 0;          ///< share, 0 to 1
};

struct Reliability {
    std::vector<ReliabilityBin> bins;   ///< ten of equal width
    std::size_t count = 0;
    double good = 0;                    ///< share of all
    double calibrationError = 0;        ///< ECE: the gaps between confidence and share of good, by the texts in the bins (Guo et al. 2017, On Calibration of Modern Neural Networks, equation 3)
    double areaUnderCurve = 0.5;        ///< AUC: how often a good text has the higher confidence of a good and another, ties half; 0.5 where all or none are good
    double brier = 0;                   ///< mean squared gap between confidence and 0 or 1
};

Reliability reliabilityOf(std::span<const Judgement> judgements);

}  // namespace interlinear::mixmoe
