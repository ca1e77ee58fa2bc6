#include "app/cli/corpus_report.h"

#include <algorithm>
#include <cstdio>

namespace interlinear::cli {

namespace {

using training::CorpusManifest;
using training::GroupReport;
using training::SourceReport;

std::string counted(long long number)
{
    std::string text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string padded(const std::string &text, std::size_t width, bool right)
{
    const std::string fill(width > text.size() ? width - text.size() : 0, ' ');
    return right ? fill + text : text + fill;
}

std::string joined(const std::vector<std::string> &items, const char *between)
{
    std::string text;
    for (const std::string &item : items)
        text += (text.empty() ? "" : between) + item;
    return text;
}

std::string row(const std::vector<std::string> &cells, const std::vector<std::size_t> &widths)
{
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i)
        line += (i ? "  " : "") + padded(cells[i], widths[i], i > 0);
    return line + "\n";
}

/// The first column to the left, the others to the right.
std::string table(const std::vector<std::vector<std::string>> &rows)
{
    std::vector<std::size_t> widths(rows.front().size());
    for (const auto &cells : rows) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            widths[i] = std::max(widths[i], cells[i].size());
    }
    std::string text;
    for (const auto &cells : rows)
        text += row(cells, widths);
    return text;
}

std::string sourcesTable(const CorpusManifest &manifest, long long &rowSum, long long &keptSum)
{
    std::vector<std::vector<std::string>> rows{{"source", "rows", "kept", "one direction"}};
    for (const SourceReport &source : manifest.sources) {
        rowSum += source.rows;
        keptSum += source.kept;
        rows.push_back({source.file + " " + joined(source.languages, "-"), counted(source.rows), counted(source.kept), counted(source.oneDirection)});
    }
    rows.push_back({"all", counted(rowSum), counted(keptSum), ""});
    return table(rows);
}

std::string droppedTable(const CorpusManifest &manifest)
{
    std::map<std::string, long long> sums;
    std::map<std::string, std::string> instances;
    for (const SourceReport &source : manifest.sources) {
        for (const auto &[filter, count] : source.dropped)
            sums[filter] += count;
        for (const auto &[filter, instance] : source.instances)
            instances.try_emplace(filter, source.file + ", " + instance);
    }
    std::string text;
    for (const auto &[filter, sum] : sums)
        text += padded(filter, 20, false) + padded(counted(sum), 12, true) + "  " + instances[filter] + "\n";
    return text.empty() ? "nothing\n" : text;
}

std::string groupsTable(const CorpusManifest &manifest)
{
    std::vector<std::vector<std::string>> rows{{"group", "examples", "tokens", "shards"}};
    long long examples = 0, tokens = 0;
    std::size_t shards = 0;
    for (const GroupReport &group : manifest.groups) {
        examples += group.examples;
        tokens += group.tokens;
        shards += group.shards.size();
        rows.push_back({group.name, counted(group.examples), counted(group.tokens), std::to_string(group.shards.size())});
    }
    rows.push_back({"all", counted(examples), counted(tokens), std::to_string(shards)});
    return table(rows);
}

}  // namespace

std::string corpusReport(const CorpusManifest &manifest)
{
    long long rows = 0, kept = 0;
    const std::string sources = sourcesTable(manifest, rows, kept);
    char head[160];
    std::snprintf(head, sizeof head, "%s: vocabulary of %d pieces (%.12s), %zu held-out files\n\n", joined(manifest.languages, ", ").c_str(), manifest.vocabulary.size,
                  manifest.vocabulary.sha256.c_str(), manifest.heldOut.size());
    return head + sources + "\nDropped, with the first row of each\n" + droppedTable(manifest) + "\n" + groupsTable(manifest);
}

}  // namespace interlinear::cli
