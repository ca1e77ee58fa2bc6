// Invented segments, matches and routing for the gallery. Nothing here is a measurement.
//
//   model.setRows(manualRows());
//   heatmap.setCapture(inventedCapture({"▁Die", "▁Kälte", "mittel"}, {.layers = 4, .expertsPerGroup = 4}));
#pragma once

#include "engine/mixmoe/probe/routing_capture.h"
#include "widgets/editing/alternatives_list.h"
#include "widgets/editing/segment_row.h"
#include "widgets/lookup/concordance_view.h"
#include "widgets/lookup/fragment_list.h"
#include "widgets/lookup/match.h"
#include "widgets/lookup/term_row.h"

#include <memory>
#include <string>
#include <vector>

namespace interlinear::widgets::gallery {

/// A page of a heat pump manual, every state and badge in it.
std::vector<SegmentRow> manualRows();
/// Hebrew and Arabic targets, long words, emoji, tags next to tags.
std::vector<SegmentRow> difficultRows();
std::vector<SegmentRow> manyRows(int count);

/// For the second word of a sentence of the manual; one ends a word, one is very long.
std::vector<WordAlternative> manualAlternatives();

std::vector<Match> manualMatches();
std::vector<Match> difficultMatches();

/// Of a search for "unit".
std::vector<ConcordanceRow> manualHits();
std::vector<FragmentRow> manualFragments();
std::vector<TermRow> manualTerms();
/// Hebrew, long words, no term in the other language.
std::vector<TermRow> difficultTerms();

struct CaptureShape {
    int layers = 4;
    int expertsPerGroup = 4;
    unsigned seed = 7;
};

/// Pieces with "▁" for a blank; probabilities from a seeded generator, the largest chosen.
std::shared_ptr<const mixmoe::RoutingCapture> inventedCapture(const std::vector<std::string> &pieces, const CaptureShape &shape);
std::vector<std::string> manualPieces();
std::vector<std::string> rightToLeftPieces();

}  // namespace interlinear::widgets::gallery
