#include "tests/bench/file_speed.h"

#include "engine/cat/document/archive.h"
#include "engine/cat/document/document_files.h"
#include "engine/core/files.h"
#include "tests/bench/file_corpus.h"
#include "tests/bench/process_memory.h"

#include <expat.h>
#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <algorithm>
#include <filesystem>
#include <malloc.h>
#include <memory>
#include <optional>
#include <unistd.h>
#include <utility>
#include <vector>

namespace interlinear::bench {

namespace {

constexpr std::size_t segmentsOfFile = 100'000;
constexpr std::size_t segmentsOfScreen = 100;
constexpr std::size_t bytesOfText = 100'000'000;
constexpr std::size_t bytesForIcu = 10'000'000;
constexpr std::size_t pagesOfWord = 300;
constexpr std::size_t sentencesOfPage = 24;
constexpr double megabyte = 1e6;

using Measurements = std::vector<Measurement>;

/// A folder that goes with it.
class Folder {
public:
    Folder() : m_path(std::filesystem::temp_directory_path() / ("interlinear-bench-files-" + std::to_string(::getpid()))) { std::filesystem::create_directories(m_path); }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;

    Result<std::filesystem::path> file(const std::string &name, const std::string &bytes) const
    {
        const Result<void> written = writeFileAtomically(m_path / name, bytes);
        return written ? Result<std::filesystem::path>(m_path / name) : std::unexpected(written.error());
    }

private:
    std::filesystem::path m_path;
};

/// Milliseconds of the processor until the result is there; the last Error wins.
template <typename Work>
Result<Samples> timed(int repetitions, const Work &work)
{
    std::optional<Error> problem;
    const Samples samples = repeat(repetitions, [&] {
        const double begin = processorSeconds();
        const auto done = work();
        const double milliseconds = (processorSeconds() - begin) * 1e3;
        if (!done)
            problem = done.error();
        return milliseconds;
    });
    if (problem)
        return std::unexpected(*problem);
    return samples;
}

void ignoreElement(void *, const XML_Char *, const XML_Char **) {}
void ignoreEnd(void *, const XML_Char *) {}
void ignoreText(void *, const XML_Char *, int) {}

Result<void> parseWithExpat(const std::string &xml)
{
    const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr), XML_ParserFree);
    XML_SetElementHandler(parser.get(), ignoreElement, ignoreEnd);
    XML_SetCharacterDataHandler(parser.get(), ignoreText);
    if (XML_Parse(parser.get(), xml.data(), static_cast<int>(xml.size()), true) != XML_STATUS_OK)
        return fail(ErrorCode::BadFormat, "the file of this benchmark", "expat does not read it");
    return {};
}

Result<void> findSentencesWithIcu(std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::BreakIterator> sentences(icu::BreakIterator::createSentenceInstance(icu::Locale::getEnglish(), status));
    const std::unique_ptr<UText, decltype(&utext_close)> characters(utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status), utext_close);
    if (U_SUCCESS(status))
        sentences->setText(characters.get(), status);
    if (U_FAILURE(status))
        return fail(ErrorCode::EngineFailure, "ICU", "%1", u_errorName(status));
    while (sentences->next() != icu::BreakIterator::DONE) {}
    return {};
}

Result<void> unpack(const std::string &bytes)
{
    const Result<cat::Archive> archive = cat::Archive::open(bytes, "the file of this benchmark");
    if (!archive)
        return std::unexpected(archive.error());
    for (const std::string &name : archive->partNames()) {
        if (const Result<std::string> part = archive->part(name); !part)
            return std::unexpected(part.error());
    }
    return {};
}

/// Another one for every segment.
cat::Targets newTargets(const cat::Document &document)
{
    cat::Targets targets;
    for (const cat::Segment &segment : document.segments) {
        TaggedText target = segment.source;
        target.text += " 2";
        targets.emplace_back(std::move(target));
    }
    return targets;
}

Result<Measurements> measureXliff(const Folder &folder, const std::string &id, std::string_view version, int repetitions)
{
    const std::string bytes = FileCorpus().xliff(version, segmentsOfFile);
    const Result<std::filesystem::path> path = folder.file("bench.xlf", bytes);
    if (!path)
        return std::unexpected(path.error());
    std::string copy;
    const Result<Samples> copying = timed(repetitions, [&]() -> Result<void> {
        copy.assign(bytes);
        return {};
    });
    const Result<Samples> parsing = timed(repetitions, [&] { return parseWithExpat(bytes); });
    const Result<Samples> first = timed(repetitions, [&] { return cat::readBeginning(*path, "en", segmentsOfScreen); });
    const Result<Samples> all = timed(repetitions, [&] { return cat::readDocument(*path, "en"); });
    const Result<cat::Document> document = cat::readDocument(*path, "en");
    if (!document)
        return std::unexpected(document.error());
    const cat::Targets targets = newTargets(*document);
    const Result<Samples> exporting = timed(repetitions, [&] { return cat::exportDocument(*document, targets); });
    for (const Result<Samples> *samples : {&copying, &parsing, &first, &all, &exporting}) {
        if (!*samples)
            return std::unexpected(samples->error());
    }
    const double expat = parsing->median;
    return Measurements{
        {.id = id + ".memcpy", .unit = "ms", .samples = *copying},
        {.id = id + ".expat", .unit = "ms", .samples = *parsing},
        {.id = id + ".first", .unit = "ms", .samples = *first, .limit = copying->median, .most = 500, .aim = 80},
        {.id = id + ".all", .unit = "ms", .samples = *all, .limit = expat, .most = 1500, .aim = 250},
        {.id = id + ".export", .unit = "ms", .samples = *exporting, .limit = expat, .most = 2000, .aim = 400},
    };
}

