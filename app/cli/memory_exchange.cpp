#include "app/cli/memory_exchange.h"

#include "app/cli/option_checks.h"
#include "engine/cat/memory/exchange/export.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace interlinear::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string progressText(const cat::ImportProgress &progress)
{
    const std::string units = std::to_string(progress.units) + " units";
    if (progress.bytesTotal == 0)
        return "reading: " + units;
    return "reading: " + std::to_string(100 * progress.bytesRead / progress.bytesTotal) + " %, " + units;
}

void printSkipped(const cat::ImportReport &report, const std::string &file)
{
    for (const cat::ImportReport::Skipped &skipped : report.skipped)
        std::fprintf(stderr, "%s, line %lld: skipped: %s\n", file.c_str(), static_cast<long long>(skipped.line), skipped.reason.c_str());
    if (report.skippedCount > report.skipped.size())
        std::fprintf(stderr, "%s: %zu more were skipped\n", file.c_str(), report.skippedCount - report.skipped.size());
}

void printCounts(const cat::ImportReport &report, const cat::Memory &memory)
{
    std::printf("%zu added, %zu known already, %zu skipped", report.added, report.known, report.skippedCount);
    if (report.replaced > 0)
        std::printf(", %zu replaced", report.replaced);
    if (report.keptOurs > 0)
        std::printf(", %zu gave way to the memory's own", report.keptOurs);
    std::printf("\n");
    if (report.otherDirection > 0)
        std::printf("%zu units read from %s to %s: the file's source language is %s\n", report.otherDirection, memory.sourceLanguage().c_str(),
                    memory.targetLanguage().c_str(), report.fileSource.c_str());
}

Json toJson(const cat::ImportReport &report)
{
    Json reasons = Json::array();
    for (const cat::ImportReport::Skipped &skipped : report.skipped)
        reasons.push_back({{"line", skipped.line}, {"reason", skipped.reason}});
    Json json{{"format", cat::formatName(report.format)}, {"added", report.added},     {"known", report.known},
              {"skipped", report.skippedCount},           {"replaced", report.replaced}, {"kept", report.keptOurs},
              {"other_direction", report.otherDirection}, {"reasons", reasons}};
    if (report.otherDirection > 0)
        json["file_source"] = report.fileSource;
    return json;
}

/// Whether units were there, and none of them was one for this memory.
bool tookNothing(const cat::ImportReport &report)
{
    return report.skippedCount > 0 && report.added + report.known + report.keptOurs == 0;
}

}  // namespace

void addExchangeOptions(CLI::App &importCommand, CLI::App &exportCommand, ExchangeOptions &options)
{
    const std::vector<std::pair<std::string, cat::SameSource>> rules{
        {"add", cat::SameSource::Add}, {"keep", cat::SameSource::KeepOurs}, {"replace", cat::SameSource::Replace}};
    const std::vector<std::pair<std::string, cat::UnitFormat>> formats{
        {"tmx", cat::UnitFormat::Tmx}, {"xliff", cat::UnitFormat::Xliff}, {"po", cat::UnitFormat::Po}, {"table", cat::UnitFormat::Table}};
    importCommand.add_option("UNITS", options.file, "A TMX, XLIFF, PO, CSV or TSV file")->required();
    importCommand.add_flag("--unapproved", options.unapproved, "Mark every unit as unapproved, whatever the file says");
    importCommand
        .add_option("--same-source", options.settings.sameSource,
                    "When the memory has the source with another target: add both, keep the memory's, replace it (default: add)")
        ->transform(choice(rules))
        ->option_text("add|keep|replace");
    importCommand
        .add_option("--columns", options.settings.columns, "What the columns of a table are, in order: source, target, note, …; - for one to leave out")
        ->delimiter(',')
        ->option_text("NAME,…");
    importCommand.add_option("--format", options.settings.format, "Instead of what the file looks like")
        ->transform(choice(formats))
        ->option_text("tmx|xliff|po|table");
    exportCommand.add_option("UNITS", options.file, "The file: TMX, or a table when its name ends in .csv or .tsv")->required();
}

int importInto(cat::Memory &memory, const ExchangeOptions &options, const Invocation &invocation)
{
    cat::ImportSettings settings = options.settings;
    settings.approved = !options.unapproved;
    ProgressLine line;
    settings.progress = [&](const cat::ImportProgress &progress) { line.show(progressText(progress)); };
    const Result<cat::ImportReport> imported = cat::importUnits(memory, options.file, settings);
    line.finish();
    if (!imported)
        return report(imported.error());
    printSkipped(*imported, options.file);
    if (invocation.json)
        std::printf("%s\n", toJson(*imported).dump().c_str());
    else
        printCounts(*imported, memory);
    return tookNothing(*imported) ? BadInput : Done;
}

int exportFrom(cat::Memory &memory, const ExchangeOptions &options, const Invocation &invocation)
{
    if (auto exported = cat::exportUnits(memory, options.file); !exported)
        return report(exported.error());
    const Result<std::size_t> units = memory.countUnits();
    if (!units)
        return report(units.error());
    if (invocation.json)
        std::printf("%s\n", Json{{"file", options.file}, {"units", *units}}.dump().c_str());
    return Done;
}

}  // namespace interlinear::cli
