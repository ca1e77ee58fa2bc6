// What goes into a document comes out again, to the byte; positions agree in both directions; the clipboard loses nothing and believes nothing.
#include "random_text.h"
#include "widgets/editing/tag_chip.h"
#include "widgets/editing/tagged_document.h"
#include "widgets/editing/tagged_mime.h"

#include <QMimeData>
#include <QTest>
#include <QTextDocument>

using namespace interlinear;
using namespace interlinear::widgets;

class TestTaggedDocument : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrip()
    {
        QRandomGenerator random(3);
        for (int round = 0; round < 1500; ++round) {
            const TaggedText text = randomTaggedText(random);
            QVERIFY(text.isWellFormed());
            QTextDocument document;
            registerTagChips(document, Theme::light());
            writeTaggedText(QTextCursor(&document), text);
            QCOMPARE(readTaggedText(document), text);
        }
    }

    void partsJoinToTheWhole()
    {
        QRandomGenerator random(4);
        for (int round = 0; round < 300; ++round) {
            const TaggedText text = randomTaggedText(random);
            QTextDocument document;
            writeTaggedText(QTextCursor(&document), text);
            const int end = document.characterCount() - 1;
            const int cut = random.bounded(end + 1);
            if (cut > 0 && cut < end && document.characterAt(cut).isLowSurrogate())
                continue;
            TaggedText joined = readTaggedText(document, 0, cut);
            for (InlineTag tag : readTaggedText(document, cut, end).tags) {
                tag.offset += joined.text.size();
                joined.tags.push_back(tag);
            }
            joined.text += readTaggedText(document, cut, end).text;
            QCOMPARE(joined, text);
        }
    }

    void positionsAgree()
    {
        QRandomGenerator random(5);
        for (int round = 0; round < 300; ++round) {
            const TaggedText text = randomTaggedText(random);
            QTextDocument document;
            writeTaggedText(QTextCursor(&document), text);
            const std::size_t length = Utf16Map(text.text).toUtf16(text.text.size());
            QCOMPARE(textOffset(document, document.characterCount() - 1), length);
            for (std::size_t offset = 0; offset <= length; ++offset)
                QCOMPARE(textOffset(document, documentPosition(document, offset)), offset);
        }
    }

    void selectionHoldsNoOuterChips()
    {
        const TaggedText text{"ab cd", {{1, TagKind::Open, 3, "**", ""}, {1, TagKind::Close, 5, "**", ""}}};
        QTextDocument document;
        writeTaggedText(QTextCursor(&document), text);
        const QTextCursor cursor = selectionOf(document, {3, 5});
        QCOMPARE(cursor.selectedText(), QStringLiteral("cd"));
    }

    void clipboardRoundTrip()
    {
        QRandomGenerator random(6);
        for (int round = 0; round < 300; ++round) {
            const TaggedText text = randomTaggedText(random);
            QCOMPARE(taggedTextFrom(*toMimeData(text)), std::optional(text));
        }
    }

    void forgedClipboardKeepsTheTextOnly_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("inside a character") << QByteArray(R"({"text":"é","tags":[{"id":1,"kind":2,"offset":1}]})");
        QTest::newRow("past the end") << QByteArray(R"({"text":"é","tags":[{"id":1,"kind":2,"offset":9}]})");
        QTest::newRow("negative") << QByteArray(R"({"text":"é","tags":[{"id":1,"kind":2,"offset":-1}]})");
        QTest::newRow("backwards") << QByteArray(R"({"text":"é","tags":[{"id":1,"kind":2,"offset":2},{"id":2,"kind":2,"offset":0}]})");
        QTest::newRow("unknown kind") << QByteArray(R"({"text":"é","tags":[{"id":1,"kind":7,"offset":0}]})");
        QTest::newRow("not an object") << QByteArray(R"({"text":"é","tags":[17]})");
    }

    void forgedClipboardKeepsTheTextOnly()
    {
        QFETCH(QByteArray, json);
        QMimeData data;
        data.setData(QStringLiteral("application/x-interlinear-tagged-text"), json);
        QCOMPARE(taggedTextFrom(data), std::optional(TaggedText{"é", {}}));
    }
};

QTEST_MAIN(TestTaggedDocument)
#include "tst_tagged_document.moc"
