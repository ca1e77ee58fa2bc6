// A document as it comes from the project's storage to the window: values only.
//
//   OpenedDocument opened{.document = document};
//   opened.rows.append(openedRow(segment, "en"));
#pragma once

#include "app/workbench/document_rows.h"
#include "engine/cat/project/project.h"

namespace interlinear::workbench {

/// The language is that of the source. The row has no number yet.
OpenedRow openedRow(const cat::ProjectSegment &segment, const std::string &language);

struct OpenedDocument {
    cat::ProjectDocument document;
    DocumentRows rows;
    bool isNew = false;   ///< the project did not have it before
};

/// A document's file, and how it is read.
struct DocumentFile {
    cat::Document document;
    cat::DocumentRules rules;
};

}  // namespace interlinear::workbench
