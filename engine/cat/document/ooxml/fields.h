// Complex fields of Word, which begin, separate and end in runs of their own.
//
//   Fields fields;                          // one a part: a table of contents reaches over many paragraphs
//   fields.resolve(paragraph, text, formats);   // "See REF 3.2" -> an Item shown as "3.2"; a HYPERLINK's text in a container
//
// A hyperlink, a form's text, a table of contents and an index show text that is to be translated; what other fields show is computed, and protected.
#pragma once

#include "engine/cat/document/ooxml/paragraph.h"
#include "engine/cat/document/ooxml/run_format.h"

#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat::ooxml {

/// Whether what the field shows is text to translate, by its code: " HYPERLINK \"https://…\" ".
bool fieldShowsText(std::string_view code);

/// The first word of the code: "REF".
std::string fieldName(std::string_view code);

/// The characters of text elements in the mark-up, at most 40 bytes of them.
std::string visibleText(std::string_view xml);

class Fields {
public:
    /// No FieldBegin, FieldCode, FieldSeparator or FieldEnd is left in the paragraph.
    void resolve(Paragraph &paragraph, const std::string &text, const RunFormats &formats);

private:
    std::vector<bool> m_inCode;   // one a field that began in a paragraph before; whether its separator is still to come
};

}  // namespace interlinear::cat::ooxml
