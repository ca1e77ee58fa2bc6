// Random bodies of documents of Word and OpenDocument, and random targets for them.
//
//   OfficeSoup soup(seed);
//   const std::string bytes = wordFile(soup.body());
//   const TaggedText target = soup.target(segment.source);   // its tags, with other words between
#pragma once

#include "engine/core/tagged_text.h"

#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace interlinear::cat
{

class OfficeSoup
{
public:
    explicit OfficeSoup(unsigned seed)
        : m_random(seed)
    {
    }

    std::size_t below(std::size_t end) { return m_random() % end; }

    /// A few paragraphs of formatted runs, links, fields, marks, revisions, pictures and text boxes.
    std::string body();

    /// The same of an office:text: spans, links, spaces, fields, marks, deleted text, notes, comments, pictures and text boxes.
    std::string openBody();

    /// The tags of the source in their order, with words of all kinds: mark-up, emoji, right-to-left, long. They are one sentence.
    TaggedText target(const TaggedText &source);

private:
    std::string paragraph(int depth);
    std::string piece(int depth);
    std::string run();
    std::string words();

    std::string openParagraph(int depth);
    std::string openPiece(int depth);
    std::string openText();

    std::mt19937 m_random;
    int m_lastId = 0;
};

}  // namespace interlinear::cat
