#include "engine/core/files.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace interlinear;
namespace fs = std::filesystem;

namespace {

// Files of this process cannot grow past the limit while it lives: what a full disk does to a write.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) : m_oldHandler(std::signal(SIGXFSZ, SIG_IGN))
    {
        getrlimit(RLIMIT_FSIZE, &m_old);
        const rlimit limit{bytes, m_old.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit()
    {
        setrlimit(RLIMIT_FSIZE, &m_old);
        std::signal(SIGXFSZ, m_oldHandler);
    }
    FileSizeLimit(const FileSizeLimit &) = delete;
    FileSizeLimit &operator=(const FileSizeLimit &) = delete;

private:
    rlimit m_old{};
    void (*m_oldHandler)(int);
};

// Whether the check holds in a child process that is not root, for whom permissions count.
bool holdsForOrdinaryUser(const std::function<bool()> &check)
{
    const pid_t child = fork();
    if (child == 0) {
        constexpr uid_t nobody = 65534;
        if (geteuid() == 0 && setresuid(nobody, nobody, nobody) != 0)
            _exit(2);
        _exit(check() ? 0 : 1);
    }
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

class TestFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void bytesComeBackAsWritten_data();
    void bytesComeBackAsWritten();
    void readingSaysWhatIsWrong();
    void textMustBeUtf8();
    void permissionsAndLinksStay();
    void impossibleTargetsAreErrors_data();
    void impossibleTargetsAreErrors();
    void devicesAndPipesAreWrittenInto();
    void aFullDiskKeepsTheOldFile();
    void piecesReplaceTheFileTogether();
    void oneFileByManyNames();
    void readOnlyKeepsTheOldFile();
    void writersAtTheSameTimeNeverMix();

private:
    fs::path path(const char *name) const { return m_folder / name; }
    std::size_t filesInFolder() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(m_folder), fs::directory_iterator())); }

    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
};

void TestFiles::init()
{
    m_temporary = std::make_unique<QTemporaryDir>();
    QVERIFY(m_temporary->isValid());
    m_folder = m_temporary->path().toStdString();
    fs::permissions(m_folder, fs::perms(0755));
}

void TestFiles::cleanup()
{
    fs::permissions(m_folder, fs::perms(0755));
    m_temporary.reset();
}

void TestFiles::bytesComeBackAsWritten_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::newRow("empty") << std::string();
    QTest::newRow("text") << std::string("Grüße\n");
    QTest::newRow("every byte") << [] {
        std::string all;
        for (int byte = 0; byte < 256; ++byte)
            all += static_cast<char>(byte);
        return all;
    }();
    QTest::newRow("larger than any buffer") << std::string(3'000'001, 'x');
}

void TestFiles::bytesComeBackAsWritten()
{
    QFETCH(std::string, bytes);
    QVERIFY(writeFileAtomically(path("a"), "an older and longer or shorter text"));
    QVERIFY(writeFileAtomically(path("a"), bytes));
    QCOMPARE(readFile(path("a")).value(), bytes);
    QCOMPARE(filesInFolder(), std::size_t(1));
}

void TestFiles::readingSaysWhatIsWrong()
{
    QCOMPARE(readFile(path("missing")).error().code, ErrorCode::NotFound);
    QCOMPARE(readFile(m_folder).error().code, ErrorCode::Unreadable);
    QVERIFY(readFile(path("missing")).error().sentence().find("missing") != std::string::npos);
}

void TestFiles::textMustBeUtf8()
{
    QVERIFY(writeFileAtomically(path("latin1.txt"), "Gr\xFC\xDF" "e"));
    const Result<std::string> text = readTextFile(path("latin1.txt"));
    QVERIFY(!text);
    QCOMPARE(text.error().code, ErrorCode::NotUtf8);
    QCOMPARE(text.error().arguments, std::vector<std::string>{"3"});
    QVERIFY(text.error().where.ends_with("latin1.txt, line 1"));
    QVERIFY(writeFileAtomically(path("latin1.txt"), "one\r\ntwo\nGr\xFC\xDF" "e"));
    const Error place = readTextFile(path("latin1.txt")).error();
    QVERIFY(place.where.ends_with("latin1.txt, line 3"));
    QCOMPARE(place.arguments, std::vector<std::string>{"3"});

    const std::string withMark = "\xEF\xBB\xBFtext\r\n";
    QVERIFY(writeFileAtomically(path("mark.txt"), withMark));
    QCOMPARE(readTextFile(path("mark.txt")).value(), withMark);
}

void TestFiles::permissionsAndLinksStay()
{
    QVERIFY(writeFileAtomically(path("script"), "old"));
    fs::permissions(path("script"), fs::perms(0750));
    fs::create_symlink("script", path("link"));
    QVERIFY(writeFileAtomically(path("link"), "new"));
    QVERIFY(fs::is_symlink(path("link")));
    QCOMPARE(readFile(path("script")).value(), std::string("new"));
    QCOMPARE(fs::status(path("script")).permissions(), fs::perms(0750));
}

void TestFiles::impossibleTargetsAreErrors_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<ErrorCode>("expected");
    QTest::newRow("a folder") << "folder" << ErrorCode::Unwritable;
    QTest::newRow("in a folder that is missing") << "missing/file" << ErrorCode::NotFound;
    QTest::newRow("in a file") << "file/file" << ErrorCode::Unwritable;
    QTest::newRow("a name too long") << QString(300, u'n') << ErrorCode::Unwritable;
}

