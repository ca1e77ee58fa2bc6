// A document as its readers will see it: its text with the targets in place, and that text laid out by what Qt knows of the format. No network, no scripts, no files.
//
//   Result<PageText> text = pageText(document, contents, 12);   // on the storage thread
//   std::shared_ptr<Page> page = renderedPage(*text);           // on another one
//   browser->setDocument(&page->document);
#pragma once

#include "engine/cat/document/document.h"
#include "engine/cat/project/segment_content.h"
#include "engine/core/result.h"
#include "engine/core/spans.h"

#include <QTextDocument>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::workbench {

struct PageText {
    std::string format;   ///< an id
    QString text;         ///< the marked segment stands between two marks, where the format and its encoding have room for them
};

/// The document with these contents, one a segment, and the source in the gaps. Unsupported for a format without a page, OutOfRange for a document that would take
/// too long; else errors as cat::exportWhatFits().
Result<PageText> pageText(const cat::Document &document, const std::vector<cat::SegmentContent> &contents, std::optional<std::size_t> marked);

/// A text document that fetches nothing from anywhere.
class PageDocument : public QTextDocument {
    Q_OBJECT

protected:
    QVariant loadResource(int type, const QUrl &name) override;
};

struct Page {
    PageDocument document;              ///< lives on the thread of the application; of a long text the part around the marked segment
    std::optional<Utf16Span> marked;    ///< of its characters; nothing where the segment is not to be seen
};

/// On any thread.
std::shared_ptr<Page> renderedPage(const PageText &text);

}  // namespace interlinear::workbench
