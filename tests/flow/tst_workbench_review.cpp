// Documents out for review and back in the real window, by clicks and keys: the report row by row, what is taken, and the undo of it.
#include "app/workbench/review_menu.h"
#include "engine/cat/review/review_format.h"
#include "engine/core/files.h"
#include "tests/flow/workbench_fixture.h"
#include "tests/support/must.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QMenuBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextEdit>
#include <QTreeWidget>

using namespace interlinear;
using namespace interlinear::workbench;
using interlinear::tests::inNextDialog;
using interlinear::tests::must;
using interlinear::tests::WorkbenchFixture;

class TestWorkbenchReview : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<WorkbenchFixture>();
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("letter.md"), "Good morning.\n\nPress **Enter** now.\n\nGood night.\n\nThank you.\n")));
        m_fixture->type(QStringLiteral("Moin."));
    }

    void cleanup() { m_fixture.reset(); }

    void changesComeBackAndAreUndone()
    {
        edit([](cat::ReviewTable &table) {
            QCOMPARE(table.rows[0].target.text, std::string("Moin."));   // what was typed a moment ago went out too
            table.rows[0].target.text = "Guten Morgen.";
            table.rows[0].comments.push_back({{}, "More formal."});
            table.rows[2].target.text = "Gute Nacht.";
        });
        QDialog *dialog = shownDialog();
        QTreeWidget *rows = dialog->findChild<QTreeWidget *>(QStringLiteral("reviewRows"));
        QTRY_COMPARE(rows->topLevelItemCount(), 2);
        QVERIFY(notice(dialog).contains(QStringLiteral("4 row(s) came back: 2 changed, 0 refused, 1 comment")));
        const auto *detail = dialog->findChild<QTextEdit *>(QStringLiteral("reviewDetail"));
        QVERIFY(detail->toPlainText().contains(QStringLiteral("More formal.")));
        QTest::mouseClick(rows->viewport(), Qt::LeftButton, {}, rows->visualItemRect(rows->topLevelItem(1)).center());
        QVERIFY(detail->toPlainText().contains(QStringLiteral("Gute Nacht.")));
        QCOMPARE(m_fixture->rows()[0].target.text, std::string("Moin."));   // nothing has changed yet

        QSignalSpy imported(&menu(), &ReviewMenu::imported);
        click(dialog, QStringLiteral("importReviewed"));
        QVERIFY(imported.wait());
        QCOMPARE(m_fixture->rows()[0].target.text, std::string("Guten Morgen."));
        QCOMPARE(m_fixture->rows()[2].target.text, std::string("Gute Nacht."));
        QVERIFY2(m_fixture->rows()[0].note.contains(QStringLiteral("More formal.")), qPrintable(m_fixture->rows()[0].note));
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!m_fixture->window().findChild<QDialog *>(QStringLiteral("reviewImportDialog")));

        m_fixture->window().actions().undo->trigger();
        QCOMPARE(m_fixture->rows()[0].target.text, std::string("Moin."));
        QVERIFY(m_fixture->rows()[2].target.empty());
        m_fixture->window().actions().redo->trigger();
        QCOMPARE(m_fixture->rows()[2].target.text, std::string("Gute Nacht."));
        QVERIFY(m_fixture->waitUntilSaved());
        m_fixture->restart();
        QVERIFY(m_fixture->open(m_fixture->path(QStringLiteral("letter.md"))));
        QCOMPARE(m_fixture->rows()[0].target.text, std::string("Guten Morgen."));
        QVERIFY(m_fixture->rows()[0].note.contains(QStringLiteral("More formal.")));
    }

    void whatIsRefusedIsSaid()
    {
        edit([](cat::ReviewTable &table) {
            table.rows[1].target.text = "Enter jetzt.";
            table.rows[2].source.text = "Good night!";
            table.rows[3].target.text = "Danke.";
            table.rows.push_back(table.rows[3]);
            table.rows.back().target.text = "Vielen Dank.";
            table.rows.erase(table.rows.begin());
        });
        QDialog *dialog = shownDialog();
        QTreeWidget *rows = dialog->findChild<QTreeWidget *>(QStringLiteral("reviewRows"));
        QTRY_COMPARE(rows->topLevelItemCount(), 5);
        QStringList outcomes;
        for (int i = 0; i < rows->topLevelItemCount(); ++i)
            outcomes << rows->topLevelItem(i)->text(1);
        QCOMPARE(outcomes, (QStringList{"tags damaged", "source edited", "doubled", "doubled", "missing"}));
        QVERIFY(dialog->findChild<QTextEdit *>(QStringLiteral("reviewDetail"))->toPlainText().contains(QStringLiteral("lacks <1>, </1>")));
        QVERIFY(!dialog->findChild<QPushButton *>(QStringLiteral("importReviewed"))->isEnabled());
        keepPicture(dialog, QStringLiteral("review-refused.png"));
    }

    void conflictsAreTakenWhenAsked()
    {
        edit([](cat::ReviewTable &table) { table.rows[0].target.text = "Guten Morgen."; }, [this] { m_fixture->type(QStringLiteral(" Moin!")); });
        QDialog *dialog = shownDialog();
        QTreeWidget *rows = dialog->findChild<QTreeWidget *>(QStringLiteral("reviewRows"));
        QTRY_COMPARE(rows->topLevelItemCount(), 1);
        QCOMPARE(rows->topLevelItem(0)->text(1), QStringLiteral("conflict"));
        const QString detail = dialog->findChild<QTextEdit *>(QStringLiteral("reviewDetail"))->toPlainText();
        QVERIFY2(detail.contains(QStringLiteral("Moin")) && detail.contains(QStringLiteral("Guten Morgen")), qPrintable(detail));
        keepPicture(dialog, QStringLiteral("review-conflict.png"));
        auto *overwrite = dialog->findChild<QCheckBox *>(QStringLiteral("overwriteConflicts"));
        QTest::mouseClick(overwrite, Qt::LeftButton, {}, QPoint(8, overwrite->height() / 2));
        QTRY_COMPARE(rows->topLevelItem(0)->text(1), QStringLiteral("changed"));
        QSignalSpy imported(&menu(), &ReviewMenu::imported);
        click(dialog, QStringLiteral("importReviewed"));
        QVERIFY(imported.wait());
        QCOMPARE(m_fixture->rows()[0].target.text, std::string("Guten Morgen."));
    }

    void otherDocumentsOfTheProjectAreTakenToo()
    {
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("note.md"), "See you.\n")));
        const QString file = m_fixture->path(QStringLiteral("all.xlf"));
        exportTo(file, {}, cat::ReviewFormat::Xliff1);
        m_fixture->restart();
        QVERIFY(m_fixture->open(m_fixture->path(QStringLiteral("note.md"))));   // letter.md has not been opened in this window
        change(file, cat::ReviewFormat::Xliff1, [](cat::ReviewTable &table) {
            for (cat::ReviewRow &row : table.rows)
                row.target = row.source;
        });
        menu().importFile(file);
        QDialog *dialog = shownDialog();
        auto *reviewed = dialog->findChild<QCheckBox *>(QStringLiteral("markReviewed"));
        QTest::mouseClick(reviewed, Qt::LeftButton, {}, QPoint(8, reviewed->height() / 2));
        auto *import = dialog->findChild<QPushButton *>(QStringLiteral("importReviewed"));
        QTRY_VERIFY(import->isEnabled());
        QSignalSpy imported(&menu(), &ReviewMenu::imported);
        QTest::mouseClick(import, Qt::LeftButton);
        QVERIFY(imported.wait());
        QCOMPARE(m_fixture->rows()[0].state, widgets::SegmentState::Reviewed);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QVERIFY(m_fixture->open(m_fixture->path(QStringLiteral("letter.md"))));
        QCOMPARE(m_fixture->rows()[3].target.text, std::string("Thank you."));
        m_fixture->window().actions().undo->trigger();
        QVERIFY(m_fixture->rows()[3].target.empty());
        QCOMPARE(m_fixture->rows()[0].target.text, std::string("Moin."));
    }

    void theExportIsChosen()
    {
        inNextDialog([this](QDialog &dialog) {
            QCOMPARE(dialog.objectName(), QStringLiteral("reviewExportDialog"));
            QVERIFY(dialog.findChild<QRadioButton *>()->isChecked());
            QCOMPARE(dialog.findChild<QComboBox *>()->count(), 4);
            keepPicture(&dialog, QStringLiteral("review-export.png"));
        });
        m_fixture->window().actions().exportForReview->trigger();
    }

    void anotherFileIsSaid()
    {
        menu().importFile(m_fixture->write(QStringLiteral("other.docx"), "no archive"));
        QDialog *dialog = shownDialog();
        QTRY_VERIFY(notice(dialog).contains(QStringLiteral("other.docx")));
        QVERIFY(!dialog->findChild<QPushButton *>(QStringLiteral("importReviewed"))->isEnabled());
    }

