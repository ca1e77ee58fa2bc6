// Android's strings.xml: strings, plurals and string arrays.
//
//   readAndroid(document, context);   // of <string name="ok">Don\'t &amp; do</string>: "Don't & do", id "ok"
//
// Escapes (\' \" \n \@ \u0041), quoted white space, entities and CDATA are read as they are meant and written again; <xliff:g> is one protected tag, <b>, <a> and the like
// are pairs. What says translatable="false" is left out. A comment before an entry is its note.
#pragma once

#include "engine/cat/document/format.h"

namespace interlinear::cat {

/// BadFormat with the line for what is no well-formed XML.
Result<Reading> readAndroid(const Document &document, const ReadContext &context);
Result<Written> writeAndroid(const Document &document, const std::vector<Replacement> &replacements);

/// Whether its root is <resources>.
bool isAndroid(std::string_view beginning);

}  // namespace interlinear::cat
