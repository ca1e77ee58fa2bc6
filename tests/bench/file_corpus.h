// Made-up files for the figures of documents, the same on every machine: sentences of 14 words on average, some with abbreviations, numbers, quotation marks and
// letters outside of ASCII.
//
//   FileCorpus corpus;
//   corpus.plainText(100'000'000);      // paragraphs, some wrapped at 72 columns
//   corpus.xliff("1.2", 100'000);       // about 300 bytes a unit
//   corpus.word(300);                   // a page is 24 sentences
#pragma once

#include "tests/bench/memory_corpus.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace interlinear::bench {

class FileCorpus {
public:
    FileCorpus();

    /// English-like; the number goes round in what the corpus has.
    std::string sentence(std::size_t number) const;

    /// At least so many bytes, whole paragraphs.
    std::string plainText(std::size_t bytes) const;
    /// Version 1.2 or 2.0, translated, every fifth unit with inline codes, every twentieth with a note.
    std::string xliff(std::string_view version, std::size_t units) const;
    /// A DOCX file whose paragraphs have runs of several looks.
    std::string word(std::size_t pages) const;

private:
    std::string translation(std::size_t number) const;
    std::string paragraph(std::size_t first, std::size_t sentences) const;

    MemoryCorpus m_corpus;
};

}  // namespace interlinear::bench
