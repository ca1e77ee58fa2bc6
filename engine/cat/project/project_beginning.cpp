// The first look at a document.
#include "engine/cat/project/document_rules.h"
#include "engine/cat/project/file_content.h"
#include "engine/cat/project/project.h"
#include "engine/cat/project/segment_rows.h"

namespace interlinear::cat {

namespace {

Result<std::vector<ProjectSegment>> firstOfDocument(const Database &state, std::int64_t document, std::size_t most)
{
    Result<std::vector<SegmentRow>> rows = readSegments(state, document, most);
    if (!rows)
        return std::unexpected(rows.error());
    std::vector<ProjectSegment> segments;
    for (SegmentRow &row : *rows) {
        Result<std::vector<SegmentNote>> notes = notesOfSegment(state, row.id);
        if (!notes)
            return std::unexpected(notes.error());
        segments.push_back({row.id, std::move(row.segment), std::move(row.content), std::move(*notes)});
    }
    return segments;
}

Result<std::vector<ProjectSegment>> firstOfFile(const std::filesystem::path &path, const std::string &language, std::size_t most, const DocumentRules &rules)
{
    Result<Document> document = readBeginning(path, language, most, rules);
    if (!document)
        return std::unexpected(document.error());
    std::vector<ProjectSegment> segments;
    for (Segment &segment : document->segments) {
        SegmentContent content = contentOfFile(segment);
        segments.push_back({0, std::move(segment), std::move(content)});
    }
    return segments;
}

}  // namespace

Result<std::vector<ProjectSegment>> Project::beginning(const std::filesystem::path &file, std::size_t segments) const
{
    std::error_code problem;
    const std::filesystem::path path = std::filesystem::absolute(file, problem).lexically_normal();
    if (problem)
        return failFromErrno(problem.value(), false, file.string());
    const Result<std::optional<std::int64_t>> known = documentAt(m_state, path);
    if (!known)
        return std::unexpected(known.error());
    if (*known)
        return firstOfDocument(m_state, **known, segments);
    const Result<DocumentRules> rules = documentRules(m_settings, m_folder);
    return rules ? firstOfFile(path, sourceLanguage(), segments, *rules) : std::unexpected(rules.error());
}

}  // namespace interlinear::cat
