// Large documents in the real window: how they begin is seen at once, the rest is read beside it, and the window answers all the while.
#include "app/workbench/filter_bar.h"
#include "app/workbench/first_look_page.h"
#include "app/workbench/lookup_panel.h"
#include "tests/flow/workbench_fixture.h"
#include "tests/support/rounds.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

#include <ctime>
#include <optional>

using namespace interlinear;
using namespace interlinear::workbench;
using interlinear::tests::WorkbenchFixture;

namespace {

constexpr int opensWithin = 120'000;   // milliseconds, on a machine that has other things to do

QByteArray xliff(int units, const QByteArray &end = "</body></file></xliff>\n")
{
    QByteArray text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">"
                      "<file original=\"guide\" source-language=\"en\" target-language=\"de\" datatype=\"plaintext\"><body>\n";
    for (int unit = 1; unit <= units; ++unit) {
        const QByteArray number = QByteArray::number(unit);
        text += "<trans-unit id=\"u" + number + "\"><source>Number " + number + " of the pumps stands beside <g id=\"1\">the garden</g> and the house.</source>"
            + (unit % 2 ? "<target state=\"translated\">Pumpe " + number + " steht neben <g id=\"1\">dem Garten</g> und dem Haus.</target>" : QByteArray())
            + "<note>Seen in the menu of the machine, beside the lamp that shows whether the pump is at work or waits for the garden.</note></trans-unit>\n";
    }
    return text + end;
}

QByteArray plainText(int bytes)
{
    QByteArray text;
    text.reserve(bytes + 400);
    for (int paragraph = 1; text.size() < bytes; ++paragraph)
        text += "Paragraph " + QByteArray::number(paragraph) + " tells of the garden, of the house beside it and of everybody who has ever lived there, which is a long story, "
            "since the house is old and the garden older, and nobody has ever thought of writing any of it down before the last of them went away\n\n";
    return text;
}

double processorMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// The longest time for which the event loop of this thread could answer nobody, in its own processor time: what other programs do is not counted.
class Stalls : public QObject {
public:
    Stalls()
    {
        connect(&m_beat, &QTimer::timeout, this, [this] {
            const double now = processorMs();
            m_longest = std::max(m_longest, now - std::exchange(m_last, now));
        });
        m_beat.start(0);
    }

    double longestMs() const { return m_longest; }
    /// What went on last is counted with its next beat.
    bool beatsAgain() { return QSignalSpy(&m_beat, &QTimer::timeout).wait(); }

private:
    QTimer m_beat;
    double m_last = processorMs();
    double m_longest = 0;
};

}  // namespace

