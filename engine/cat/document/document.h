// A document as a translator works on it: its segments, and its own text, into which targets are put back.
//
//   Result<Document> document = readDocument("README.md", "en");
//   for (const Segment &segment : document->segments) show(segment.source.text);
//   document->text.substr(span.begin, span.length());   // what a target replaces; everything else stays as it is
//
// The text is the skeleton of every format: the characters of a text file, whatever its encoding, or, of an archive (DOCX, ODT), those parts that hold text,
// one behind the other. In OpenDocument, what stands within a paragraph and is a text of its own, such as a note, stands behind that paragraph there.
#pragma once

#include "engine/cat/document/segment.h"

#include <string>
#include <vector>

namespace interlinear::cat {

/// A part of an archive.
struct DocumentPart {
    std::string name;    ///< "word/document.xml"
    ByteSpan span;       ///< in Document::text

    bool operator==(const DocumentPart &) const = default;
};

struct Document {
    std::string name;                  ///< for errors: the path, or what the caller calls it
    std::string format;                ///< DocumentFormat::id, for instance "markdown"
    std::string language;              ///< BCP 47 tag of the source
    std::string targetLanguage;        ///< as a bilingual file names it, or of the targets that are to be written; may be empty
    std::string text;                  ///< UTF-8, byte order mark and line ends included
    std::string encoding;              ///< of a text file, as ICU names it: "UTF-8", "windows-1251"; empty for an archive
    std::vector<DocumentPart> parts;   ///< of an archive, in the order of the text; empty for a text file
    std::string archive;               ///< the bytes of an archive; empty for a text file
    std::vector<Segment> segments;
};

}  // namespace interlinear::cat
