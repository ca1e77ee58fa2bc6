// What one pass over a batch is about, as it lies on the card: written by the host in one piece, so that the kernels' own arguments stay the same from step to step
// and a graph of them can be replayed.
//
//   StepBlock | DeviceRow [rows] | WantedRow [wanted] | pages, lists
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/team.h"

#include <cstdint>

namespace interlinear::mixmoe::cuda {

inline constexpr int pagePositions = 16;   // of a page of the key-value cache
inline constexpr std::int32_t nowhere = -1;

struct DeviceRow {
    std::int32_t token, position;
    std::int32_t pagesAt;                        ///< of its sequence, in StepBlock::pages
    std::int32_t phase;                          ///< 0: prompt, 1: generated
    std::int32_t fromLanguage, toLanguage;       ///< -1: not read yet
    std::int32_t captureAt;                      ///< in the answers, or nowhere: routing of all layers
    std::int32_t attentionAt;                    ///< in the answers, or nowhere: position + 1 values
};

/// A row whose logits are wanted. Lists are of StepBlock::lists; the answer is found (0 or 1), the number of candidates, topK pairs of token and log-probability,
/// and one log-probability a token scored.
struct WantedRow {
    const std::int32_t *allowed;                 ///< rising ids; null: the whole vocabulary
    std::int32_t allowedCount;
    std::int32_t row;
    std::int32_t biasesAt, biases;               ///< pairs of token and the bits of a float, no token twice
    std::int32_t bannedAt, banned;               ///< no token twice
    std::int32_t scoredAt, scored;
    std::int32_t topK;
    std::int32_t answerAt;
};

struct StepBlock {
    std::int32_t rows, wanted;
    std::int32_t rowsAt, wantedAt, pagesAt, listsAt;   ///< bytes from here

    template <typename T>
    INTERLINEAR_DEVICE const T *at(std::int32_t bytes) const
    {
        return reinterpret_cast<const T *>(reinterpret_cast<const char *>(this) + bytes);
    }
    INTERLINEAR_DEVICE const DeviceRow &row(int index) const { return at<DeviceRow>(rowsAt)[index]; }
    INTERLINEAR_DEVICE const WantedRow &wantedRow(int index) const { return at<WantedRow>(wantedAt)[index]; }
    INTERLINEAR_DEVICE float *page(const DeviceRow &row, int position) const { return at<float *>(pagesAt)[row.pagesAt + position / pagePositions]; }
    INTERLINEAR_DEVICE const std::int32_t *lists() const { return at<std::int32_t>(listsAt); }
};

/// Words of a WantedRow's answer.
INTERLINEAR_BOTH int answerWords(int topK, int scored) { return 2 + 2 * topK + scored; }

/// Where in a page things lie: for each layer keys [16 positions][kvWidth], then values alike.
struct PageLayout {
    std::int32_t layers, kvWidth;

    INTERLINEAR_BOTH int keyAt(int layer, int position) const { return (2 * layer * pagePositions + position % pagePositions) * kvWidth; }
    INTERLINEAR_BOTH int valueAt(int layer, int position) const { return ((2 * layer + 1) * pagePositions + position % pagePositions) * kvWidth; }
    INTERLINEAR_BOTH int values() const { return 2 * layers * pagePositions * kvWidth; }
};

}  // namespace interlinear::mixmoe::cuda