class TestWorkbenchLarge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<WorkbenchFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void theBeginningIsSeenWhileTheRestIsRead()
    {
        const QString file = m_fixture->write("large.xlf", xliff(20'000));
        m_fixture->window().openFiles({file}, {"en", "de"});
        QVERIFY(waitForLook());
        QVERIFY(!m_fixture->window().workspace().current());
        widgets::SegmentGrid &grid = page().grid();
        QCOMPARE(grid.model()->rowCount(), 200);
        QCOMPARE(widgets::segmentRowAt(grid.currentIndex())->number, 2);   // the first that is open
        QVERIFY(!m_fixture->window().actions().exportDocument->isEnabled() && !m_fixture->window().actions().confirm->isEnabled());
        QTest::mouseClick(grid.viewport(), Qt::LeftButton, {}, grid.visualRect(grid.model()->index(5, 1)).center());
        QVERIFY(grid.editor()->isReadOnly());
        m_fixture->type("x");
        QVERIFY(waitForDocument(file));
        QVERIFY(!page().isVisible());
        QCOMPARE(m_fixture->rows().size(), std::size_t(20'000));
        QCOMPARE(m_fixture->openRow().number, 6);
        QVERIFY(m_fixture->openRow().target.empty());
        QVERIFY(m_fixture->editor().hasFocus());
        m_fixture->type("Pumpe 6");
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_fixture->openRow().number, 8);
        QVERIFY(m_fixture->window().actions().exportDocument->isEnabled());
    }

    void aDocumentOfTheProjectBeginsAsItWasLeft()
    {
        const QString file = m_fixture->write("large.txt", plainText(2'000'000));
        QVERIFY(m_fixture->open(file));
        m_fixture->type("Absatz eins");
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        m_fixture->restart();
        std::optional<widgets::SegmentRow> first;   // as the page shows it: on a busy machine the rest may be read before anybody looks again
        connect(&m_fixture->window().workspace(), &Workspace::looked, this, [&] { first = *widgets::segmentRowAt(page().grid().model()->index(0, 0)); });
        m_fixture->window().openFiles({file}, {"en", "de"});
        QVERIFY(waitForDocument(file));
        QVERIFY(first);
        QCOMPARE(QString::fromStdString(first->target.text), QString("Absatz eins"));
        QCOMPARE(first->state, widgets::SegmentState::Confirmed);
        QCOMPARE(m_fixture->openRow().number, 2);
    }

    void readingIsCancelledAndEverythingIsAsItWas()
    {
        const QString letter = m_fixture->write("letter.md", "Good morning.\n\nGood night.\n");
        QVERIFY(m_fixture->open(letter));
        m_fixture->openRowNumber(2);
        m_fixture->type("Gute");
        const QString file = m_fixture->write("large.xlf", xliff(20'000));
        QSignalSpy failed(&m_fixture->window(), &MainWindow::failed);
        m_fixture->window().openFiles({file}, {"en", "de"});
        QVERIFY(waitForLook());
        QVERIFY(!m_fixture->window().lookup().isEnabled());
        m_fixture->session().setHeld(true);
        m_fixture->session().setHeld(false);   // as a split does that ends meanwhile
        m_fixture->press(Qt::Key_Z, Qt::ControlModifier);   // of a document that is out of sight
        QTest::mouseClick(page().findChild<QPushButton *>("firstLookCancel"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!page().isOn(), opensWithin);
        QCOMPARE(failed.size(), 0);
        QCOMPARE(m_fixture->session().path(), letter);
        QVERIFY(m_fixture->window().grid().isVisible());
        QCOMPARE(m_fixture->openRow().number, 2);
        QCOMPARE(m_fixture->openRow().target.text, std::string("Gute"));
        QCOMPARE(m_fixture->window().workspace().project().documents.size(), std::size_t(1));
        m_fixture->openRowNumber(2);
        m_fixture->type(" Nacht");
        QCOMPARE(m_fixture->openRow().target.text, std::string("Gute Nacht"));
        m_fixture->press(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m_fixture->openRow().target.text != "Gute Nacht");
        m_fixture->restart();
        QVERIFY(m_fixture->open(letter));
        QCOMPARE(m_fixture->window().workspace().project().documents.size(), std::size_t(1));
    }

    void anotherDocumentAskedForMeanwhileLeavesCancelToTheOneThatIsRead()
    {
        const QString letter = m_fixture->write("letter.md", "Good morning.\n"), other = m_fixture->write("other.md", "Good night.\n");
        QVERIFY(m_fixture->open(other));
        m_fixture->restart();
        QVERIFY(m_fixture->open(letter));
        const auto &documents = m_fixture->window().workspace().project().documents;
        const std::int64_t asked = std::ranges::find(documents, "other.md", &cat::ProjectDocument::name)->id;
        m_fixture->window().openFiles({m_fixture->write("large.xlf", xliff(20'000))}, {"en", "de"});
        QVERIFY(waitForLook());
        m_fixture->window().workspace().activate(asked);
        QTest::mouseClick(page().findChild<QPushButton *>("firstLookCancel"), Qt::LeftButton);
        QVERIFY(waitForDocument(other));
        QTRY_VERIFY(!page().isOn());
        QCOMPARE(documents.size(), std::size_t(2));
    }

    void whatBreaksBehindTheBeginningIsSaid()
    {
        const QString letter = m_fixture->write("letter.md", "Good morning.\n");
        QVERIFY(m_fixture->open(letter));
        QSignalSpy failed(&m_fixture->window(), &MainWindow::failed);
        m_fixture->window().openFiles({m_fixture->write("broken.xlf", xliff(20'000, "</g>"))}, {"en", "de"});
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, opensWithin);
        QTRY_VERIFY(!page().isOn());
        QVERIFY(m_fixture->window().messages().isError());
        QVERIFY(m_fixture->window().grid().isVisible());
        QCOMPARE(m_fixture->session().path(), letter);
    }

    void theWindowAnswersWhileALargeDocumentIsRead_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        const bool all = tests::rounds(1) > 1;
        QTest::newRow("XLIFF") << "large.xlf" << xliff(all ? 100'000 : 20'000);
        QTest::newRow("text") << "large.txt" << plainText(all ? 100'000'000 : 5'000'000);
    }

    void theWindowAnswersWhileALargeDocumentIsRead()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        const QString file = m_fixture->write(name, bytes);
        for (const char *time : {"first", "again"}) {
            QElapsedTimer clock;
            clock.start();
            Stalls stalls;
            m_fixture->window().openFiles({file}, {"en", "de"});
            QVERIFY(waitForLook());
            const auto seen = clock.elapsed();
            const double stallOfLook = stalls.longestMs();
            QVERIFY(waitForDocument(file));
            QVERIFY(stalls.beatsAgain());
            qInfo("%s, %lld bytes, %s: beginning after %lld ms, %zu rows after %lld ms, longest stall %.1f ms, of it until the beginning %.1f ms", qPrintable(name),
                  static_cast<long long>(bytes.size()), time, static_cast<long long>(seen), m_fixture->rows().size(), static_cast<long long>(clock.elapsed()), stalls.longestMs(),
                  stallOfLook);
            QVERIFY2(stalls.longestMs() < 250, qPrintable(QString::number(stalls.longestMs())));
            m_fixture->restart();
        }
    }

private:
    FirstLookPage &page() { return *m_fixture->window().findChild<FirstLookPage *>(); }

    bool waitForLook()
    {
        return QTest::qWaitFor([this] { return page().isVisible(); }, opensWithin);
    }

    bool waitForDocument(const QString &file)
    {
        return QTest::qWaitFor([&] { return m_fixture->window().workspace().current() && m_fixture->session().path() == file; }, opensWithin);
    }

    std::unique_ptr<WorkbenchFixture> m_fixture;
};

QTEST_MAIN(TestWorkbenchLarge)
#include "tst_workbench_large.moc"
