// The preview in the real window: the document as it will look, with the row that is worked on where the reader is.
#include "app/workbench/page_preview.h"
#include "tests/flow/workbench_fixture.h"

#include <QLabel>
#include <QMenuBar>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>

#include <sys/stat.h>

using namespace interlinear;
using namespace interlinear::workbench;
using interlinear::tests::WorkbenchFixture;

class TestWorkbenchPreview : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<WorkbenchFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void itFollowsTheRowAndWhatIsTyped()
    {
        QVERIFY(m_fixture->open(m_fixture->write("letter.md", "---\ntitle: A letter\n---\n\n# Welcome\n\nThe **key** is beside the door.\n\n- One\n- Two\n")));
        QVERIFY(!preview().isVisible());
        m_fixture->press(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
        QTRY_COMPARE(marked(), QString("Welcome"));
        QCOMPARE(browser().document()->firstBlock().blockFormat().headingLevel(), 1);
        m_fixture->openRowNumber(2);
        QTRY_COMPARE(marked(), QString("The key is beside the door."));
        m_fixture->window().actions().copySource->trigger();
        m_fixture->type("!");
        QTRY_COMPARE(marked(), QString("The key is beside the door.!"));
        QVERIFY(browser().document()->find("key").charFormat().fontWeight() > QFont::Normal);
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(marked(), QString("One"));
        QVERIFY(browser().toPlainText().contains("door.!"));
        QVERIFY(!browser().toPlainText().contains(QChar(0x29FC)));
        m_fixture->press(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(!preview().isVisible());
    }

    void theRowStandsInTheMiddle()
    {
        QByteArray text;
        for (int i = 1; i <= 3000; ++i)
            text += "Sentence number " + QByteArray::number(i) + ".\n\n";
        QVERIFY(m_fixture->open(m_fixture->write("long.txt", text)));
        m_fixture->press(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
        for (const int row : {150, 152, 20, 3000, 1500}) {
            m_fixture->openRowNumber(row);
            QTRY_COMPARE(marked(), QString("Sentence number %1.").arg(row));
            QVERIFY(browser().viewport()->rect().contains(browser().cursorRect().center()));
            QVERIFY(browser().document()->characterCount() < 30'000);   // as much as can be laid out at once
        }
    }

    void aLongLineIsCutAroundTheRow()
    {
        QByteArray text;
        for (int i = 1; i <= 3000; ++i)
            text += "Sentence number " + QByteArray::number(i) + ". ";
        QVERIFY(m_fixture->open(m_fixture->write("long.txt", text)));
        m_fixture->press(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
        for (const int row : {20, 3000, 1500}) {
            m_fixture->openRowNumber(row);
            QTRY_COMPARE(marked(), QString("Sentence number %1.").arg(row));
            QVERIFY(browser().document()->characterCount() < 30'000);
        }
    }

    void itIsAsItWasWhenTheWindowIsOpenedAgain()
    {
        QVERIFY(m_fixture->open(m_fixture->write("letter.txt", "Good morning.\n")));
        m_fixture->press(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
        m_fixture->restart();
        m_fixture->window().restoreLayout();
        QTRY_VERIFY(preview().isVisible());
    }

    void aPageBringsNothingWithIt()
    {
        QVERIFY(m_fixture->open(m_fixture->write("page.html", "<html><head><title>T</title><script>document.write('run')</script>"
                                                              "<link rel=\"stylesheet\" href=\"file:///etc/hostname\"></head><body><h1>Welcome</h1>"
                                                              "<img src=\"http://192.0.2.1/a.png\"><img src=\"file:///etc/hostname\"><p title=\"Tip\">Good <b>morning</b>.</p></body></html>\n")));
        m_fixture->press(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
        QTRY_VERIFY(browser().isVisible());
        m_fixture->openRowNumber(m_fixture->session().counts().segments);
        QTRY_COMPARE(marked(), QString("Good morning."));
        QVERIFY(!browser().toPlainText().contains("run"));
        m_fixture->openRowNumber(1);   // the title of the window is not on the page
        QTRY_VERIFY(marked().isEmpty());
    }

    void picturesAreNotFetchedFromTheDisk_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::newRow("Markdown") << "letter.md" << "Good morning.\n\n![seen](%1)\n\n![seen](file://%1) ![waits](%2)\n";
        QTest::newRow("HTML") << "page.html" << "<p>Good morning.</p><img src=\"file://%1\" width=\"64\" height=\"64\"><p><img src=\"%1\"> <img src=\"%2\"></p>"
                                                "<table background=\"%1\"><tr><td>A</td></tr></table><p style=\"background-image: url(%1)\">B</p>\n";
    }

    void picturesAreNotFetchedFromTheDisk()
    {
        QFETCH(QString, name);
        QFETCH(QString, text);
        QImage red(64, 64, QImage::Format_RGB32);
        red.fill(QColor(255, 0, 1));
        const QString picture = m_fixture->path("red.png"), pipe = m_fixture->path("pipe.png");
        QVERIFY(red.save(picture));
        QCOMPARE(mkfifo(qPrintable(pipe), 0600), 0);   // who opens it waits for ever
        QVERIFY(m_fixture->open(m_fixture->write(name, text.arg(picture, pipe).toUtf8())));
        m_fixture->press(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
        QTRY_VERIFY(browser().isVisible());
        m_fixture->openRowNumber(1);
        QTRY_COMPARE(marked(), QString("Good morning."));
        QVERIFY(browser().document()->toPlainText().contains(QChar(QChar::ObjectReplacementCharacter)));
        QVERIFY(!browser().document()->toHtml().contains(QRegularExpression("src=\"[^\"]*\\.png")));
        const QImage seen = browser().viewport()->grab().toImage();
        for (int y = 0; y < seen.height(); ++y) {
            for (int x = 0; x < seen.width(); ++x)
                QVERIFY(seen.pixelColor(x, y) != QColor(255, 0, 1));
        }
    }

    void marksThatAnEncodingLacksAreLeftOut()
    {
        QVERIFY(m_fixture->open(m_fixture->write("old.txt", "Caf\xE9 au lait.\n\nGood morning, my friend.\n")));
        m_fixture->press(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
        QTRY_VERIFY(browser().isVisible());
        m_fixture->openRowNumber(2);
        m_fixture->type("Guten Morgen.");
        QTRY_VERIFY(browser().toPlainText().contains("Guten Morgen."));
        QVERIFY(browser().toPlainText().startsWith(QString::fromUtf8("Café")));
    }

    void subtitlesAreShownAndOtherFormatsSaySo()
    {
        m_fixture->press(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(sentence().contains("No document"));
        QVERIFY(m_fixture->open(m_fixture->write("film.srt", "1\n00:00:01,000 --> 00:00:03,000\nGood morning.\n")));
        QTRY_COMPARE(marked(), QString("Good morning."));
        QVERIFY(m_fixture->open(m_fixture->write("app.json", "{\"title\": \"Good morning\"}")));
        QTRY_VERIFY(preview().currentWidget() != &browser());
        QVERIFY2(sentence().contains("Markdown"), qPrintable(sentence()));
        QVERIFY(m_fixture->open(m_fixture->write("long.txt", (QByteArray("the house and the garden ").repeated(100) + "\n\n").repeated(450))));
        QTRY_VERIFY2(sentence().contains("too large"), qPrintable(sentence()));
    }

private:
    PagePreview &preview() { return *m_fixture->window().findChild<PagePreview *>(); }
    QTextBrowser &browser() { return *preview().findChild<QTextBrowser *>(); }
    QString sentence() { return preview().findChild<QLabel *>("pageSentence")->text(); }

    QString marked()
    {
        const auto marks = browser().extraSelections();
        return browser().isVisible() && !marks.isEmpty() ? marks.first().cursor.selectedText() : QString();
    }

    std::unique_ptr<WorkbenchFixture> m_fixture;
};

QTEST_MAIN(TestWorkbenchPreview)
#include "tst_workbench_preview.moc"
