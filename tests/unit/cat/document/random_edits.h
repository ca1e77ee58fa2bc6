// Random translations of a document's segments, from a seed, and what a file that holds them must read as.
//
//   RandomEdits edits(7);
//   const Targets targets = edits.targetsFor(document);
//   edited(document, targets);   // fails the test when what comes back is something else
#pragma once

#include "engine/cat/document/document_files.h"

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

class RandomEdits {
public:
    explicit RandomEdits(unsigned seed) : m_random(seed) {}

    std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(m_random); }
    bool oneIn(std::size_t count) { return below(count) == 0; }
    template <typename List>
    auto oneOf(const List &list) { return list[below(std::size(list))]; }

    /// Marks, quotes, backslashes, line ends, other scripts, long words: what a translator may type or paste.
    std::string typedText();
    /// With the tags of the segment's source in random places; never blank.
    interlinear::cat::SegmentTarget translationOf(const interlinear::cat::Segment &segment);
    /// For about half of the segments, such a translation, or none in place of one; now and then with a state.
    interlinear::cat::Targets targetsFor(const interlinear::cat::Document &document);

private:
    std::mt19937 m_random;
};

/// The text as a reader sees it: breaks and doubled signs as the characters they stand for, other tags by what they show; without white space at its ends.
std::string plainly(const interlinear::TaggedText &text);

struct Edited {
    std::string bytes;
    std::string problem;     ///< empty, or what did not come back as it was meant
    bool readAgain = true;   ///< false: there is no file, or the reader refuses it
};

/// The document with the targets that fit, read again: those targets are there, and everything else is as it was. Segments of one paragraph may share what a
/// file says of their state.
Edited edited(const interlinear::cat::Document &document, const interlinear::cat::Targets &targets, const interlinear::cat::DocumentRules &rules = {});

/// As edited(), for running text with sentences as segments: where these and their paragraphs end may change with what is typed, so that all of the file must
/// have the letters and digits that it should have, in their order.
Edited editedSentences(const interlinear::cat::Document &document, const interlinear::cat::Targets &targets, const interlinear::cat::DocumentRules &rules = {});

/// Whether its files are running text, which is cut into sentences, and not entries.
bool isRunningText(std::string_view formatId);
