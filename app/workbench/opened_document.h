// A document as it comes from the project's storage to the window: values only.
#pragma once

#include "engine/cat/project/project.h"
#include "widgets/editing/segment_row.h"

#include <vector>

namespace interlinear::workbench {

struct OpenedDocument {
    cat::ProjectDocument document;
    std::vector<widgets::SegmentRow> rows;
    std::vector<cat::SegmentContent> contents;   ///< [row]: what the row shows
    std::vector<int> words;                      ///< [row], of the source
    bool isNew = false;                          ///< the project did not have it before
};

/// A document's file, and how it is read.
struct DocumentFile {
    cat::Document document;
    cat::DocumentRules rules;
};

}  // namespace interlinear::workbench
