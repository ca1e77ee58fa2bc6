#include "engine/cat/project/project_document.h"

#include "engine/cat/document/document_files.h"
#include "engine/cat/document/rules_json.h"
#include "engine/cat/memory/unit.h"
#include "engine/cat/project/document_rules.h"
#include "engine/cat/project/earlier_division.h"
#include "engine/cat/project/file_content.h"
#include "engine/cat/project/segment_change.h"
#include "engine/cat/project/segment_content.h"
#include "engine/cat/project/segment_rows.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

std::string selectEntries()
{
    const auto quoted = [](SegmentState state) { return "'" + stateName(state) + "'"; };
    return "SELECT d.id, d.name, d.path, count(s.position), count(s.position) FILTER (WHERE s.state IN (" + quoted(SegmentState::Confirmed) + ", "
        + quoted(SegmentState::Reviewed) + ", " + quoted(SegmentState::Locked) + ")) FROM document d LEFT JOIN segment s ON s.document = d.id ";
}

ProjectDocument entryOf(const Statement &row)
{
    return {row.integer(0), row.text(1), row.text(2), static_cast<std::size_t>(row.integer(3)), static_cast<std::size_t>(row.integer(4))};
}

std::unexpected<Error> noDocument(const Database &database, std::int64_t id)
{
    return fail(ErrorCode::NotFound, database.path().string(), "has no document %1", id);
}

std::unexpected<Error> damagedDocument(const Database &database, std::int64_t id)
{
    return fail(ErrorCode::Damaged, database.path().string(), "holds document %1 damaged; restore the file from a backup", id);
}

/// Spans that lie in the text, one behind the other: what a writer may rely on.
bool spansFit(const Document &document)
{
    std::size_t end = 0;
    for (const Segment &segment : document.segments) {
        if (segment.span.begin < end || segment.span.end > document.text.size())
            return false;
        end = segment.span.end;
    }
    return true;
}

/// "guide.md", or the first of "guide (2).md", "guide (3).md", … that no document has.
Result<std::string> freeName(const Database &database, const std::filesystem::path &path)
{
    Result<Statement> taken = database.prepare("SELECT 1 FROM document WHERE name = ?");
    if (!taken)
        return std::unexpected(taken.error());
    std::string name = path.filename().string();
    for (int number = 2;; ++number) {
        const Result<bool> found = taken->start(name);
        if (!found)
            return std::unexpected(found.error());
        if (!*found)
            return name;
        name = path.stem().string() + " (" + std::to_string(number) + ")" + path.extension().string();
    }
}

Result<std::int64_t> insertDocument(const Database &database, const std::filesystem::path &path, const std::string &format, const std::string &bytes)
{
    const Result<std::string> name = freeName(database, path);
    if (!name)
        return std::unexpected(name.error());
    Result<Statement> insert = database.prepare("INSERT INTO document (name, path, format, content, added_ms) VALUES (?, ?, ?, ?, ?) RETURNING id");
    if (!insert)
        return std::unexpected(insert.error());
    const Result<bool> inserted = insert->start(*name, path.string(), format, Blob{bytes}, nowMs());
    if (!inserted)
        return std::unexpected(inserted.error());
    return insert->integer(0);
}

Result<void> replaceBytes(const Database &database, std::int64_t id, const std::string &format, const std::string &bytes, const std::string &rules)
{
    Result<Statement> update = database.prepare("UPDATE document SET format = ?, content = ?, rules = ? WHERE id = ?");
    if (!update)
        return std::unexpected(update.error());
    return update->run(format, Blob{bytes}, rules, id);
}

/// Counts what is kept, and asks now and then whether to go on.
class Keeping {
public:
    Keeping(const KeepProgress &progress, std::size_t all, std::string name) : m_progress(progress), m_all(all), m_name(std::move(name)) {}

    void expect(std::size_t all) { m_all = all; }

