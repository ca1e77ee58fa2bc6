#include "engine/training/data/kept_rows.h"

#include "engine/core/utf8.h"

#include <algorithm>

namespace interlinear::training {

namespace {

namespace fs = std::filesystem;

/// Counts what happens to the rows of one source.
class Tally {
public:
    Tally(SourceReport &report, const CorpusTable &table) : m_report(report), m_table(table)
    {
        m_report.rows = static_cast<std::int64_t>(table.rows() + table.incomplete);
        if (table.incomplete > 0)
            m_report.dropped["incomplete"] = static_cast<std::int64_t>(table.incomplete);
    }

    void drop(std::size_t row, const std::string &filter, const std::string &reason)
    {
        if (++m_report.dropped[filter] == 1)
            m_report.instances[filter] = "line " + std::to_string(m_table.lines[row]) + ": " + reason;
    }

private:
    SourceReport &m_report;
    const CorpusTable &m_table;
};

KeptSource emptySource(const SourceSpec &source, const CorpusSpec &spec, const std::string &first, const std::string &second)
{
    KeptSource kept{.domain = spec.domains[source.domain].name, .first = first, .second = second, .rows = {}, .report = {}};
    kept.report.file = source.file;
    kept.report.kind = nameOf(source.kind);
    kept.report.domain = kept.domain;
    kept.report.languages = first == second ? std::vector{first} : std::vector{first, second};
    return kept;
}

void addFields(HeldOut &heldOut, std::string_view line)
{
    for (;;) {
        const std::size_t tab = line.find('\t');
        heldOut.add(cleanedText(line.substr(0, tab), LineEnds::ToSpaces));
        if (tab == std::string_view::npos)
            return;
        line.remove_prefix(tab + 1);
    }
}

void addLines(HeldOut &heldOut, std::string_view text)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        addFields(heldOut, text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

Result<std::vector<fs::path>> filesIn(const fs::path &path)
{
    std::error_code problem;
    std::vector<fs::path> files;
    if (!fs::is_directory(path, problem))
        return std::vector{path};
    for (const fs::directory_entry &entry : fs::directory_iterator(path, problem)) {
        if (entry.is_regular_file())
            files.push_back(entry.path());
    }
    if (problem)
        return fail(ErrorCode::Unreadable, path.string(), "cannot be listed: %1", problem.message());
    std::ranges::sort(files);
    return files;
}

}  // namespace

Result<std::vector<HeldOutReport>> RowKeeper::holdOut(const std::string &name)
{
    const auto files = filesIn(m_spec.corpus / name);
    if (!files)
        return std::unexpected(files.error());
    std::vector<HeldOutReport> reports;
    for (const fs::path &file : *files) {
        Result<HeldOutReport> report = holdOutFile(file, file.lexically_relative(m_spec.corpus).string());
        if (!report)
            return std::unexpected(report.error());
        reports.push_back(std::move(*report));
    }
    return reports;
}

Result<HeldOutReport> RowKeeper::holdOutFile(const fs::path &file, const std::string &name)
{
    const Result<std::string> hash = sha256OfFile(file);
    if (!hash)
        return std::unexpected(hash.error());
    const Result<std::string> text = readUnpacked(file);
    if (!text)
        return std::unexpected(text.error());
    if (const auto bad = firstInvalidUtf8(*text))
        return fail(ErrorCode::NotUtf8, file.string(), "byte %1 of the text is not UTF-8; a damaged file cannot be held out", *bad + 1);
    addLines(m_heldOut, *text);
    return HeldOutReport{name, *hash};
}

Result<std::vector<KeptSource>> RowKeeper::read(const SourceSpec &source)
{
    const fs::path file = m_spec.corpus / source.file;
    const Result<std::string> hash = sha256OfFile(file);
    if (!hash)
        return std::unexpected(hash.error());
    const Result<CorpusTable> table = readTable(file, source.kind, source.languages);
    if (!table)
        return std::unexpected(table.error());
    std::vector<KeptSource> kept;
    if (source.kind == CorpusKind::Text)
        kept.push_back(keepTexts(*table, source));
    for (std::size_t first = 0; first + 1 < source.languages.size(); ++first) {
        for (std::size_t second = first + 1; second < source.languages.size(); ++second)
            kept.push_back(keepPairs(*table, source, first, second));
    }
    for (KeptSource &part : kept) {
        part.report.sha256 = *hash;
        part.report.kept = static_cast<std::int64_t>(part.rows.size());
    }
    return kept;
}

KeptSource RowKeeper::keepTexts(const CorpusTable &table, const SourceSpec &source)
{
    const std::string &language = source.languages.front();
    const FilterSettings &filters = m_spec.domains[source.domain].filters;
    KeptSource kept = emptySource(source, m_spec, language, language);
    Tally tally(kept.report, table);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        auto rejection = rejectedBytes(table.cell(row, 0), filters);
        std::string text = rejection ? std::string() : cleanedText(table.cell(row, 0), m_spec.lineEnds);
        if (!rejection)
            rejection = firstRejection({.first = factsOf(text, language), .second = {}}, filters);
        if (rejection)
            tally.drop(row, rejection->filter, rejection->reason);
        else if (m_heldOut.holds(text))
            tally.drop(row, "held_out", "is a held-out sentence");
        else if (!m_seen.admitText(language, text))
            tally.drop(row, "duplicate", "came before");
        else
            kept.rows.push_back({.first = std::move(text), .second = {}});
    }
    return kept;
}

KeptSource RowKeeper::keepPairs(const CorpusTable &table, const SourceSpec &source, std::size_t first, std::size_t second)
{
    const DomainSpec &domain = m_spec.domains[source.domain];
    KeptSource kept = emptySource(source, m_spec, source.languages[first], source.languages[second]);
    Tally tally(kept.report, table);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const std::string_view left = table.cell(row, first), right = table.cell(row, second);
        auto rejection = rejectedBytes(left, domain.filters);
        if (!rejection)
            rejection = rejectedBytes(right, domain.filters);
        KeptRow pair;
        if (!rejection) {
            pair.first = cleanedText(left, m_spec.lineEnds);
            pair.second = cleanedText(right, m_spec.lineEnds);
            rejection = firstRejection({.first = factsOf(pair.first, kept.first), .second = factsOf(pair.second, kept.second)}, domain.filters);
        }
        if (rejection) {
            tally.drop(row, rejection->filter, rejection->reason);
            continue;
        }
        if (m_heldOut.holds(pair.first) || m_heldOut.holds(pair.second)) {
            tally.drop(row, "held_out", "a side is a held-out sentence");
            continue;
        }
        const Admission admission = m_seen.admitPair(kept.first, kept.second, pair.first, pair.second, domain.mostTargets);
        pair.forward = admission.forward;
        pair.backward = admission.backward && source.bothDirections;
        if (admission.duplicate)
            tally.drop(row, "duplicate", "came before");
        else if (!pair.forward && !pair.backward)
            tally.drop(row, "most_targets", "its text has its most translations already");
        else
            kept.rows.push_back(std::move(pair));
    }
    if (source.bothDirections)
        kept.report.oneDirection = std::ranges::count_if(kept.rows, [](const KeptRow &pair) { return pair.forward != pair.backward; });
    return kept;
}

}  // namespace interlinear::training
