#include "engine/cat/memory/memory_writer.h"

#include "engine/cat/memory/unit_rows.h"

namespace interlinear::cat {

MemoryWriter::MemoryWriter(Transaction transaction, Statement findRemoved, Statement insert, Statement erase, Statement bury, Statement unbury)
    : m_findRemoved(std::move(findRemoved)),
      m_insert(std::move(insert)),
      m_erase(std::move(erase)),
      m_bury(std::move(bury)),
      m_unbury(std::move(unbury)),
      m_transaction(std::move(transaction))
{
}

Result<MemoryWriter> MemoryWriter::begin(const Database &database)
{
    Result<Transaction> transaction = database.begin();
    if (!transaction)
        return std::unexpected(transaction.error());
    Result<Statement> findRemoved = database.prepare("SELECT 1 FROM removed WHERE id = ?");
    Result<Statement> insert = database.prepare(unitInsertSql());
    Result<Statement> erase = database.prepare("DELETE FROM unit WHERE id = ? RETURNING row");
    Result<Statement> bury = database.prepare("INSERT INTO removed (id, removed_ms) VALUES (?, ?) ON CONFLICT (id) DO NOTHING");
    Result<Statement> unbury = database.prepare("DELETE FROM removed WHERE id = ?");
    for (const Result<Statement> *statement : {&findRemoved, &insert, &erase, &bury, &unbury}) {
        if (!*statement)
            return std::unexpected(statement->error());
    }
    return MemoryWriter(std::move(*transaction), std::move(*findRemoved), std::move(*insert), std::move(*erase), std::move(*bury), std::move(*unbury));
}

Result<Addition> MemoryWriter::add(const Unit &unit)
{
    if (auto good = checkUnit(unit); !good)
        return std::unexpected(good.error());
    const Result<bool> removed = m_findRemoved.start(unit.id);
    m_findRemoved.reset();
    if (!removed)
        return std::unexpected(removed.error());
    if (*removed)
        return Addition::RemovedBefore;
    const Result<bool> inserted = insertUnit(m_insert, unit);
    if (!inserted)
        return std::unexpected(inserted.error());
    return *inserted ? Addition::Added : Addition::KnownAlready;
}

Result<bool> MemoryWriter::remove(const std::string &id)
{
    const Result<bool> erased = m_erase.start(id);
    m_erase.reset();
    if (!erased)
        return erased;
    if (auto buried = m_bury.run(id, nowMs()); !buried)
        return std::unexpected(buried.error());
    return erased;
}

Result<void> MemoryWriter::forgetRemoval(const std::string &id)
{
    return m_unbury.run(id);
}

Result<void> MemoryWriter::commit()
{
    return m_transaction.commit();
}

}  // namespace interlinear::cat
