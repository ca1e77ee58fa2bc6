#include "engine/cat/project/segment_notes.h"

#include "engine/core/utf8.h"

namespace interlinear::cat {

namespace {

SegmentNote noteOf(const Statement &row)
{
    return {row.integer(0), row.integer(1), row.text(2), row.text(3)};
}

}  // namespace

Result<void> addNote(const Database &database, const SegmentNote &note)
{
    const std::string where = database.path().string();
    if (firstInvalidUtf8(note.author) || firstInvalidUtf8(note.text))
        return fail(ErrorCode::NotUtf8, where, "the note on segment %1 is not UTF-8", note.segment);
    Result<Statement> insert = database.prepare("INSERT INTO note (segment, at_ms, author, text) SELECT id, ?, ?, ? FROM segment WHERE id = ?");
    if (!insert)
        return std::unexpected(insert.error());
    const Result<bool> added = insert->changes(note.atMs, note.author, note.text, note.segment);
    if (!added)
        return std::unexpected(added.error());
    if (!*added)
        return fail(ErrorCode::NotFound, where, "has no segment %1", note.segment);
    return {};
}

Result<void> passOnNotes(const Database &database, std::int64_t from, const std::vector<std::int64_t> &to)
{
    return database.run("INSERT INTO note (segment, at_ms, author, text) SELECT ?, at_ms, author, text FROM note AS given WHERE segment = ? AND NOT EXISTS "
                        "(SELECT 1 FROM note WHERE segment IN (?, ?) AND at_ms = given.at_ms AND author = given.author AND text = given.text) ORDER BY id",
                        to.front(), from, to.front(), to.back());
}

Result<std::vector<SegmentNote>> notesOfSegment(const Database &database, std::int64_t segment)
{
    Result<Statement> rows = database.prepare("SELECT segment, at_ms, author, text FROM note WHERE segment = ? ORDER BY id");
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<SegmentNote> notes;
    Result<bool> row = rows->start(segment);
    for (; row && *row; row = rows->next())
        notes.push_back(noteOf(*rows));
    if (!row)
        return std::unexpected(row.error());
    return notes;
}

Result<std::map<std::int64_t, std::vector<SegmentNote>>> notesOfDocument(const Database &database, std::int64_t document)
{
    Result<Statement> rows
        = database.prepare("SELECT segment, at_ms, author, text FROM note WHERE segment IN (SELECT id FROM segment WHERE document = ?) ORDER BY id");
    if (!rows)
        return std::unexpected(rows.error());
    std::map<std::int64_t, std::vector<SegmentNote>> notes;
    Result<bool> row = rows->start(document);
    for (; row && *row; row = rows->next())
        notes[rows->integer(0)].push_back(noteOf(*rows));
    if (!row)
        return std::unexpected(row.error());
    return notes;
}

}  // namespace interlinear::cat
