// Statements of one connection that were prepared before and are not in use: preparing one costs as much as running it.
//
//   if (sqlite3_stmt *statement = shelf.take(sql)) …   // reset, without values
//   shelf.put(statement);
#pragma once

#include <deque>
#include <string_view>

struct sqlite3_stmt;

namespace interlinear::cat {

/// One thread at a time.
class StatementShelf {
public:
    StatementShelf() = default;
    ~StatementShelf();
    StatementShelf(const StatementShelf &) = delete;
    StatementShelf &operator=(const StatementShelf &) = delete;

    /// Null when none of that text is there.
    sqlite3_stmt *take(std::string_view sql);
    /// Ends what the statement does. Those that nobody took for long go.
    void put(sqlite3_stmt *statement);

private:
    std::deque<sqlite3_stmt *> m_statements;   // put last comes last
};

}  // namespace interlinear::cat
