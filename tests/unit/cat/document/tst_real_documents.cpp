// Documents that people wrote, not we: everyone comes back as the same bytes, and translations put into it are read back. Some of /usr/share; with
// packaging/test.sh --long those of INTERLINEAR_DOCUMENTS, which packaging/documents.sh fetches. What is found is printed, format by format.
#include "engine/cat/document/format.h"
#include "engine/core/files.h"
#include "tests/unit/cat/document/round_trip.h"

#include <QDir>
#include <QTest>

#include <algorithm>
#include <map>

using namespace interlinear;
using namespace interlinear::cat;

class RealDocumentsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theyComeBack_data();
    void theyComeBack();
    void cleanupTestCase();
};

namespace {

using Paths = std::vector<std::filesystem::path>;

struct Share {
    std::size_t filesOfAnExtension;
    std::uintmax_t largestFile;
};
constexpr Share few{40, 50'000};
constexpr Share many{3000, 4'000'000};   // of each package
constexpr double refusedAtMost = 0.02;

bool isLong()
{
    return qEnvironmentVariableIsSet("INTERLINEAR_LONG");
}

struct Exception {
    std::string_view path;   // its end
    std::string_view reason;
};

constexpr Exception exceptions[] = {
    {"/spreadsheet/ConditionalFormattingSamples.xlsx", "the number of 'Str. 57' is no sentence to offer, and part of one where the sentence before ends in no full stop"},
};

// What is in these places is broken for tests of other readers, of a format that only shares its extension, or has quotes within quotes that nothing escapes.
constexpr std::string_view noDocuments[] = {"/test/json/validation/", "/biblatex-localization/", "/GWorkspace.app/Hungarian.lproj/", "/GWorkspace.app/Norvegian.lproj/",
                                            "/GWorkspace.app/Portuguese.lproj/"};

bool isDocument(const std::filesystem::path &path)
{
    return std::ranges::none_of(noDocuments, [&](std::string_view place) { return path.string().find(place) != std::string::npos; });
}

bool isException(const std::filesystem::path &path)
{
    return std::ranges::any_of(exceptions, [&](const Exception &exception) { return path.string().ends_with(exception.path); });
}

// In the order of their names.
Paths filesBelow(const std::filesystem::path &folder, std::uintmax_t largest)
{
    Paths paths;
    std::error_code unreadable;
    const auto options = std::filesystem::directory_options::skip_permission_denied;
    for (auto entry = std::filesystem::recursive_directory_iterator(folder, options, unreadable); entry != std::filesystem::recursive_directory_iterator();
         entry.increment(unreadable)) {
        if (entry->is_regular_file(unreadable) && !entry->is_symlink(unreadable) && isKnownExtension(entry->path()) && entry->file_size(unreadable) <= largest)
            paths.push_back(entry->path());
    }
    std::ranges::sort(paths);
    return paths;
}

// As many of each extension as are tried, from all over the list.
Paths someOf(const Paths &paths, std::size_t filesOfAnExtension)
{
    std::map<std::string, Paths> byExtension;
    for (const std::filesystem::path &path : paths)
        byExtension[path.extension().string()].push_back(path);
    Paths some;
    for (const auto &[extension, all] : byExtension) {
        const std::size_t count = std::min(all.size(), filesOfAnExtension);
        for (std::size_t i = 0; i < count; ++i)
            some.push_back(all[i * all.size() / count]);
    }
    return some;
}

struct Tally {
    std::size_t files = 0;
    std::size_t segments = 0;
    std::size_t identical = 0;
    std::size_t readBack = 0;
    std::size_t refused = 0;
};

std::map<std::string, Tally> tallies;   // by format

}  // namespace

void RealDocumentsTest::theyComeBack_data()
{
    QTest::addColumn<QString>("folder");
    if (!isLong()) {
        QTest::newRow("this machine") << "/usr/share";
        return;
    }
    const QDir packages(qEnvironmentVariable("INTERLINEAR_DOCUMENTS"));
    if (!qEnvironmentVariableIsSet("INTERLINEAR_DOCUMENTS"))
        QSKIP("INTERLINEAR_DOCUMENTS names no folder; packaging/documents.sh provides one");
    for (const QString &name : packages.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        QTest::newRow(qPrintable(name)) << packages.filePath(name);
}

void RealDocumentsTest::theyComeBack()
{
    QFETCH(const QString, folder);
    const Share share = isLong() ? many : few;
    const Paths paths = someOf(filesBelow(folder.toStdString(), share.largestFile), share.filesOfAnExtension);
    std::size_t broken = 0;
    const auto complain = [&](const std::string &sentence) {
        qWarning("%s", sentence.c_str());
        ++broken;
    };
    for (const std::filesystem::path &path : paths) {
        const DocumentFormat *format = formatOfFile(path, readFile(path).value_or(""));
        if (!format || !isDocument(path))
            continue;
        const RoundTrip trip = roundTrip(path, 1);
        Tally &tally = tallies[std::string(format->id)];
        ++tally.files;
        tally.segments += trip.segments;
        tally.refused += trip.refused ? 1 : 0;
        tally.identical += !trip.refused && trip.difference.empty() ? 1 : 0;
        tally.readBack += !trip.refused && (trip.difference + trip.unread + trip.problem).empty() ? 1 : 0;
        if (trip.refused)
            qInfo("refused: %s", trip.refused->sentence().c_str());
        else if (const std::string problem = trip.difference + trip.unread + trip.problem; !problem.empty() && !isException(path))
            complain(path.string() + ": " + problem);
    }
    QCOMPARE(broken, std::size_t(0));
}

void RealDocumentsTest::cleanupTestCase()
{
    std::size_t tooManyRefused = 0;
    Tally all;
    for (const auto &[format, tally] : tallies) {
        qInfo("%s: %zu files with %zu segments: %zu refused; of the others %zu come back identical, and %zu with translations", format.c_str(), tally.files,
              tally.segments, tally.refused, tally.identical, tally.readBack);
        all.files += tally.files - tally.refused;
        all.identical += tally.identical;
        all.readBack += tally.readBack;
        tooManyRefused += static_cast<double>(tally.refused) > refusedAtMost * static_cast<double>(tally.files) + 2 ? 1 : 0;
    }
    const auto percent = [&](std::size_t count) { return 100.0 * static_cast<double>(count) / static_cast<double>(std::max<std::size_t>(all.files, 1)); };
    qInfo("all: of %zu files that are read %.2f %% come back identical, and %.2f %% with translations", all.files, percent(all.identical), percent(all.readBack));
    for (const Exception &exception : exceptions)
        qInfo("%s: %s", std::string(exception.path).c_str(), std::string(exception.reason).c_str());
    QCOMPARE(tooManyRefused, std::size_t(0));
}

int main(int argc, char **argv)
{
    qputenv("QTEST_FUNCTION_TIMEOUT", "1800000");   // milliseconds for all packages
    RealDocumentsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_real_documents.moc"
