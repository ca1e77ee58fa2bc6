// What the window says of a file that came back from review.
//
//   view->setRows(reviewRowTexts(report));
//   notice->setText(reviewSummary(report));   // "12 rows came back: 3 changed, 1 refused, 1 comment."
#pragma once

#include "engine/cat/review/review_comparison.h"
#include "widgets/memory/review_rows.h"

#include <QString>

namespace interlinear::workbench {

/// Of all rows about which there is something to say.
std::vector<widgets::ReviewRowTexts> reviewRowTexts(const cat::ReviewReport &report);

QString reviewSummary(const cat::ReviewReport &report);

}  // namespace interlinear::workbench
