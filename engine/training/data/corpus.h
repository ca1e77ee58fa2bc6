// Corpus files: tab-separated columns, plain text and TMX, each of them also compressed by xz.
//
//   Result<std::vector<SentencePair>> pairs = readPairs("train/tatoeba.en-de.tsv.xz");
//   Result<std::vector<std::string>> lines = readSentences("mono/commonvoice.de.txt.xz");
//   Result<CorpusTable> verses = readTable("train/bible-nt.multi.tsv.xz", CorpusKind::Multi, {"en", "sw"});
//   verses->cell(0, 1);               // the first row's text in "sw"
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::training {

struct SentencePair {
    std::string first, second;
};

/// Exactly two columns in every line; the error names the line and its columns.
Result<std::vector<SentencePair>> readPairs(const std::filesystem::path &file);

/// One sentence a line, in UTF-8.
Result<std::vector<std::string>> readSentences(const std::filesystem::path &file);

enum class CorpusKind {
    Pairs,   ///< two columns, a tab between them
    Text,    ///< one sentence a line
    Multi,   ///< a header line of language codes, then as many columns in every line; empty fields are gaps
    Tmx      ///< units of a translation memory; inline codes are left out
};

/// The texts of a file as they stand there: cells may be empty and need not be UTF-8.
struct CorpusTable {
    std::size_t columns = 1;
    std::vector<std::string_view> cells;      ///< row by row
    std::vector<std::uint32_t> lines;         ///< of each row, in the file
    std::size_t incomplete = 0;               ///< units of a TMX file without one of the languages
    std::shared_ptr<const std::string> text;  ///< owns what the cells show

    std::size_t rows() const { return lines.size(); }
    std::string_view cell(std::size_t row, std::size_t column) const { return cells[row * columns + column]; }
};

/// One column for each language, in their order. Uneven columns are an Error that names the line.
Result<CorpusTable> readTable(const std::filesystem::path &file, CorpusKind kind, const std::vector<std::string> &languages);

/// A segment of a document, in the order of the text.
struct DocumentPair {
    SentencePair pair;
    bool beginsDocument = false;     ///< nothing that belongs before it is there
};

/// Two columns of a Multi file whose "id" column numbers the segments of each document ("Matt.1.2": the document is what stands before the last point). A gap begins anew.
Result<std::vector<DocumentPair>> readDocuments(const std::filesystem::path &file, const std::string &first, const std::string &second);

/// The bytes of a file, unpacked when its name ends in ".xz".
Result<std::string> readUnpacked(const std::filesystem::path &file);

/// SHA-256 of the file as it lies on the disk.
Result<std::string> sha256OfFile(const std::filesystem::path &file);

}  // namespace interlinear::training
