// Qt Linguist's translation sources: TS files.
//
//   readTs(document, context);   // of <source>&amp;Open %1</source>: "&Open %1" with a tag, and its translation
//
// A message with numerus="yes" is one segment for each form that the file's language has, one with length variants one for each of them. The context's name and
// the locations are the context, comments are notes. Messages that are vanished or obsolete are kept and not offered; unfinished is the state draft.
// https://doc.qt.io/qt-6/linguist-ts-file-format.html
#pragma once

#include "engine/cat/document/format.h"

#include <string_view>

namespace interlinear::cat {

/// BadFormat with the line for what is not well-formed XML, and for another root than TS.
Result<Reading> readTs(const Document &document, const ReadContext &context);

/// Characters are escaped as the file does it. A message is finished when none of its forms is a draft or missing.
Result<Written> writeTs(const Document &document, const std::vector<Replacement> &replacements);

/// Tells a TS file from TypeScript.
bool isTs(std::string_view beginning);

}  // namespace interlinear::cat
