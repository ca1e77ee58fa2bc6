// Rows that are split and joined in the real window, and what is seen of a segment beside its text: whatever is done, undo brings back what was, and storage
// holds what the window shows.
#include "app/workbench/filter_bar.h"
#include "app/workbench/row_division.h"
#include "engine/cat/document/tag_notation.h"
#include "tests/flow/workbench_fixture.h"

#include <QDialogButtonBox>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>

#include <random>

using namespace interlinear;
using namespace interlinear::workbench;
using interlinear::tests::WorkbenchFixture;
using interlinear::widgets::SegmentRow;
using interlinear::widgets::SegmentState;

namespace {

const QByteArray letter = "# Welcome to our house\n\n"
                          "Good morning, my friend. The **key** is beside the door, and the lamp is on.\n\n"
                          "Have a good time!\n";

QStringList shown(const std::vector<SegmentRow> &rows)
{
    QStringList lines;
    for (const SegmentRow &row : rows)
        lines << QString::number(row.number) + QStringLiteral(" | ") + QString::fromStdString(cat::toNotation(row.source) + " | " + cat::toNotation(row.target) + " | ")
                + widgets::segmentStateName(row.state);
    return lines;
}

}  // namespace

class TestWorkbenchDivision : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<WorkbenchFixture>();
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("letter.md"), letter)));
        QCOMPARE(m_fixture->rows().size(), std::size_t(4));
    }

    void cleanup() { m_fixture.reset(); }

    void aRowIsSplitAtTheCaretOfItsSourceAndJoinedAgain()
    {
        m_fixture->openRowNumber(3);
        m_fixture->type(QStringLiteral("Der Schlüssel"));
        const std::vector<SegmentRow> before = m_fixture->rows();
        splitBehind(QStringLiteral("The key is beside the door,"));
        QTRY_COMPARE(m_fixture->rows().size(), std::size_t(5));
        QCOMPARE(shown(m_fixture->rows()).mid(2), (QStringList{"3 | The <1>key</1> is beside the door, | Der Schlüssel | " + widgets::segmentStateName(SegmentState::Draft),
                                                               "4 | and the lamp is on. |  | " + widgets::segmentStateName(SegmentState::New),
                                                               "5 | Have a good time! |  | " + widgets::segmentStateName(SegmentState::New)}));
        QCOMPARE(m_fixture->openRow().number, 3);
        QVERIFY(m_fixture->editor().hasFocus() && !m_fixture->editor().isReadOnly());
        QCOMPARE(m_fixture->session().counts().segments, 5);
        m_fixture->press(Qt::Key_J, Qt::ControlModifier);
        QTRY_COMPARE(m_fixture->rows().size(), std::size_t(4));
        QCOMPARE(m_fixture->rows(), before);
    }

    void halvesAreTranslatedAndExported()
    {
        m_fixture->openRowNumber(2);
        splitBehind(QStringLiteral("Good morning,"));
        QTRY_COMPARE(m_fixture->rows().size(), std::size_t(5));
        m_fixture->type(QStringLiteral("Guten Morgen,"));
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_fixture->openRow().number, 3);
        m_fixture->type(QStringLiteral("mein Freund."));
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(exported(), QByteArray(letter).replace("Good morning, my friend.", "Guten Morgen, mein Freund."));
        const std::vector<SegmentRow> rows = m_fixture->rows();
        m_fixture->restart();
        QVERIFY(m_fixture->open(m_fixture->path(QStringLiteral("letter.md"))));
        QCOMPARE(m_fixture->rows(), rows);
        QCOMPARE(exported(), QByteArray(letter).replace("Good morning, my friend.", "Guten Morgen, mein Freund."));
    }

    void undoGoesThroughSplitsJoinsAndTyping()
    {
        const std::vector<SegmentRow> before = m_fixture->rows();
        m_fixture->openRowNumber(2);
        m_fixture->type(QStringLiteral("Guten Morgen"));
        splitBehind(QStringLiteral("Good morning,"));
        QTRY_COMPARE(m_fixture->rows().size(), std::size_t(5));
        m_fixture->type(QStringLiteral("!"));
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        m_fixture->openRowNumber(3);
        m_fixture->press(Qt::Key_J, Qt::ControlModifier);
        QTRY_COMPARE(m_fixture->rows().size(), std::size_t(4));
        const std::vector<SegmentRow> after = m_fixture->rows();
        for (int i = 0; i < 5; ++i)
            m_fixture->press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_fixture->rows(), before);
        storageAgrees();
        for (int i = 0; i < 5; ++i)
            m_fixture->press(Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(shown(m_fixture->rows()), shown(after));
        storageAgrees();
    }

    void anySplitsAndJoinsAreUndoneAndStored()
    {
        std::mt19937 random(3);
        const std::vector<SegmentRow> before = m_fixture->rows();
        std::vector<QStringList> states{shown(before)};
        QUndoStack &stack = *m_fixture->session().undoStack();
        auto &division = *m_fixture->window().findChild<RowDivision *>();
        for (int step = 0; step < 40; ++step) {
            const SegmentRow &row = m_fixture->rows()[random() % m_fixture->rows().size()];
            const std::int64_t id = row.id;
            QSignalSpy held(&m_fixture->session(), &DocumentSession::heldChanged);
            switch (random() % 4) {
            case 0:
                division.join(id);
                break;
            case 1:
                m_fixture->session().replaceTarget(id, row.source, {}, QStringLiteral("copy"));
                break;
            case 2:
                m_fixture->session().confirm(id);
                break;
            default:
                division.split(id, random() % row.source.text.size());
                break;
            }
            QTRY_VERIFY(!m_fixture->session().isHeld());
            states.resize(static_cast<std::size_t>(stack.count()));
            states.push_back(shown(m_fixture->rows()));
        }
        storageAgrees();
        while (stack.canUndo()) {
            QCOMPARE(shown(m_fixture->rows()), states[static_cast<std::size_t>(stack.index())]);
            stack.undo();
        }
        QCOMPARE(m_fixture->rows(), before);
        storageAgrees();
        while (stack.canRedo())
            stack.redo();
        QCOMPARE(shown(m_fixture->rows()), states.back());
        storageAgrees();
    }

    void whatTheFormatForbidsIsSaid()
    {
        m_fixture->openRowNumber(1);
        m_fixture->press(Qt::Key_J, Qt::ControlModifier);
        QTRY_VERIFY(!m_fixture->window().messages().isHidden());
        QVERIFY(!m_fixture->window().messages().isError());
        QVERIFY2(m_fixture->window().messages().sentence().contains(QStringLiteral("paragraph")) || m_fixture->window().messages().sentence().contains(QStringLiteral("between")),
                 qPrintable(m_fixture->window().messages().sentence()));
        QCOMPARE(m_fixture->rows().size(), std::size_t(4));
        m_fixture->openRowNumber(4);
        m_fixture->press(Qt::Key_J, Qt::ControlModifier);
        QTRY_VERIFY(m_fixture->window().messages().sentence().contains(QStringLiteral("no segment follows")));
    }

    void aRowOfABilingualFileIsDividedOrTheReasonIsSaid()
    {
        const QByteArray file = "<?xml version=\"1.0\"?>\n<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"><file original=\"a\" source-language=\"en\" "
                                "target-language=\"de\" datatype=\"plaintext\"><body><trans-unit id=\"1\"><source>Wait here. Then go.</source>"
                                "<target state=\"translated\">Warte hier. Dann geh.</target></trans-unit>"
                                "<trans-unit id=\"2\"><source>Stop.</source></trans-unit></body></file></xliff>\n";
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("job.xlf"), file)));
        m_fixture->openRowNumber(1);
        const QStringList before = shown(m_fixture->rows());
        splitBehind(QStringLiteral("Wait here."));
        QTRY_VERIFY(!m_fixture->session().isHeld());
        if (m_fixture->rows().size() == 2) {
            QVERIFY(m_fixture->window().messages().isVisible() && !m_fixture->window().messages().isError());
            QVERIFY(!m_fixture->window().messages().sentence().isEmpty());
            QCOMPARE(shown(m_fixture->rows()), before);
        } else {
            QVERIFY(!m_fixture->window().messages().isVisible());
            QCOMPARE(m_fixture->openRow().number, 1);
            storageAgrees();
            m_fixture->press(Qt::Key_J, Qt::ControlModifier);
            QTRY_COMPARE(m_fixture->rows().size(), before.size());
        }
        storageAgrees();
        while (m_fixture->session().undoStack()->canUndo())
            m_fixture->session().undoStack()->undo();
        QCOMPARE(shown(m_fixture->rows()), before);
        QTRY_VERIFY(!m_fixture->session().isHeld());
        storageAgrees();
        m_fixture->openRowNumber(1);
        m_fixture->press(Qt::Key_J, Qt::ControlModifier);   // two units are never one
        QTRY_VERIFY(m_fixture->window().messages().isVisible());
        QVERIFY(!m_fixture->window().messages().isError());
        QCOMPARE(shown(m_fixture->rows()), before);
    }

    void withoutAPlaceTheCaretGoesToTheSource()
    {
        m_fixture->openRowNumber(2);
        m_fixture->press(Qt::Key_T, Qt::ControlModifier);
        QVERIFY(m_fixture->window().grid().source()->hasFocus());
        QVERIFY(m_fixture->window().messages().sentence().contains(QStringLiteral("caret")));
        QCOMPARE(m_fixture->rows().size(), std::size_t(4));
    }

    void pretranslationGoesOnAroundWhatIsSplit()
    {
        QByteArray many;
        for (int i = 0; i < 60; ++i)
            many += "Number " + QByteArray::number(i) + " is about the garden and the house.\n\n";
        QVERIFY(m_fixture->loadModel());
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("many.txt"), many)));
        QSignalSpy done(&m_fixture->window(), &MainWindow::pretranslated);
        auto &division = *m_fixture->window().findChild<RowDivision *>();
        m_fixture->window().actions().pretranslate->trigger();
        division.split(m_fixture->rows()[50].id, 8);
        QTRY_COMPARE(m_fixture->rows().size(), std::size_t(61));
        QTRY_COMPARE_WITH_TIMEOUT(done.size(), 1, 60'000);
        QVERIFY(m_fixture->session().counts().machine >= 59);
        storageAgrees();
    }

    void aSubtitleSaysHowMuchFits()
    {
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("film.srt"), "1\n00:00:01,000 --> 00:00:03,000\nGood morning.\n\n2\n00:00:04,000 --> 00:00:06,000\nBye.\n")));
        QVERIFY2(m_fixture->openRow().room.startsWith(QStringLiteral("0 of 42 characters, 42 left")), qPrintable(m_fixture->openRow().room));
        m_fixture->type(QStringLiteral("Guten Morgen!"));
        QVERIFY2(m_fixture->openRow().room.contains(QStringLiteral("6.5 a second")), qPrintable(m_fixture->openRow().room));
        QVERIFY(!m_fixture->openRow().overfull && m_fixture->openRow().problem.isEmpty());
        m_fixture->type(QString(60, QLatin1Char('m')));
        QVERIFY(m_fixture->openRow().overfull);
        QVERIFY2(m_fixture->openRow().problem.contains(QStringLiteral("31 character")), qPrintable(m_fixture->openRow().problem));
        chooseOther(QStringLiteral("With problems"));
        QCOMPARE(m_fixture->window().grid().model()->rowCount(), 1);
    }

    void whatAFileSaysOfASegmentIsSeen()
    {
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("app.po"), "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
                                                                           "#. Of the big button\n#. at the bottom\n#, fuzzy\nmsgctxt \"Menu\"\nmsgid \"Save\"\nmsgstr \"Sichern\"\n\n"
                                                                           "msgid \"Quit\"\nmsgstr \"\"\n")));
        m_fixture->openRowNumber(1);
        QCOMPARE(m_fixture->openRow().note, QStringLiteral("Of the big button\nat the bottom"));
        const QString facts = m_fixture->openRow().facts.join(QLatin1Char('\n'));
        QVERIFY2(facts.contains(QStringLiteral("needs work")) && facts.contains(QStringLiteral("Menu")), qPrintable(facts));
        m_fixture->press(Qt::Key_J, Qt::ControlModifier);
        QTRY_VERIFY(m_fixture->window().messages().sentence().contains(QStringLiteral("cannot be joined")));
        chooseOther(QStringLiteral("With notes"));
        QCOMPARE(m_fixture->window().grid().model()->rowCount(), 1);
    }

    void filesAreDroppedOntoTheTarget()
    {
        const QString first = m_fixture->write(QStringLiteral("one.txt"), "One.\n");
        const QString second = m_fixture->write(QStringLiteral("two.html"), "<p>Two.</p>\n");
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(first), QUrl::fromLocalFile(second)});
        QWidget *target = m_fixture->editor().viewport();
        tests::inNextDialog([](QDialog &dialog) { QTest::mouseClick(dialog.findChild<QDialogButtonBox *>()->buttons().first(), Qt::LeftButton); });
        QDragEnterEvent enter(QPoint(4, 4), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(target, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(4, 4), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&m_fixture->window(), &drop);
        QTRY_COMPARE(m_fixture->session().path(), second);
        QCOMPARE(m_fixture->window().workspace().project().documents.size(), std::size_t(3));
    }

