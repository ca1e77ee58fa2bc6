// Targets into the parts of a document.
//
//   PackageWriter writer(document, replacements);
//   for (const DocumentPart &part : document.parts) writer.take(part);
//   Written written = writer.written();
#pragma once

#include "engine/cat/document/format.h"
#include "engine/cat/document/ooxml/paragraph.h"
#include "engine/cat/document/ooxml/part_kind.h"
#include "engine/cat/document/ooxml/run_format.h"

#include <string>
#include <vector>

namespace interlinear::cat::ooxml {

class PackageWriter {
public:
    /// Both must outlive it.
    PackageWriter(const Document &document, const std::vector<Replacement> &replacements);

    /// In the order of the document.
    void take(const DocumentPart &part);

    /// A replacement that lies in no one paragraph is misread.
    Written written();

private:
    /// What a text of SmartArt became, for its picture.
    struct Twin {
        std::string source;
        std::string target;
        bool used = false;
    };

    void takeParagraph(const Paragraph &paragraph, PartKind kind);
    void takeStretch(const Paragraph &paragraph, ByteSpan stretch, PartKind kind);
    void takeTwin(const Paragraph &paragraph);

    const Document &m_document;
    const std::vector<Replacement> &m_replacements;
    RunFormats m_formats;
    std::vector<bool> m_written;
    std::vector<Twin> m_twins;
    Written m_result;
};

}  // namespace interlinear::cat::ooxml
