#include "engine/cat/memory/exchange/import.h"

#include "engine/cat/memory/exchange/existing_units.h"
#include "engine/cat/memory/exchange/format_detection.h"
#include "engine/cat/memory/exchange/unit_queue.h"
#include "engine/cat/memory/exchange/unit_sink.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace interlinear::cat {

namespace {

constexpr std::size_t batchUnits = 500;
constexpr std::size_t batchBytes = 4 << 20;
constexpr std::size_t mostSkippedKept = 1000;
constexpr std::chrono::milliseconds betweenProgress{100};

/// On the reading thread: checks and completes the units, and hands them over in batches.
class BatchingSink : public UnitSink {
public:
    BatchingSink(UnitQueue &queue, const TextInput &input, bool approved, const std::stop_token &stop)
        : m_queue(queue), m_input(input), m_approved(approved), m_stop(stop)
    {
    }

    bool take(Unit unit, std::int64_t line) override
    {
        unit.approved = unit.approved && m_approved;
        if (unit.id.empty())
            unit.id = unitIdFromContent(unit);
        if (auto good = checkUnit(unit); !good) {
            skip(line, good.error().sentence());
            return !m_stop.stop_requested();
        }
        m_bytes += unit.source.text.size() + unit.target.text.size();
        m_batch.units.push_back(std::move(unit));
        return m_batch.units.size() < batchUnits && m_bytes < batchBytes ? true : flush();
    }

    void skip(std::int64_t line, std::string reason) override
    {
        ++m_skippedCount;
        if (m_skipped.size() < mostSkippedKept)
            m_skipped.push_back({line, std::move(reason)});
    }

    void otherDirection(const std::string &fileSource) override
    {
        ++m_otherDirection;
        m_fileSource = fileSource;
    }

    bool flush()
    {
        m_bytes = 0;
        m_batch.bytesRead = m_input.bytesRead();
        return !m_stop.stop_requested() && m_queue.push(std::exchange(m_batch, {}));
    }

    /// Once the reader has ended.
    void reportTo(ImportReport &report)
    {
        report.skippedCount = m_skippedCount;
        report.skipped = std::move(m_skipped);
        report.otherDirection = m_otherDirection;
        report.fileSource = std::move(m_fileSource);
    }

private:
    UnitQueue &m_queue;
    const TextInput &m_input;
    bool m_approved;
    std::stop_token m_stop;
    UnitBatch m_batch;
    std::size_t m_bytes = 0;
    std::size_t m_skippedCount = 0;
    std::vector<ImportReport::Skipped> m_skipped;
    std::size_t m_otherDirection = 0;
    std::string m_fileSource;
};

/// On the caller's thread: one transaction.
class Insertion {
public:
    Insertion(MemoryWriter &writer, ExistingUnits &existing, SameSource rule, ImportReport &report)
        : m_writer(writer), m_existing(existing), m_rule(rule), m_report(report)
    {
    }

    Result<void> add(const Unit &unit)
    {
        const bool isNew = m_existing.addContent(unit);
        const Result<bool> former = isNew ? m_existing.hasUnderFormerId(unit) : Result<bool>(false);
        if (!former)
            return std::unexpected(former.error());
        if (!isNew || *former) {
            ++m_report.known;
            return {};
        }
        if (m_rule != SameSource::Add) {
            const std::vector<std::string> others = m_existing.withSource(unit);
            if (!others.empty() && m_rule == SameSource::KeepOurs) {
                ++m_report.keptOurs;
                return {};
            }
            if (auto done = withdraw(others, unit); !done)
                return done;
        }
        return insert(unit);
    }

private:
    Result<void> withdraw(const std::vector<std::string> &others, const Unit &unit)
    {
        for (const std::string &id : others) {
            if (id == unit.id)
                continue;
            const Result<bool> withdrawn = m_writer.withdraw(id);
            if (!withdrawn)
                return std::unexpected(withdrawn.error());
            m_report.replaced += *withdrawn ? 1 : 0;
        }
        return {};
    }

