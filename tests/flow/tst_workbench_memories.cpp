// The menu Memory in the real window, by keys and clicks: memories of the project, units in and out, a memory put in order.
#include "app/workbench/memory_menu.h"
#include "app/workbench/memory_window.h"
#include "tests/flow/workbench_fixture.h"
#include "widgets/memory/aligned_pairs.h"
#include "widgets/memory/count_delegate.h"
#include "widgets/memory/finding_list.h"
#include "widgets/memory/memory_list.h"
#include "widgets/memory/unit_table.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace interlinear;
using namespace interlinear::workbench;
using interlinear::tests::inNextDialog;
using interlinear::tests::WorkbenchFixture;

namespace {

/// Source TAB target, a line each.
const QByteArray table = "source\ttarget\n"
                         "Press Enter.\tDrücken Sie die Eingabetaste.\n"
                         "Press Enter.\tDrücken Sie Enter.\n"
                         "The pressure is 3 bar.\tDer Druck beträgt 5 bar.\n"
                         "Close the valve.\tSchließen Sie das Ventil.\n"
                         "No target here.\t\n";
constexpr std::size_t tableUnits = 4;

}  // namespace

class TestWorkbenchMemories : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<WorkbenchFixture>();
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("letter.md"), "Good morning.\n\nPress Enter.\n")));
    }

    void cleanup() { m_fixture.reset(); }

    void anImportReportsLineByLine()
    {
        QVERIFY(importTable());
        auto *report = m_fixture->window().findChild<QDialog *>(QStringLiteral("importReportDialog"));
        QVERIFY(report);
        const auto *skipped = report->findChild<QTreeWidget *>(QStringLiteral("skippedUnits"));
        QCOMPARE(skipped->topLevelItemCount(), 1);
        QCOMPARE(skipped->topLevelItem(0)->text(0), QStringLiteral("6"));
        QVERIFY(!skipped->topLevelItem(0)->text(1).isEmpty());
        QTRY_COMPARE(own().units, tableUnits);
        QCOMPARE(panel().model()->index(0, 0).data(widgets::CountDelegate::CountRole).toString(), QStringLiteral("4"));
        QTest::keyClick(report, Qt::Key_Escape);
        QTRY_VERIFY(!m_fixture->window().findChild<QDialog *>(QStringLiteral("importReportDialog")));
        m_fixture->openRowNumber(2);
        QTRY_VERIFY(m_fixture->window().assistant().takeBestMatch());
        QVERIFY(m_fixture->openRow().target.text.starts_with("Drücken Sie"));
    }

    void aBrokenFileChangesNothing()
    {
        QSignalSpy failed(&m_fixture->window(), &MainWindow::failed);
        menu().importFile(m_fixture->write(QStringLiteral("broken.tmx"), "<tmx version=\"1.4\"><body><tu>"), 0, {});
        QVERIFY(failed.wait());
        QVERIFY(m_fixture->window().messages().sentence().contains(QStringLiteral("broken.tmx")));
        QCOMPARE(own().units, std::size_t(0));
        confirm(QStringLiteral("Guten Morgen."));
        QTRY_COMPARE(own().units, std::size_t(1));   // the memory takes confirmations again
    }

    void confirmationsWaitWhileTheMemoryIsBusy()
    {
        menu().memories().hold();
        menu().memories().hold();
        confirm(QStringLiteral("Guten Morgen."));
        QVERIFY(m_fixture->waitUntilSaved());
        QCOMPARE(own().units, std::size_t(0));
        QVERIFY(!m_fixture->window().messages().isError());
        menu().memories().release();
        menu().memories().recount();
        QSignalSpy changed(&m_fixture->window().workspace(), &Workspace::projectChanged);
        QVERIFY(changed.wait());
        QCOMPARE(own().units, std::size_t(0));   // two hold it
        menu().memories().release();
        QTRY_COMPARE(own().units, std::size_t(1));
    }

    void exportedUnitsComeBack_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"out.tmx", "out.csv", "out.tsv"})
            QTest::newRow(name) << name;
    }

    void exportedUnitsComeBack()
    {
        QFETCH(QString, name);
        QVERIFY(importTable());
        QSignalSpy exported(&menu(), &MemoryMenu::exported);
        menu().exportFile(m_fixture->path(name), 0);
        QVERIFY(exported.wait());
        QSignalSpy imported(&menu(), &MemoryMenu::imported);
        menu().importFile(m_fixture->path(name), 0, {});
        QVERIFY(imported.wait());
        const auto report = imported.first().first().value<cat::ImportReport>();
        QCOMPARE(report.added, std::size_t(0));
        QCOMPARE(report.known, tableUnits);
    }

    void memoriesAreAddedAndWeighedByKeys()
    {
        addReference(QStringLiteral("client.itm"));
        QCOMPARE(panel().model()->rowCount(), 2);
        QVERIFY(panel().model()->index(1, 0).data(widgets::CountDelegate::FactsRole).toString().contains(QStringLiteral("read only")));
        inNextDialog([this](QDialog &dialog) {
            auto *list = dialog.findChild<widgets::MemoryList *>();
            auto *penalty = dialog.findChild<QDoubleSpinBox *>();
            auto *writes = dialog.findChild<QCheckBox *>();
            QTRY_VERIFY(list->hasFocus());
            QVERIFY(!penalty->isEnabled());   // the project's own
            QTest::keyClick(list, Qt::Key_Down);
            penalty->setFocus();
            penalty->selectAll();
            QTest::keyClicks(penalty, QStringLiteral("5"));
            QTest::keyClick(penalty, Qt::Key_Tab);
            QTRY_COMPARE(references().front().penaltyPerMille, 50);
            writes->setFocus();
            QTest::keyClick(writes, Qt::Key_Space);
            QTRY_COMPARE(own().name, QStringLiteral("client"));
            QCOMPARE(references().front().name, QStringLiteral("memory"));
            list->setCurrentIndex(list->model()->index(1, 0));
            QTest::mouseClick(dialog.findChild<QPushButton *>(QStringLiteral("removeMemory")), Qt::LeftButton);
            QTRY_VERIFY(references().empty());
        });
        m_fixture->window().actions().memories->trigger();
        QCOMPARE(own().name, QStringLiteral("client"));
        QVERIFY(references().empty());
        confirm(QStringLiteral("Guten Morgen."));
        QTRY_COMPARE(own().units, std::size_t(1));
        m_fixture->restart();
        QVERIFY(m_fixture->open(m_fixture->path(QStringLiteral("letter.md"))));
        QCOMPARE(own().name, QStringLiteral("client"));
    }

    void confirmedWorkMayGoNowhere()
    {
        const auto chooseNone = [this](QDialog &dialog) {
            auto *list = dialog.findChild<widgets::MemoryList *>();
            auto *writes = dialog.findChild<QCheckBox *>(QStringLiteral("memoryWrites"));
            QTRY_VERIFY(list->hasFocus() && writes->isChecked());
            QTest::keyClick(writes, Qt::Key_Space);
            QTRY_COMPARE(references().size(), std::size_t(1));
            QVERIFY(!writes->isChecked() && !writes->isEnabled());
            QCOMPARE(list->model()->index(0, 0).data().toString(), QStringLiteral("Confirmed work goes to no memory"));
        };
        inNextDialog(chooseNone);
        m_fixture->window().actions().memories->trigger();
        confirm(QStringLiteral("Guten Morgen."));
        m_fixture->restart();
        QVERIFY(m_fixture->open(m_fixture->path(QStringLiteral("letter.md"))));
        QVERIFY(own().path.empty());
        QCOMPARE(references().front().units, std::size_t(0));
        QVERIFY(!m_fixture->window().messages().isError());
        inNextDialog([this](QDialog &dialog) {
            auto *list = dialog.findChild<widgets::MemoryList *>();
            auto *writes = dialog.findChild<QCheckBox *>(QStringLiteral("memoryWrites"));
            list->setCurrentIndex(list->model()->index(1, 0));
            QTest::keyClick(writes, Qt::Key_Space);
            QTRY_COMPARE(own().units, std::size_t(1));   // what has waited
        });
        m_fixture->window().actions().memories->trigger();
        QVERIFY(references().empty());
    }

    void approvedUnitsOnlyStaysInTheProject()
    {
        inNextDialog([this](QDialog &dialog) {
            auto *only = dialog.findChild<QCheckBox *>(QStringLiteral("approvedOnly"));
            QVERIFY(!only->isChecked());
            only->setFocus();
            QTest::keyClick(only, Qt::Key_Space);
            QTRY_VERIFY(m_fixture->window().workspace().project().approvedOnly);
        });
        m_fixture->window().actions().memories->trigger();
        m_fixture->restart();
        QVERIFY(m_fixture->open(m_fixture->path(QStringLiteral("letter.md"))));
        QVERIFY(m_fixture->window().workspace().project().approvedOnly);
    }

    void aReferenceThatCannotBeReadIsSaidInWords()
    {
        addReference(QStringLiteral("client.itm"));
        m_fixture->restart();
        m_fixture->write(QStringLiteral("client.itm"), QByteArray(8192, 'x'));
        QVERIFY(m_fixture->open(m_fixture->path(QStringLiteral("letter.md"))));
        QVERIFY(references().front().problem);
        QCOMPARE(panel().model()->index(1, 0).data(widgets::CountDelegate::FactsRole).toString(), QStringLiteral("cannot be used"));
        confirm(QStringLiteral("Guten Morgen."));
        QTRY_COMPARE(own().units, std::size_t(1));   // the others go on
    }

    void unitsAreFoundEditedDeletedAndBroughtBack()
    {
        QVERIFY(importTable());
        MemoryWindow &window = openUnits();
        QTRY_COMPARE(rows(window).size(), tableUnits);
        QCOMPARE(rows(window).front().source, QStringLiteral("Close the valve."));   // the newest first
        auto *box = window.findChild<QLineEdit *>(QStringLiteral("patternBox"));
        QVERIFY(box->hasFocus());
        QTest::keyClicks(box, QStringLiteral("valve"));
        QTRY_COMPARE(rows(window).size(), std::size_t(1));
        QCOMPARE(rows(window).front().inSource, (QList<widgets::TextStretch>{{10, 15}}));
        auto *units = window.findChild<widgets::UnitTable *>();
        units->setFocus();
        QTest::keyClick(units, Qt::Key_F2);
        auto *cell = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(cell);
        cell->selectAll();
        QTest::keyClicks(cell, QStringLiteral("Ventil zu."));
        QTest::keyClick(cell, Qt::Key_Return);
        QTRY_COMPARE(rows(window).front().target, QStringLiteral("Ventil zu."));
        QTRY_VERIFY(units->window()->findChild<QTextEdit *>()->toPlainText().contains(QStringLiteral("Schließen")));   // its history
        units->selectRow(0);
        QTest::keyClick(units, Qt::Key_Delete);
        QTRY_COMPARE(own().units, tableUnits - 1);
        QVERIFY(rows(window).empty());
        QTRY_VERIFY(window.findChild<QAction *>(QStringLiteral("undoChange"))->isEnabled());
        units->setFocus();
        QTest::keyClick(units, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(rows(window).size(), std::size_t(1));
        QTRY_COMPARE(own().units, tableUnits);
    }

    void faultsAreListedByKind()
    {
        QVERIFY(importTable());
        MemoryWindow &window = openUnits();
        QTRY_COMPARE(rows(window).size(), tableUnits);
        QSignalSpy inspected(&window, &MemoryWindow::inspected);
        QTest::mouseClick(window.findChild<QPushButton *>(QStringLiteral("inspect")), Qt::LeftButton);
        QVERIFY(inspected.wait());
        auto *kinds = window.findChild<widgets::FindingList *>();
        QStringList names;
        for (int row = 0; row < kinds->model()->rowCount(); ++row)
            names << kinds->model()->index(row, 0).data().toString();
        QVERIFY2(names.contains(QStringLiteral("One source, several targets")), qPrintable(names.join(QLatin1Char('\n'))));
        QVERIFY(names.contains(QStringLiteral("Numbers differ")));
        kinds->setFocus();
        kinds->setCurrentIndex(kinds->model()->index(static_cast<int>(names.indexOf(QStringLiteral("One source, several targets"))), 0));
        QTRY_COMPARE(rows(window).size(), std::size_t(2));
        QVERIFY(rows(window)[0].beginsGroup);
        QVERIFY(!rows(window)[0].remark.isEmpty());
    }

    void manyUnitsChangeAfterAPreview()
    {
        QVERIFY(importTable());
        MemoryWindow &window = openUnits();
        QTRY_COMPARE(rows(window).size(), tableUnits);
        inNextDialog([](QDialog &dialog) {
            auto *box = dialog.findChild<QLineEdit *>(QStringLiteral("patternBox"));
            auto *apply = dialog.findChild<QPushButton *>(QStringLiteral("bulkApply"));
            QTest::keyClicks(box, QStringLiteral("Enter"));
            QTest::keyClicks(dialog.findChild<QLineEdit *>(QStringLiteral("bulkReplacement")), QStringLiteral("Return"));
            QVERIFY(!apply->isEnabled());
            QTest::keyClick(box, Qt::Key_Return);
            QTRY_VERIFY(apply->isEnabled());
            const QString preview = dialog.findChild<QTextEdit *>()->toPlainText();
            QVERIFY(preview.contains(QStringLiteral("Enter Return")));   // before and after
            QPointer<QDialog> still(&dialog);
            QTest::mouseClick(apply, Qt::LeftButton);
            QTRY_VERIFY(!still || !still->isVisible());
        });
        window.findChild<QAction *>(QStringLiteral("changeMany"))->trigger();
        QTRY_VERIFY(std::ranges::any_of(rows(window), [](const widgets::UnitRow &row) { return row.source == QStringLiteral("Press Return."); }));
        QTRY_VERIFY(window.findChild<QAction *>(QStringLiteral("undoChange"))->isEnabled());
        window.findChild<QAction *>(QStringLiteral("undoChange"))->trigger();
        QTRY_VERIFY(std::ranges::any_of(rows(window), [](const widgets::UnitRow &row) { return row.source == QStringLiteral("Press Enter."); }));
    }

    void twoDocumentsBecomeUnits()
    {
        const QString source = m_fixture->write(QStringLiteral("a.md"), "# The house\n\nThe garden is green. The key is here.\n");
        const QString target = m_fixture->write(QStringLiteral("b.md"), "# Das Haus\n\nDer Garten ist grün. Der Schlüssel ist hier.\n");
        inNextDialog([&](QDialog &dialog) {
            QTest::keyClicks(dialog.findChild<QLineEdit *>(QStringLiteral("alignSource")), source);
            QTest::keyClicks(dialog.findChild<QLineEdit *>(QStringLiteral("alignTarget")), target);
            auto *add = dialog.findChild<QPushButton *>(QStringLiteral("addAligned"));
            QVERIFY(!add->isEnabled());
            QTest::mouseClick(dialog.findChild<QPushButton *>(QStringLiteral("align")), Qt::LeftButton);
            QTRY_VERIFY(add->isEnabled());
            QCOMPARE(dialog.findChild<widgets::AlignedPairs *>()->model()->rowCount(), 3);
            QPointer<QDialog> still(&dialog);
            QTest::mouseClick(add, Qt::LeftButton);
            QTRY_VERIFY(!still || !still->isVisible());
        });
        m_fixture->window().actions().align->trigger();
        QTRY_COMPARE(own().units, std::size_t(3));
    }

private:
    MemoryMenu &menu() { return m_fixture->window().memoryMenu(); }
    const MemorySummary &own() { return m_fixture->window().workspace().project().memory; }
    const std::vector<MemorySummary> &references() { return m_fixture->window().workspace().project().references; }
    widgets::MemoryList &panel() { return *m_fixture->window().findChild<widgets::MemoryList *>(QStringLiteral("memoryList")); }
    static const std::vector<widgets::UnitRow> &rows(MemoryWindow &window) { return window.findChild<widgets::UnitTable *>()->units()->rows(); }

    bool importTable()
    {
        QSignalSpy imported(&menu(), &MemoryMenu::imported);
        menu().importFile(m_fixture->write(QStringLiteral("units.tsv"), table), 0, {});
        return imported.wait() && QTest::qWaitFor([this] { return own().units == tableUnits; });
    }

    void addReference(const QString &name)
    {
        QSignalSpy changed(&m_fixture->window().workspace(), &Workspace::projectChanged);
        menu().memories().create(m_fixture->path(name).toStdString());
        QVERIFY(changed.wait());
        QCOMPARE(references().size(), std::size_t(1));
    }

    void confirm(const QString &target)
    {
        m_fixture->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
        m_fixture->openRowNumber(1);
        m_fixture->type(target);
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
    }

    MemoryWindow &openUnits()
    {
        for (QWidget *dialog : m_fixture->window().findChildren<QDialog *>(QStringLiteral("importReportDialog")))
            dialog->close();
        m_fixture->window().actions().tidyMemory->trigger();
        auto *window = m_fixture->window().findChild<MemoryWindow *>();
        if (!QTest::qWaitForWindowActive(window))
            qFatal("the window of units does not open");
        return *window;
    }

    std::unique_ptr<WorkbenchFixture> m_fixture;
};

QTEST_MAIN(TestWorkbenchMemories)
#include "tst_workbench_memories.moc"
