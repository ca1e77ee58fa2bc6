// The text of one Android string resource.
//
//   InlineRun run = androidRun(document.text, content);   // content: between <string …> and </string>
//   androidText("Don't");                                   // "Don\'t"
//
// https://developer.android.com/guide/topics/resources/string-resource is the notation.
#pragma once

#include "engine/cat/document/inline_run.h"

#include <string>
#include <string_view>

namespace interlinear::cat {

/// White space outside quotes is one space; an outer pair of quotes and an outer CDATA section stay outside.
InlineRun androidRun(std::string_view text, ByteSpan content);

/// As content of an element or of a CDATA section; a space behind a space is \u0020, which is kept.
std::string androidText(std::string_view text);

/// As androidText() within CDATA, where only what would end the section is escaped beside.
std::string androidCData(std::string_view text);

/// Whether the content is one CDATA section.
bool isAndroidCData(std::string_view text, ByteSpan content);

}  // namespace interlinear::cat