    Result<void> insert(const Unit &unit)
    {
        const Result<Addition> addition = m_writer.addAgain(unit);
        if (!addition)
            return std::unexpected(addition.error());
        ++(*addition == Addition::Added ? m_report.added : m_report.known);
        return {};
    }

    MemoryWriter &m_writer;
    ExistingUnits &m_existing;
    SameSource m_rule;
    ImportReport &m_report;
};

Result<void> readUnits(TextInput &input, UnitFormat format, const Languages &languages, const std::vector<std::string> &columns, UnitSink &sink)
{
    switch (format) {
    case UnitFormat::Tmx: return readTmx(input, languages, sink);
    case UnitFormat::Xliff: return readXliff(input, languages, sink);
    case UnitFormat::Po: return readPo(input, languages, sink);
    case UnitFormat::Table: return readTable(input, languages, columns, sink);
    }
    return {};
}

Result<void> insertAll(UnitQueue &queue, Insertion insertion, const TextInput &input, const ImportSettings &settings, const std::stop_token &stop)
{
    ImportProgress progress{.bytesTotal = input.bytesTotal()};
    std::chrono::steady_clock::time_point told;
    while (const std::optional<UnitBatch> batch = queue.pop()) {
        for (const Unit &unit : batch->units) {
            if (auto added = insertion.add(unit); !added)
                return added;
        }
        progress.units += batch->units.size();
        progress.bytesRead = batch->bytesRead;
        const auto now = std::chrono::steady_clock::now();
        if (settings.progress && now - told >= betweenProgress) {
            settings.progress(progress);
            told = now;
        }
        if (stop.stop_requested())
            break;
    }
    if (settings.progress)
        settings.progress(progress);
    return {};
}

Result<ImportReport> importInto(MemoryWriter &writer, ExistingUnits &existing, TextInput &input, const Languages &languages, const ImportSettings &settings,
                                const std::stop_token &stop)
{
    ImportReport report;
    report.format = *settings.format;
    UnitQueue queue;
    BatchingSink sink(queue, input, settings.approved, stop);
    Result<void> read;
    std::jthread reader([&] {
        read = readUnits(input, *settings.format, languages, settings.columns, sink);
        if (read)
            sink.flush();
        queue.end();
    });
    const Result<void> inserted = insertAll(queue, {writer, existing, settings.sameSource, report}, input, settings, stop);
    queue.refuse();
    reader.join();
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, input.name(), "the import was cancelled; the memory is as it was");
    for (const Result<void> *part : {&inserted, &std::as_const(read)}) {
        if (!*part)
            return std::unexpected(part->error());
    }
    sink.reportTo(report);
    return report;
}

Result<ImportReport> importFrom(TextInput &input, Memory &memory, const ImportSettings &settings, const std::stop_token &stop)
{
    Result<MemoryWriter> writer = memory.write();
    if (!writer)
        return std::unexpected(writer.error());
    Result<ExistingUnits> existing = ExistingUnits::of(memory, settings.sameSource != SameSource::Add);
    if (!existing)
        return std::unexpected(existing.error());
    Result<ImportReport> report = importInto(*writer, *existing, input, {memory.sourceLanguage(), memory.targetLanguage()}, settings, stop);
    if (!report)
        return report;
    if (auto committed = writer->commit(); !committed)
        return std::unexpected(committed.error());
    return report;
}

}  // namespace

Result<ImportReport> importUnits(Memory &memory, const std::filesystem::path &path, const ImportSettings &settings, std::stop_token stop)
{
    Result<TextInput> input = TextInput::open(path);
    if (!input)
        return std::unexpected(input.error());
    ImportSettings chosen = settings;
    if (!chosen.format) {
        const Result<UnitFormat> detected = detectFormat(*input, path);
        if (!detected)
            return std::unexpected(detected.error());
        chosen.format = *detected;
    }
    return importFrom(*input, memory, chosen, stop);
}

std::string formatName(UnitFormat format)
{
    switch (format) {
    case UnitFormat::Tmx: return "TMX";
    case UnitFormat::Xliff: return "XLIFF";
    case UnitFormat::Po: return "PO";
    case UnitFormat::Table: return "table";
    }
    return {};
}

}  // namespace interlinear::cat
