// The right-hand side of the real window, by keys: the concordance, the terms of a row and what they do to suggestions, and parts that the memory knows.
#include "app/workbench/lookup_panel.h"
#include "app/workbench/task_progress.h"
#include "tests/flow/workbench_fixture.h"
#include "widgets/memory/count_delegate.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace interlinear;
using namespace interlinear::workbench;
using interlinear::tests::WorkbenchFixture;
using interlinear::widgets::SegmentState;
using interlinear::widgets::TermState;

namespace {

const QByteArray letter = "# Good morning\n\n"
                          "Good morning to the garden.\n\n"
                          "The garden is behind the house.\n\n"
                          "The house is beside the garden door.\n";

}  // namespace

class TestWorkbenchLookup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<WorkbenchFixture>();
        QVERIFY(m_fixture->loadModel());
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("letter.md"), letter)));
        QCOMPARE(m_fixture->rows().size(), std::size_t(4));
    }

    void cleanup() { m_fixture.reset(); }

    void concordanceFindsTheWordAtTheCaret()
    {
        confirm(QStringLiteral("Guten Morgen"));
        m_fixture->type(QStringLiteral("Guten Morgen"));
        m_fixture->press(Qt::Key_K, Qt::ControlModifier);
        QCOMPARE(panel().currentWidget(), concordance());
        QVERIFY(box()->hasFocus());
        QCOMPARE(box()->text(), QStringLiteral("Morgen"));
        QTRY_COMPARE(concordance()->hits().size(), std::size_t(1));
        const widgets::ConcordanceRow &hit = concordance()->hits().front();
        QCOMPARE(hit.source, QStringLiteral("Good morning"));
        QVERIFY(hit.inSource.empty());
        QCOMPARE(hit.inTarget, std::vector<Utf16Span>({{6, 12}}));
        QVERIFY(hit.facts.startsWith(QStringLiteral("memory · letter.md")));

        QCOMPARE(concordance()->selected(), -1);
        m_fixture->press(Qt::Key_Return);
        QCOMPARE(concordance()->selected(), 0);
        m_fixture->press(Qt::Key_Down);
        m_fixture->press(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Guten Morgen"));
        m_fixture->press(Qt::Key_Insert);
        QVERIFY(m_fixture->editor().hasFocus());
        QCOMPARE(m_fixture->openRow().target.text, std::string("Guten MorgenGuten Morgen"));
    }

    void whatIsSelectedInTheSourceIsSearchedAndEntered()
    {
        confirm(QStringLiteral("Guten Morgen"));
        m_fixture->type(QStringLiteral("Gu"));
        m_fixture->press(Qt::Key_F6);
        widgets::SourceField *source = m_fixture->window().grid().source();
        QVERIFY(source->hasFocus());
        for (int word = 0; word < 2; ++word)
            m_fixture->press(Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(source->selectedText(), QStringLiteral("Good morning"));
        m_fixture->press(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text().trimmed(), QStringLiteral("Good morning"));
        m_fixture->press(Qt::Key_K, Qt::ControlModifier);
        QCOMPARE(box()->text(), QStringLiteral("Good morning"));
        QTRY_COMPARE(concordance()->hits().size(), std::size_t(1));

        m_fixture->editor().setFocus();
        QDialog *dialog = termDialog();
        QCOMPARE(dialog->findChild<QLineEdit *>(QStringLiteral("termSource"))->text(), QStringLiteral("Good morning"));
        QCOMPARE(dialog->findChild<QLineEdit *>(QStringLiteral("termTarget"))->text(), QStringLiteral("Gu"));
        dialog->reject();
    }

    void escLeavesTheSource()
    {
        const QRect source = m_fixture->window().grid().source()->geometry();
        QTest::mouseDClick(m_fixture->window().grid().source()->viewport(), Qt::LeftButton, {}, QPoint(10, 8));
        QVERIFY(!source.isEmpty());
        QCOMPARE(m_fixture->window().grid().source()->selectedText(), QStringLiteral("Good"));
        m_fixture->press(Qt::Key_Escape);
        QVERIFY(m_fixture->editor().hasFocus());
        m_fixture->openRowNumber(2);
        QVERIFY(m_fixture->window().grid().source()->selectedText().isEmpty());
    }

    void hitsAreWalkedFromTheEditor()
    {
        confirm(QStringLiteral("Guten Morgen"));
        confirm(QStringLiteral("Guten Morgen, Garten"));
        search(QStringLiteral("morning"));
        QTRY_COMPARE(concordance()->hits().size(), std::size_t(2));
        m_fixture->editor().setFocus();
        for (const int expected : {0, 1, 0}) {
            m_fixture->press(Qt::Key_F3);
            QCOMPARE(concordance()->selected(), expected);
        }
        m_fixture->press(Qt::Key_F3, Qt::ShiftModifier);
        QCOMPARE(concordance()->selected(), 1);
        QVERIFY(m_fixture->editor().hasFocus());
    }

    void searchesAsAsked_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("mode");
        QTest::addColumn<int>("side");
        QTest::addColumn<int>("hits");
        QTest::newRow("part of a word") << QStringLiteral("orni") << 0 << 0 << 1;
        QTest::newRow("no whole word") << QStringLiteral("orni") << 1 << 0 << 0;
        QTest::newRow("wildcard") << QStringLiteral("morn*") << 2 << 0 << 1;
        QTest::newRow("expression") << QStringLiteral("m.r[n]ing$") << 3 << 0 << 1;
        QTest::newRow("target alone") << QStringLiteral("morning") << 0 << 2 << 0;
        QTest::newRow("source alone") << QStringLiteral("morning") << 0 << 1 << 1;
    }

    void searchesAsAsked()
    {
        QFETCH(QString, text);
        QFETCH(int, mode);
        QFETCH(int, side);
        QFETCH(int, hits);
        confirm(QStringLiteral("Guten Tag"));
        concordance()->findChild<QComboBox *>(QStringLiteral("concordanceMode"))->setCurrentIndex(mode);
        concordance()->findChild<QComboBox *>(QStringLiteral("concordanceSide"))->setCurrentIndex(side);
        QSignalSpy asked(concordance(), &widgets::ConcordanceView::searchRequested);
        search(text);
        QTRY_COMPARE(asked.size(), 1);
        QTRY_COMPARE(concordance()->hits().size(), std::size_t(hits));
    }

    void aBrokenExpressionIsSaidInThePane()
    {
        concordance()->findChild<QComboBox *>(QStringLiteral("concordanceMode"))->setCurrentIndex(3);
        search(QStringLiteral("(house"));
        QTRY_VERIFY(!concordance()->status().isEmpty());
        QVERIFY(concordance()->hits().empty());
        QVERIFY(!m_fixture->window().messages().isVisible());
    }

    void aTermIsEnteredInOneStepAndSeenAtOnce()
    {
        m_fixture->openRowNumber(3);
        m_fixture->type(QStringLiteral("Garten"));
        QDialog *dialog = termDialog();
        QCOMPARE(dialog->findChild<QLineEdit *>(QStringLiteral("termTarget"))->text(), QStringLiteral("Garten"));
        auto *segment = dialog->findChild<QPlainTextEdit *>(QStringLiteral("termSegment"));
        QTextCursor cursor = segment->textCursor();
        cursor.setPosition(4);
        cursor.setPosition(10, QTextCursor::KeepAnchor);
        segment->setTextCursor(cursor);
        QCOMPARE(dialog->findChild<QLineEdit *>(QStringLiteral("termSource"))->text(), QStringLiteral("garden"));
        save(dialog);

        QTRY_COMPARE(terms()->terms().size(), std::size_t(1));
        const widgets::TermRow garden{.source = QStringLiteral("garden"), .target = QStringLiteral("Garten"), .status = TermState::Preferred};
        QCOMPARE(terms()->terms().front(), garden);
        QCOMPARE(m_fixture->openRow().terms, std::vector<Utf16Span>({{4, 10}}));
        QCOMPARE(m_fixture->openRow().facts.front(), QStringLiteral("1 term(s)"));
        m_fixture->press(Qt::Key_1, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_fixture->openRow().target.text, std::string("GartenGarten"));
        QVERIFY(m_fixture->editor().hasFocus());

        m_fixture->restart();
        QVERIFY(m_fixture->loadModel());
        QVERIFY(m_fixture->open(m_fixture->path(QStringLiteral("letter.md"))));
        m_fixture->openRowNumber(4);
        QTRY_COMPARE(terms()->terms().size(), std::size_t(1));
    }

    void aTermIsChangedAndDeleted()
    {
        addTerm(QStringLiteral("morning"), QStringLiteral("Morgen"));
        QTRY_COMPARE(terms()->terms().size(), std::size_t(1));
        terms()->list()->select(0);
        m_fixture->window().actions().changeTerm->trigger();
        auto *dialog = m_fixture->window().findChild<QDialog *>(QStringLiteral("termDialog"));
        dialog->findChild<QComboBox *>(QStringLiteral("termStatus"))->setCurrentIndex(2);
        dialog->findChild<QLineEdit *>(QStringLiteral("termNote"))->setText(QStringLiteral("never in letters"));
        save(dialog);
        QTRY_COMPARE(terms()->terms().front().status, TermState::Forbidden);
        QCOMPARE(terms()->terms().front().explanation, QStringLiteral("never in letters"));

        terms()->list()->select(0);
        m_fixture->window().actions().removeTerm->trigger();
        auto *question = m_fixture->window().findChild<QDialog *>(QStringLiteral("termRemoval"));
        for (QAbstractButton *button : question->findChildren<QAbstractButton *>()) {
            if (button->text() == QStringLiteral("Delete"))
                button->click();
        }
        QTRY_VERIFY(terms()->terms().empty());
        QVERIFY(m_fixture->openRow().terms.empty());
        QVERIFY(!m_fixture->window().actions().changeTerm->isEnabled());
        auto *line = m_fixture->window().findChild<QListView *>(QStringLiteral("termbaseLine"));
        QTRY_COMPARE(line->model()->index(0, 0).data(widgets::CountDelegate::CountRole).toString(), QStringLiteral("0"));
        QTest::mouseClick(m_fixture->window().findChild<QToolButton *>(QStringLiteral("messageAction")), Qt::LeftButton);
        QTRY_COMPARE(terms()->terms().size(), std::size_t(1));
        QCOMPARE(terms()->terms().front().explanation, QStringLiteral("never in letters"));
        QTRY_COMPARE(line->model()->index(0, 0).data(widgets::CountDelegate::CountRole).toString(), QStringLiteral("1"));
        QVERIFY(!m_fixture->window().messages().isVisible());
        QVERIFY(!m_fixture->window().actions().restoreTerm->isEnabled());
    }

    void suggestionsObeyTerms()
    {
        QVERIFY(m_fixture->waitForSuggestion());
        const auto suggested = [this] {
            const auto capture = m_fixture->window().routing().shownCapture();
            return capture ? capture->targetText : std::string();
        };
        const std::string before = suggested();
        addTerm(QStringLiteral("morning"), QStringLiteral("Schlüssel"));
        QTRY_VERIFY(suggested().contains("Schlüssel"));
        m_fixture->window().actions().termsInSuggestions->trigger();
        QTRY_COMPARE(suggested(), before);
        QSignalSpy done(&m_fixture->window(), &MainWindow::pretranslated);
        m_fixture->window().actions().termsInSuggestions->trigger();
        m_fixture->window().pretranslate();
        QVERIFY(done.wait());
        QVERIFY(m_fixture->rows()[1].target.text.contains("Schlüssel"));
    }

    void aMissingTermIsSaidInTheConfirmedRow()
    {
        addTerm(QStringLiteral("morning"), QStringLiteral("Morgen"));
        confirm(QStringLiteral("Guten Tag"));
        QTRY_COMPARE(m_fixture->rows()[0].problem, QStringLiteral("term missing: “morning” is “Morgen”"));
        m_fixture->openRowNumber(1);
        QCOMPARE(m_fixture->openRow().problem, m_fixture->rows()[0].problem);
        m_fixture->type(QStringLiteral(" am Morgen"));
        QVERIFY(m_fixture->openRow().problem.isEmpty());
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        m_fixture->openRowNumber(1);
        QTRY_COMPARE(terms()->terms().size(), std::size_t(1));
        QVERIFY(m_fixture->openRow().problem.isEmpty());
    }

    void knownPartsAreOfferedAndNeverInsertedByThemselves()
    {
        confirm(QStringLiteral("Guten Morgen"));
        QVERIFY(m_fixture->waitUntilSaved());
        m_fixture->openRowNumber(3);
        m_fixture->openRowNumber(2);
        widgets::FragmentList *list = panel().fragments();
        QTRY_COMPARE(list->fragments().size(), std::size_t(1));
        QVERIFY(list->isVisible());
        QCOMPARE(list->fragments().front().phrase, QStringLiteral("Good morning"));
        QCOMPARE(list->fragments().front().translation, QStringLiteral("Guten Morgen"));
        QVERIFY(m_fixture->openRow().target.text.empty());
        list->list()->setFocus();
        list->list()->select(0);
        m_fixture->press(Qt::Key_Return);
        QCOMPARE(m_fixture->openRow().target.text, std::string("Guten Morgen"));
        m_fixture->openRowNumber(3);
        QVERIFY(!list->isVisible());
    }

    void workGoesOnWhileTermsAreImportedAndTheImportCanBeCancelled()
    {
        QByteArray table = "en,de\n";
        for (int i = 0; i < 200'000; ++i)
            table += "source " + QByteArray::number(i) + ",Ziel " + QByteArray::number(i) + '\n';
        TermService &service = m_fixture->window().terms();
        QSignalSpy failed(&service, &TermService::failed), imported(&service, &TermService::imported);
        service.importFrom(m_fixture->write(QStringLiteral("many.csv"), table), &m_fixture->window());
        m_fixture->openRowNumber(1);
        m_fixture->type(QStringLiteral("Hallo"));
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(m_fixture->waitUntilSaved());
        service.add({.pair = {.source = {.text = "morning", .language = "en"}, .target = {.text = "Morgen", .language = "de"}}});   // after the import
        QVERIFY(failed.isEmpty() && imported.isEmpty());
        QSignalSpy added(&service, &TermService::added);
        Q_EMIT m_fixture->window().findChild<TaskProgress *>()->canceled();   // as its button does
        QVERIFY(failed.wait(30'000));
        QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::Cancelled);
        QVERIFY(added.count() == 1 || added.wait());
        QTRY_COMPARE(service.termbase().value_or(TermbaseSummary()).concepts, std::size_t(1));
    }

    void termsAreImportedExportedAndChosen()
    {
        TermService &service = m_fixture->window().terms();
        QSignalSpy imported(&service, &TermService::imported), exported(&service, &TermService::exported), chosen(&service, &TermService::chosen);
        service.importFrom(m_fixture->write(QStringLiteral("terms.csv"), "en,de,de:forbidden\nmorning,Morgen,Vormittag\n"), &m_fixture->window());
        QVERIFY(imported.wait());
        QTRY_COMPARE(terms()->terms().size(), std::size_t(2));
        QCOMPARE(terms()->terms()[1].status, TermState::Forbidden);
        service.exportTo(m_fixture->path(QStringLiteral("terms.tbx")), &m_fixture->window());
        QVERIFY(exported.wait());
        QVERIFY(m_fixture->read(m_fixture->path(QStringLiteral("terms.tbx"))).contains("Vormittag"));
        service.choose(m_fixture->path(QStringLiteral("other.itb")));
        QVERIFY(chosen.wait());
        QTRY_VERIFY(terms()->terms().empty());
        QSignalSpy failed(&service, &TermService::failed);
        service.importFrom(m_fixture->write(QStringLiteral("broken.tbx"), "<tbx"), &m_fixture->window());
        QVERIFY(failed.wait());
        QVERIFY(m_fixture->window().messages().isVisible());
    }

private:
    LookupPanel &panel() { return m_fixture->window().lookup(); }
    widgets::ConcordanceView *concordance() { return panel().concordance(); }
    widgets::TermList *terms() { return panel().terms(); }
    QLineEdit *box() { return concordance()->findChild<QLineEdit *>(QStringLiteral("concordanceBox")); }

    void confirm(const QString &target)
    {
        m_fixture->type(target);
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(m_fixture->waitUntilSaved());
    }

    void search(const QString &text)
    {
        m_fixture->press(Qt::Key_K, Qt::ControlModifier);
        box()->selectAll();
        m_fixture->type(text);
        m_fixture->press(Qt::Key_Return);
    }

    QDialog *termDialog()
    {
        m_fixture->press(Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
        return m_fixture->window().findChild<QDialog *>(QStringLiteral("termDialog"));
    }

    void save(QDialog *dialog)
    {
        QTest::keyClick(dialog, Qt::Key_Return);
        m_fixture->window().activateWindow();   // which a desktop does by itself
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
    }

    void addTerm(const QString &source, const QString &target)
    {
        QDialog *dialog = termDialog();
        dialog->findChild<QLineEdit *>(QStringLiteral("termSource"))->setText(source);
        dialog->findChild<QLineEdit *>(QStringLiteral("termTarget"))->setText(target);
        QSignalSpy added(&m_fixture->window().terms(), &TermService::added);
        save(dialog);
        QVERIFY(added.wait());
    }

    std::unique_ptr<WorkbenchFixture> m_fixture;
};

QTEST_MAIN(TestWorkbenchLookup)
#include "tst_workbench_lookup.moc"