Result<Measurements> measureText(const Folder &folder, int repetitions)
{
    const std::string bytes = FileCorpus().plainText(bytesOfText);
    const Result<std::filesystem::path> path = folder.file("bench.txt", bytes);
    if (!path)
        return std::unexpected(path.error());
    const auto rate = [](const Samples &milliseconds, double size) {
        return Samples{.median = size / megabyte / (milliseconds.median / 1e3), .spread = milliseconds.spread, .load = milliseconds.load};
    };
    const Result<Samples> icu = timed(repetitions, [&] { return findSentencesWithIcu(std::string_view(bytes).substr(0, bytesForIcu)); });
    const Result<Samples> reading = timed(repetitions, [&] { return cat::readDocument(*path, "en"); });
    if (!icu || !reading)
        return std::unexpected(!icu ? icu.error() : reading.error());
    const Samples peer = rate(*icu, bytesForIcu);
    return Measurements{
        {.id = "F3.icu", .unit = "MB/s", .samples = peer},
        {.id = "F3.text", .unit = "MB/s", .samples = rate(*reading, static_cast<double>(bytes.size())), .limit = peer.median, .floor = 20 / peer.median, .target = 100 / peer.median},
    };
}

Result<Measurements> measureWord(const Folder &folder, int repetitions)
{
    const std::string bytes = FileCorpus().word(pagesOfWord);
    const Result<std::filesystem::path> path = folder.file("bench.docx", bytes);
    if (!path)
        return std::unexpected(path.error());
    const Result<Samples> unpacking = timed(repetitions, [&] { return unpack(bytes); });
    const Result<Samples> reading = timed(repetitions, [&] { return cat::readDocument(*path, "en"); });
    const Result<Samples> both = timed(repetitions, [&] {
        const Result<cat::Document> document = cat::readDocument(*path, "en");
        return document ? cat::exportDocument(*document, newTargets(*document)) : std::unexpected(document.error());
    });
    for (const Result<Samples> *samples : {&unpacking, &reading, &both}) {
        if (!*samples)
            return std::unexpected(samples->error());
    }
    return Measurements{
        {.id = "F4.unzip", .unit = "ms", .samples = *unpacking},
        {.id = "F4.word.in", .unit = "ms", .samples = *reading, .limit = unpacking->median},
        {.id = "F4.word", .unit = "ms", .samples = *both, .limit = unpacking->median, .most = 3000, .aim = 500},
    };
}

/// Each figure against what the file itself has.
Result<Measurements> measureSize(const std::string &id, const Result<std::filesystem::path> &path)
{
    if (!path)
        return std::unexpected(path.error());
    const double file = static_cast<double>(std::filesystem::file_size(*path)) / (1 << 20);
    forgetPeak();
    const double before = residentMegabytes();
    const Result<cat::Document> document = cat::readDocument(*path, "en");
    if (!document)
        return std::unexpected(document.error());
    const double opening = peakMegabytes() - before;
    forgetPeak();
    const double open = residentMegabytes() - before;
    const cat::Targets targets = newTargets(*document);
    forgetPeak();
    const double beforeExport = residentMegabytes();
    if (const Result<std::string> exported = cat::exportDocument(*document, targets); !exported)
        return std::unexpected(exported.error());
    const double exporting = peakMegabytes() - beforeExport;
    return Measurements{
        {.id = id + ".kept", .unit = "MB", .samples = {.median = open}, .limit = file, .most = 400, .aim = 120},
        {.id = id + ".opening", .unit = "MB", .samples = {.median = opening}, .limit = file, .most = 400, .aim = 120},
        {.id = id + ".exporting", .unit = "MB", .samples = {.median = exporting}, .limit = file},
    };
}

}  // namespace

Result<void> measureFiles(const FileWorkload &workload, const std::function<void(const Measurement &)> &report)
{
    const Folder folder;
    const int repetitions = workload.repetitions;
    // Memory first: what others have used and given back is not seen when it is used again.
    const std::vector<std::pair<std::string, std::function<Result<Measurements>()>>> all{
        {"F5.xliff", [&] { return measureSize("F5.xliff", folder.file("size.xlf", FileCorpus().xliff("1.2", segmentsOfFile))); }},
        {"F5.text", [&] { return measureSize("F5.text", folder.file("size.txt", FileCorpus().plainText(10 * megabyte))); }},
        {"F5.word", [&] { return measureSize("F5.word", folder.file("size.docx", FileCorpus().word(segmentsOfFile / sentencesOfPage))); }},
        {"F1", [&] { return measureXliff(folder, "F1.xliff1", "1.2", repetitions); }},
        {"F2", [&] { return measureXliff(folder, "F2.xliff2", "2.0", repetitions); }},
        {"F3", [&] { return measureText(folder, repetitions); }},
        {"F4", [&] { return measureWord(folder, repetitions); }},
    };
    for (const auto &[name, measure] : all) {
        if (!name.starts_with(workload.only))
            continue;
        const Result<Measurements> measured = measure();
        if (!measured)
            return std::unexpected(measured.error());
        std::for_each(measured->begin(), measured->end(), report);
    }
    return {};
}

}  // namespace interlinear::bench
