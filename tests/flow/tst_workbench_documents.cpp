// What is translated of a document, and how its bytes are meant, chosen in the real window by keys and clicks.
#include "app/workbench/columns_dialog.h"
#include "app/workbench/encoding_dialog.h"
#include "app/workbench/keys_dialog.h"
#include "tests/flow/workbench_fixture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace interlinear;
using namespace interlinear::workbench;
using interlinear::tests::WorkbenchFixture;

class TestWorkbenchDocuments : public QObject {
    Q_OBJECT

    std::unique_ptr<WorkbenchFixture> m_fixture;

    /// Once it is open.
    template <typename Dialog>
    Dialog *dialogOf(QAction *action)
    {
        action->trigger();
        Dialog *dialog = nullptr;
        const bool there = QTest::qWaitFor([&] {
            dialog = m_fixture->window().findChild<Dialog *>();
            return dialog && dialog->isVisible();
        });
        return there ? dialog : nullptr;
    }

    QStringList sources()
    {
        QStringList texts;
        if (m_fixture->window().workspace().current()) {
            for (const widgets::SegmentRow &row : m_fixture->rows())
                texts << QString::fromStdString(row.source.text);
        }
        return texts;
    }

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<WorkbenchFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void keysAreChosen()
    {
        const QString file = m_fixture->write("app.json", R"({"title": "One", "menu": {"id": "Two", "name": "Three"}})");
        QVERIFY(m_fixture->open(file));
        QCOMPARE(sources(), (QStringList{"One", "Two", "Three"}));
        m_fixture->openRowNumber(1);
        m_fixture->type("Eins");
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);

        auto *dialog = dialogOf<KeysDialog>(m_fixture->window().actions().chooseTexts);
        QVERIFY(dialog);
        auto *preview = dialog->findChild<QTreeWidget *>("keysPreview");
        QCOMPARE(preview->topLevelItemCount(), 3);
        preview->setCurrentItem(preview->topLevelItem(1));
        QTest::mouseClick(dialog->findChild<QPushButton *>("keysLeaveOut"), Qt::LeftButton);
        QCOMPARE(dialog->findChild<QLineEdit *>("keysSkipped")->text(), QString("menu.id"));
        QCOMPARE(preview->topLevelItemCount(), 2);
        QTest::mouseClick(dialog->findChild<QPushButton *>("keysUse"), Qt::LeftButton);
        QTRY_COMPARE(sources(), (QStringList{"One", "Three"}));
        QCOMPARE(m_fixture->rows()[0].target.text, std::string("Eins"));

