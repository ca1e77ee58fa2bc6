// Units of a memory in the words of the window.
//
//   const widgets::UnitRow row = unitRow(hit.unit, hit.inSource, hit.inTarget);
//   findingName(cat::FindingKind::Length);      // "Unusual length"
#pragma once

#include "app/workbench/memory_desk.h"
#include "engine/core/spans.h"
#include "widgets/memory/change_preview.h"
#include "widgets/memory/conflict_view.h"
#include "widgets/memory/unit_detail.h"
#include "widgets/memory/unit_row.h"

namespace interlinear::workbench {

/// The spans are of the texts without their tags.
widgets::UnitRow unitRow(const cat::Unit &unit, const std::vector<ByteSpan> &inSource = {}, const std::vector<ByteSpan> &inTarget = {});
std::vector<widgets::UnitVersionRow> versionRows(const std::vector<cat::UnitVersion> &versions);
widgets::ChangedTexts changedTexts(const cat::ChangedUnit &changed);
widgets::ConflictRow conflictRow(const cat::Conflict &conflict);
QString findingKindName(cat::FindingKind kind);

}  // namespace interlinear::workbench