void TestFiles::devicesAndPipesAreWrittenInto()
{
    // Not as root, who would lose the device if it were replaced.
    QVERIFY(holdsForOrdinaryUser([] { return writeFileAtomically("/dev/null", "text").has_value(); }));
    QVERIFY(holdsForOrdinaryUser([] {
        const Result<void> full = writeFileAtomically("/dev/full", "text");
        return !full && full.error().code == ErrorCode::DiskFull;
    }));
    QVERIFY(std::filesystem::is_character_file("/dev/null"));
    QVERIFY(std::filesystem::is_character_file("/dev/full"));
    const std::filesystem::path pipe = path("pipe");
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
    QVERIFY(writeFileAtomically(pipe, "through"));
    char bytes[16];
    QCOMPARE(::read(reader, bytes, sizeof bytes), ssize_t(7));
    ::close(reader);
    QVERIFY(std::filesystem::is_fifo(pipe));

    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    QVERIFY(writeFileAtomically("/dev/fd/" + std::to_string(ends[1]), "nameless"));
    QCOMPARE(::read(ends[0], bytes, sizeof bytes), ssize_t(8));
    ::close(ends[0]);
    ::close(ends[1]);
}

void TestFiles::impossibleTargetsAreErrors()
{
    QFETCH(QString, name);
    QFETCH(ErrorCode, expected);
    fs::create_directory(path("folder"));
    QVERIFY(writeFileAtomically(path("file"), "old"));

    const Result<void> written = writeFileAtomically(m_folder / name.toStdString(), "new");
    QVERIFY(!written);
    QCOMPARE(written.error().code, expected);
    QVERIFY(written.error().where.ends_with(name.toStdString()));
    QCOMPARE(readFile(path("file")).value(), std::string("old"));
    QCOMPARE(filesInFolder(), std::size_t(2));
}

void TestFiles::aFullDiskKeepsTheOldFile()
{
    QVERIFY(writeFileAtomically(path("a"), "confirmed work"));
    Result<void> written;
    {
        const FileSizeLimit limit(4096);
        written = writeFileAtomically(path("a"), std::string(100'000, 'x'));
    }
    QVERIFY(!written);
    QCOMPARE(readFile(path("a")).value(), std::string("confirmed work"));
    QCOMPARE(filesInFolder(), std::size_t(1));
}

void TestFiles::piecesReplaceTheFileTogether()
{
    QVERIFY(writeFileAtomically(path("a"), "old"));
    {
        Result<FileWriter> left = FileWriter::open(path("a"));
        QVERIFY(left->write(std::string(200'000, 'x')));
    }
    QCOMPARE(readFile(path("a")).value(), std::string("old"));
    QCOMPARE(filesInFolder(), std::size_t(1));

    Result<FileWriter> file = FileWriter::open(path("a"));
    std::string whole;
    for (int i = 0; i < 20'000; ++i) {
        const std::string piece = "piece " + std::to_string(i) + "\n";
        whole += piece;
        QVERIFY(file->write(piece));
    }
    QCOMPARE(readFile(path("a")).value(), std::string("old"));
    QVERIFY(file->commit());
    QCOMPARE(readFile(path("a")).value(), whole);
    QCOMPARE(filesInFolder(), std::size_t(1));

    QVERIFY(holdsForOrdinaryUser([] {
        Result<FileWriter> full = FileWriter::open("/dev/full");
        if (!full || !full->write("few bytes"))
            return false;
        const Result<void> done = full->commit();
        return !done && done.error().code == ErrorCode::DiskFull;
    }));
}

void TestFiles::oneFileByManyNames()
{
    QVERIFY(writeFileAtomically(path("a"), "a"));
    fs::create_symlink("a", path("link"));
    fs::create_hard_link(path("a"), path("hard"));
    for (const char *name : {"a", "link", "hard", "./a", "missing/../a"})
        QVERIFY2(isSameFile(path("a"), path(name)), name);
    QVERIFY(!isSameFile(path("a"), path("b")));
    QVERIFY(isSameFile(path("b"), path("./b")));   // not there yet
    QVERIFY(!isSameFile("/dev/null", "/dev/null"));
}

void TestFiles::readOnlyKeepsTheOldFile()
{
    QVERIFY(writeFileAtomically(path("a"), "old"));
    fs::permissions(path("a"), fs::perms(0444));
    const auto isRefused = [this] {
        const Result<void> written = writeFileAtomically(path("a"), "new");
        return !written && written.error().code == ErrorCode::Unwritable;
    };

    fs::permissions(m_folder, fs::perms(0777));
    QVERIFY2(holdsForOrdinaryUser(isRefused), "a read-only file in a folder that can be written");
    fs::permissions(path("a"), fs::perms(0666));
    fs::permissions(m_folder, fs::perms(0555));
    QVERIFY2(holdsForOrdinaryUser(isRefused), "a file in a read-only folder");
    QCOMPARE(readFile(path("a")).value(), std::string("old"));
    QCOMPARE(filesInFolder(), std::size_t(1));
}

void TestFiles::writersAtTheSameTimeNeverMix()
{
    const auto contentOf = [](char letter) { return std::string(200'000, letter); };
    std::atomic<int> failures = 0;
    {
        std::vector<std::jthread> writers;
        for (const char letter : {'a', 'b', 'c', 'd'}) {
            writers.emplace_back([this, letter, contentOf, &failures] {
                for (int round = 0; round < 20; ++round)
                    failures += writeFileAtomically(path("shared"), contentOf(letter)) ? 0 : 1;
            });
        }
        for (int round = 0; round < 100; ++round) {
            const Result<std::string> seen = readFile(path("shared"));
            QVERIFY(!seen || *seen == contentOf(seen->front()));
        }
    }
    QCOMPARE(failures.load(), 0);
    const std::string last = readFile(path("shared")).value();
    QCOMPARE(last, contentOf(last.front()));
    QCOMPARE(filesInFolder(), std::size_t(1));
}

QTEST_APPLESS_MAIN(TestFiles)
#include "tst_files.moc"
