#include "engine/cat/database/statement_shelf.h"

#include <sqlite3.h>

#include <algorithm>

namespace interlinear::cat {

namespace {

constexpr std::size_t mostStatements = 64;

}

StatementShelf::~StatementShelf()
{
    std::for_each(m_statements.begin(), m_statements.end(), sqlite3_finalize);
}

sqlite3_stmt *StatementShelf::take(std::string_view sql)
{
    const auto found = std::find_if(m_statements.begin(), m_statements.end(), [&](sqlite3_stmt *statement) { return sqlite3_sql(statement) == sql; });
    if (found == m_statements.end())
        return nullptr;
    sqlite3_stmt *statement = *found;
    m_statements.erase(found);
    return statement;
}

void StatementShelf::put(sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    m_statements.push_back(statement);
    if (m_statements.size() <= mostStatements)
        return;
    sqlite3_finalize(m_statements.front());
    m_statements.pop_front();
}

}  // namespace interlinear::cat