    Result<void> step() { return ++m_done % stepsBetweenQuestions == 0 ? ask() : Result<void>(); }

    Result<void> ask() const
    {
        if (m_progress && !m_progress(m_done, m_all))
            return fail(ErrorCode::Cancelled, m_name, "was not read to the end; the project is as it was");
        return {};
    }

private:
    static constexpr std::size_t stepsBetweenQuestions = 256;

    const KeepProgress &m_progress;
    std::size_t m_done = 0;
    std::size_t m_all;
    std::string m_name;
};

/// What a bilingual file says of segments that nobody has worked on is their content, with the file's name for its author.
Result<void> takeTranslations(const Database &database, std::int64_t document, const std::string &author, Keeping &keeping)
{
    const Result<std::vector<SegmentRow>> rows = readSegments(database, document);
    if (!rows)
        return std::unexpected(rows.error());
    for (const SegmentRow &row : *rows) {
        if (Result<void> goesOn = keeping.step(); !goesOn)
            return goesOn;
        if (row.content != SegmentContent() || (!row.segment.target && !row.segment.facts.locked))
            continue;
        if (auto changed = changeSegment(database, row.id, contentOfFile(row.segment), author); !changed)
            return changed;
    }
    return {};
}

/// Divides the new version of a stored file as the segments that the project has of it.
Result<void> divideVersion(const Database &database, std::int64_t id, Document &document, const DocumentRules &rules, const Keeping &keeping)
{
    Result<std::vector<SegmentRow>> rows = readSegments(database, id);
    if (!rows)
        return std::unexpected(rows.error());
    if (std::ranges::none_of(*rows, [](const SegmentRow &row) { return row.segment.redivided; }))
        return {};
    Result<StoredFile> file = readStoredFile(database, id);
    if (!file)
        return std::unexpected(file.error());
    const Result<Document> before =
        parseDocument(std::move(file->bytes), file->format, document.language, file->path, withSegmentationOf(rules, std::move(file->rules)));
    if (!before && before.error().code == ErrorCode::BadFormat)
        return {};   // taken by an earlier version of the program, which knew less of its faults
    if (!before)
        return damagedDocument(database, id);
    std::vector<Segment> divided;
    for (SegmentRow &row : *rows)
        divided.push_back(std::move(row.segment));
    Result<std::vector<Segment>> segments = dividedAsBefore(*before, divided, document, [&] { return keeping.ask(); });
    if (!segments)
        return std::unexpected(segments.error());
    document.segments = std::move(*segments);
    return {};
}

/// The document's segments as rows of their own, with what the file says of them.
Result<void> keepSegments(const Database &database, const ProjectDocument &entry, const std::vector<Segment> &segments, bool hasContents, Keeping &keeping)
{
    Result<void> kept = placeSegments(database, entry.id, segments, [&] { return keeping.step(); });
    return kept && hasContents ? takeTranslations(database, entry.id, entry.name, keeping) : kept;
}

}  // namespace

Result<std::vector<ProjectDocument>> readDocuments(const Database &database)
{
    Result<Statement> rows = database.prepare(selectEntries() + "GROUP BY d.id ORDER BY d.id");
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<ProjectDocument> documents;
    Result<bool> row = rows->start();
    for (; row && *row; row = rows->next())
        documents.push_back(entryOf(*rows));
    if (!row)
        return std::unexpected(row.error());
    return documents;
}

Result<ProjectDocument> readDocumentEntry(const Database &database, std::int64_t id)
{
    Result<Statement> rows = database.prepare(selectEntries() + "WHERE d.id = ? GROUP BY d.id");
    if (!rows)
        return std::unexpected(rows.error());
    const Result<bool> row = rows->start(id);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return noDocument(database, id);
    return entryOf(*rows);
}