private:
    /// In the source of the open row.
    void splitBehind(const QString &text)
    {
        m_fixture->press(Qt::Key_F6);
        widgets::SourceField &source = *m_fixture->window().grid().source();
        QVERIFY(source.hasFocus());
        const std::size_t bytes = text.toStdString().size();
        while (source.bytesBeforeCaret() < bytes)
            m_fixture->press(Qt::Key_Right);
        m_fixture->press(Qt::Key_T, Qt::ControlModifier);
    }

    void chooseOther(const QString &name)
    {
        auto *chip = m_fixture->window().findChild<QToolButton *>(QStringLiteral("otherRows"));
        for (QAction *action : chip->menu()->actions()) {
            if (action->text() == name)
                action->trigger();
        }
    }

    QByteArray exported()
    {
        QSignalSpy done(&m_fixture->window().workspace(), &Workspace::exported);
        const QString path = m_fixture->path(QStringLiteral("exported.md"));
        m_fixture->window().workspace().exportDocument(path);
        return done.wait() ? m_fixture->read(path) : QByteArray();
    }

    /// Another reading of the document finds the rows of the window.
    void storageAgrees()
    {
        QVERIFY(m_fixture->waitUntilSaved());
        Workspace &workspace = m_fixture->window().workspace();
        std::optional<std::vector<SegmentRow>> stored;
        workspace.storage().run([project = workspace.project().number, id = m_fixture->session().id()](ProjectDesk &desk) { return desk.document(project, id); }, &workspace,
                                [&stored](const Result<OpenedDocument> &opened) { stored = opened->rows.shown.all(); });
        QTRY_VERIFY(stored);
        QCOMPARE(shown(*stored), shown(m_fixture->rows()));
        for (std::size_t i = 0; i < stored->size(); ++i)
            QCOMPARE((*stored)[i].id, m_fixture->rows()[i].id);
    }

    std::unique_ptr<WorkbenchFixture> m_fixture;
};

QTEST_MAIN(TestWorkbenchDivision)
#include "tst_workbench_division.moc"
