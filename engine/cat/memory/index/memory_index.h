// The word index of a memory: which units may be equal or similar to a segment, and which have a word, without reading the texts.
//
//   MemoryIndex index(path, [path] { return Database::open(path, schema); });
//   index.follow(database);                                       // everything that anybody added
//   for (const Candidate &candidate : index.candidates(contentKeys(tokenise(query)), 700)) …
//   index.visitRows(Side::Target, {{.words = {index.find(Side::Target, "leise")}}}, [](std::int64_t row) { return true; });
//
// The database is the truth. Beside it, in NAME-index (in a folder that cannot be written: in the user's cache, else in memory), lies an index of most units; the units
// behind it are kept in memory, and a thread in the background now and then writes a new file with them. It also checks a file that was found, and makes it anew when it is
// damaged. An index that is missing, of another memory or of another version is made anew at once.
#pragma once

#include "engine/cat/database/database.h"
#include "engine/cat/memory/index/index_chunk.h"
#include "engine/core/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// Words of which a unit that is looked for has one.
struct WantedWords {
    WordGroup words;               ///< as find() and forEachWord() number them until the next follow()
    bool behindPrevious = false;   ///< it stands right behind a word of the ones wanted before
};

/// One thread at a time.
class MemoryIndex {
public:
    using Connect = std::function<Result<Database>()>;
    /// `connect` opens the database once more; it is called in another thread.
    MemoryIndex(std::filesystem::path memory, Connect connect);
    ~MemoryIndex();
    MemoryIndex(MemoryIndex &&) noexcept;
    MemoryIndex &operator=(MemoryIndex &&) noexcept;

    /// Knows every unit of the database from here on. An index that cannot be kept anywhere is no Error.
    Result<void> follow(const Database &database);
    /// Waits for the work in the background, and takes over what it made.
    void finishWork();

    /// Every unit whose ceiling reaches the threshold (1 to 1000), highest ceiling first, then the newest. Rows may be gone by now. A query without words has none.
    /// Some of them when asked to stop.
    std::vector<Candidate> candidates(const std::vector<std::string_view> &keys, int thresholdPerMille, const std::stop_token &stop = {}) const;
    /// Rows of every unit whose source has that sourceHash(), rising. Some may be gone by now, and a few have another hash.
    std::vector<std::int64_t> rowsOfHash(std::int64_t sourceHash) const;
    /// The number of a word (key of tokens.h) of that side; unknownWord when no unit has it.
    WordId find(Side side, std::string_view word) const;
    /// Calls visit(number, word) for each word of that side that holds the letters, which may be none, each once, until it answers false.
    void forEachWord(Side side, std::string_view letters, const std::function<bool(WordId number, std::string_view word)> &visit) const;
    /// Calls visit(row) for each unit that has, on that side, what is wanted, newest first, until it answers false. Rows may be gone by now. Those with the words in
    /// another order may be among them: only of sources is it known; and those without one that is wanted as one of very many, beside fewer.
    void visitRows(Side side, const std::vector<WantedWords> &wanted, const RowVisitor &visit) const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace interlinear::cat
