// A document as it comes from the project's storage to the window: values only.
//
//   OpenedDocument opened{.document = document};
//   opened.rows.push_back(openedRow(segment, "en"));
#pragma once

#include "app/workbench/row_room.h"
#include "engine/cat/project/project.h"
#include "widgets/editing/segment_row.h"

#include <vector>

namespace interlinear::workbench {

struct OpenedRow {
    widgets::SegmentRow row;        ///< its facts are those that never change
    cat::SegmentContent content;    ///< what the row shows
    int words = 0;                  ///< of the source
    RowRoom room = {};
};

/// The language is that of the source. The row has no number yet.
OpenedRow openedRow(const cat::ProjectSegment &segment, const std::string &language);

struct OpenedDocument {
    cat::ProjectDocument document;
    std::vector<OpenedRow> rows;
    bool isNew = false;   ///< the project did not have it before
};

/// A document's file, and how it is read.
struct DocumentFile {
    cat::Document document;
    cat::DocumentRules rules;
};

}  // namespace interlinear::workbench