        m_fixture->restart();
        QVERIFY(m_fixture->open(file));
        QCOMPARE(sources(), (QStringList{"One", "Three"}));
        dialog = dialogOf<KeysDialog>(m_fixture->window().actions().chooseTexts);
        QVERIFY(dialog);
        QCOMPARE(dialog->findChild<QLineEdit *>("keysSkipped")->text(), QString("menu.id"));
        dialog->reject();
    }

    void columnsAreChosen()
    {
        QVERIFY(m_fixture->open(m_fixture->write("ui.csv", "key,en,de\nopen,Open,Öffnen\nclose,Close,\n")));
        QCOMPARE(sources(), (QStringList{"Open", "Öffnen", "Close"}));
        auto *dialog = dialogOf<ColumnsDialog>(m_fixture->window().actions().chooseTexts);
        QVERIFY(dialog);
        QVERIFY(dialog->findChild<QCheckBox *>("columnsHeader")->isChecked());
        auto *german = dialog->findChild<QComboBox *>("columnUse3");
        QCOMPARE(german->currentText(), QString("Holds the translations"));   // it is called as the language
        auto *use = dialog->findChild<QPushButton *>("columnsUse");
        german->setFocus();
        QTest::keyClick(german, Qt::Key_Up);
        QCOMPARE(dialog->rules(), cat::DocumentRules());   // as the table looks
        QTest::keyClick(german, Qt::Key_Down);
        QVERIFY(use->isEnabled());
        auto *english = dialog->findChild<QComboBox *>("columnUse2");
        english->setCurrentIndex(0);
        QVERIFY(!use->isEnabled());   // nothing to translate
        english->setCurrentIndex(1);
        QTest::mouseClick(use, Qt::LeftButton);
        QTRY_COMPARE(sources(), (QStringList{"Open", "Close"}));
        QCOMPARE(m_fixture->rows()[0].target.text, std::string("Öffnen"));
        m_fixture->window().activateWindow();
        m_fixture->openRowNumber(2);
        QTRY_VERIFY(m_fixture->editor().hasFocus());
        m_fixture->type("Schließen");
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        QSignalSpy exported(&m_fixture->window().workspace(), &Workspace::exported);
        m_fixture->window().workspace().exportDocument(m_fixture->path("out.csv"));
        QVERIFY(exported.wait());
        QCOMPARE(m_fixture->read(m_fixture->path("out.csv")), QByteArray("key,en,de\nopen,Open,Öffnen\nclose,Close,Schließen\n"));
    }

    void columnsCalledAsTheLanguagesAreTakenAtOnce_data()
    {
        QTest::addColumn<QByteArray>("names");
        QTest::newRow("codes") << QByteArray("ID,en_GB,de-AT,Comment");
        QTest::newRow("English") << QByteArray("ID,English,German,Comment");
        QTest::newRow("their own") << QByteArray("Schlüssel,English,Deutsch,Kommentar");
    }

    void columnsCalledAsTheLanguagesAreTakenAtOnce()
    {
        QFETCH(QByteArray, names);
        QVERIFY(m_fixture->open(m_fixture->write("ui.csv", names + "\nopen,Open the file,Datei öffnen,In the menu\nclose,Close the file,,In the menu too\n")));
        auto *dialog = dialogOf<ColumnsDialog>(m_fixture->window().actions().chooseTexts);
        QVERIFY(dialog);
        QStringList uses;
        for (const char *column : {"columnUse1", "columnUse2", "columnUse3", "columnUse4"})
            uses << dialog->findChild<QComboBox *>(column)->currentText();
        QCOMPARE(uses, (QStringList{"Names the rows", "Translate", "Holds the translations", "Notes"}));
        QTest::mouseClick(dialog->findChild<QPushButton *>("columnsUse"), Qt::LeftButton);
        QTRY_COMPARE(sources(), (QStringList{"Open the file", "Close the file"}));
        QCOMPARE(m_fixture->rows()[0].target.text, std::string("Datei öffnen"));
        QVERIFY(m_fixture->rows()[1].note.contains("In the menu too"));
    }

    void anotherEncodingIsChosen()
    {
        const QByteArray bytes = "P\xF8\xEDli\x9A \x9Elu\x9Dou\xE8k\xFD k\xF9\xF2 \xFAp\xEC.\n";
        QVERIFY(m_fixture->open(m_fixture->write("kun.txt", bytes)));
        auto *dialog = dialogOf<EncodingDialog>(m_fixture->window().actions().chooseEncoding);
        QVERIFY(dialog);
        auto *names = dialog->findChild<QComboBox *>("encodingName");
        names->setCurrentIndex(names->findData("UTF-8"));
        QVERIFY(!dialog->findChild<QPushButton *>("encodingReopen")->isEnabled());
        names->setCurrentIndex(names->findData("windows-1250"));
        QVERIFY(dialog->findChild<QPlainTextEdit *>("encodingPreview")->toPlainText().startsWith("Příliš žluťoučký kůň"));
        QTest::mouseClick(dialog->findChild<QPushButton *>("encodingReopen"), Qt::LeftButton);
        QTRY_COMPARE(sources(), QStringList{"Příliš žluťoučký kůň úpě."});
        QSignalSpy exported(&m_fixture->window().workspace(), &Workspace::exported);
        m_fixture->window().workspace().exportDocument(m_fixture->path("out.txt"));
        QVERIFY(exported.wait());
        QCOMPARE(m_fixture->read(m_fixture->path("out.txt")), bytes);
    }

    void whereThereIsNothingToChooseTheWindowSaysSo()
    {
        QVERIFY(m_fixture->open(m_fixture->write("letter.md", "Good morning.\n")));
        m_fixture->window().actions().chooseTexts->trigger();
        QTRY_VERIFY(m_fixture->window().messages().isVisible());
        QVERIFY(!m_fixture->window().messages().isError());
    }
};

QTEST_MAIN(TestWorkbenchDocuments)
#include "tst_workbench_documents.moc"