private:
    ReviewMenu &menu() { return m_fixture->window().reviewMenu(); }

    void exportTo(const QString &file, const cat::ReviewSelection &selection, cat::ReviewFormat format)
    {
        QSignalSpy exported(&menu(), &ReviewMenu::exported);
        menu().exportFile(file, selection, format);
        QVERIFY(exported.wait());
        QVERIFY(m_fixture->window().messages().sentence().contains(file));
    }

    static void change(const QString &file, cat::ReviewFormat format, const std::function<void(cat::ReviewTable &)> &edit)
    {
        cat::ReviewTable table = must(cat::readReview(must(readFile(file.toStdString())), "review"));
        edit(table);
        must(writeFileAtomically(file.toStdString(), must(cat::writeReview(table, format))));
    }

    /// The document out, edited outside and meanwhile inside, and back as far as the report.
    void edit(const std::function<void(cat::ReviewTable &)> &outside, const std::function<void()> &inside = [] {})
    {
        const QString file = m_fixture->path(QStringLiteral("letter review.docx"));
        exportTo(file, {.documents = {m_fixture->session().id()}}, cat::ReviewFormat::Docx);
        change(file, cat::ReviewFormat::Docx, outside);
        inside();
        menu().importFile(file);
    }

    QDialog *shownDialog()
    {
        QDialog *dialog = nullptr;
        [[maybe_unused]] const bool there = QTest::qWaitFor([&] {
            dialog = m_fixture->window().findChild<QDialog *>(QStringLiteral("reviewImportDialog"));
            return dialog && dialog->isVisible();
        });
        if (!dialog)
            qFatal("no dialog came");
        return dialog;
    }

    static QString notice(QDialog *dialog) { return dialog->findChild<QLabel *>(QStringLiteral("reviewNotice"))->text(); }

    static void click(QDialog *dialog, const QString &button)
    {
        auto *found = dialog->findChild<QPushButton *>(button);
        QTRY_VERIFY(found->isEnabled());
        QTest::mouseClick(found, Qt::LeftButton);
    }

    /// For people to look at, where a folder for pictures is named.
    static void keepPicture(QWidget *widget, const QString &name)
    {
        if (const QString folder = qEnvironmentVariable("INTERLINEAR_PICTURES"); !folder.isEmpty())
            widget->grab().save(folder + QLatin1Char('/') + name);
    }

    std::unique_ptr<WorkbenchFixture> m_fixture;
};

QTEST_MAIN(TestWorkbenchReview)
#include "tst_workbench_review.moc"