Result<StoredFile> readStoredFile(const Database &database, std::int64_t id)
{
    Result<Statement> rows = database.prepare("SELECT path, format, content, rules FROM document WHERE id = ?");
    if (!rows)
        return std::unexpected(rows.error());
    const Result<bool> row = rows->start(id);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return noDocument(database, id);
    Result<DocumentRules> rules = rulesFromJson(rows->text(3), database.path().string());
    if (!rules)
        return damagedDocument(database, id);
    return StoredFile{rows->text(0), rows->text(1), rows->text(2), std::move(*rules)};
}

Result<Document> readStoredDocument(const Database &database, std::int64_t id, const std::string &language)
{
    Result<StoredFile> file = readStoredFile(database, id);
    if (!file)
        return std::unexpected(file.error());
    Result<std::vector<SegmentRow>> segments = readSegments(database, id);
    if (!segments)
        return std::unexpected(segments.error());
    Result<Document> document = openDocument(std::move(file->bytes), file->format, language, file->path, file->rules);
    if (!document)
        return damagedDocument(database, id);
    for (SegmentRow &segment : *segments)
        document->segments.push_back(std::move(segment.segment));
    if (!spansFit(*document))
        return damagedDocument(database, id);
    return document;
}

Result<DocumentRules> storedRules(const Database &database, const std::filesystem::path &path)
{
    Result<Statement> find = database.prepare("SELECT rules FROM document WHERE path = ?");
    if (!find)
        return std::unexpected(find.error());
    const Result<bool> found = find->start(path.string());
    if (!found)
        return std::unexpected(found.error());
    return *found ? rulesFromJson(find->text(0), database.path().string()) : DocumentRules();
}

Result<std::optional<std::int64_t>> documentAt(const Database &database, const std::filesystem::path &path)
{
    Result<Statement> find = database.prepare("SELECT id FROM document WHERE path = ?");
    if (!find)
        return std::unexpected(find.error());
    const Result<bool> found = find->start(path.string());
    if (!found)
        return std::unexpected(found.error());
    return *found ? std::optional(find->integer(0)) : std::nullopt;
}

Result<std::int64_t> keepDocument(const Database &database, const std::filesystem::path &path, Document document, const DocumentRules &rules,
                                  const KeepProgress &progress)
{
    const Result<std::string> bytes = fileBytes(document);
    if (!bytes)
        return std::unexpected(bytes.error());
    Result<Transaction> change = database.begin();
    if (!change)
        return std::unexpected(change.error());
    Result<Statement> find = database.prepare("SELECT id, content, rules FROM document WHERE path = ?");
    if (!find)
        return std::unexpected(find.error());
    const Result<bool> found = find->start(path.string());
    if (!found)
        return std::unexpected(found.error());
    const std::string written = rulesJson(rules);
    if (*found && find->text(1) == *bytes && find->text(2) == written)
        return find->integer(0);

    Result<std::int64_t> id = *found ? Result<std::int64_t>(find->integer(0)) : insertDocument(database, path, document.format, *bytes);
    find->reset();
    if (!id)
        return id;
    const Result<ProjectDocument> entry = readDocumentEntry(database, *id);
    if (!entry)
        return std::unexpected(entry.error());
    const bool hasContents = std::ranges::any_of(document.segments, [](const Segment &segment) { return segment.target || segment.facts.locked; });
    const std::size_t stepsOfSegment = hasContents ? 2 : 1;
    Keeping keeping(progress, document.segments.size() * stepsOfSegment, path.string());
    if (*found) {
        if (Result<void> done = divideVersion(database, *id, document, rules, keeping); !done)
            return std::unexpected(done.error());
        keeping.expect(document.segments.size() * stepsOfSegment);
    }
    Result<void> kept = replaceBytes(database, *id, document.format, *bytes, written);
    if (kept)
        kept = keepSegments(database, *entry, document.segments, hasContents, keeping);
    if (kept)
        kept = change->commit();
    if (!kept)
        return std::unexpected(kept.error());
    return id;
}

}  // namespace interlinear::cat
