// The sentences of a paragraph as segments.
//
//   appendParagraph(paragraph, text, formats, breaker, segments);   // Segment::paragraph is left 0, the facts are the paragraph's
//
// Tags are few: what looks alike is one run, the plainest look of a sentence needs none, a link's text takes its look with the link, and what surrounds a whole
// sentence, or only stands at its end as a picture or a tab does, stays outside.
#pragma once

#include "engine/cat/document/ooxml/paragraph.h"
#include "engine/cat/document/ooxml/run_format.h"
#include "engine/cat/document/segment.h"
#include "engine/cat/segmentation/sentence_breaker.h"

#include <string>
#include <vector>

namespace interlinear::cat::ooxml {

void appendParagraph(const Paragraph &paragraph, const std::string &text, const RunFormats &formats, SentenceBreaker &breaker, std::vector<Segment> &segments);

}  // namespace interlinear::cat::ooxml
