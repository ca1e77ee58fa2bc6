// Differences rebuild both texts exactly, and say as little as they can.
#include "widgets/plot/difference.h"

#include <QRandomGenerator>
#include <QTest>
#include <QTextCursor>
#include <QTextDocument>

using namespace interlinear::widgets;
using Kind = DifferencePart::Kind;

namespace {

QString randomSentence(QRandomGenerator &random)
{
    static const QStringList words{QStringLiteral("the"),  QStringLiteral("Kälte"), QStringLiteral("👍🏽"), QStringLiteral("שלום"),
                                   QStringLiteral("漢字"), QStringLiteral("don't"), QStringLiteral("4.5"),      QStringLiteral("-")};
    QString text;
    for (int count = random.bounded(12); count > 0; --count)
        text += words[random.bounded(words.size())] + QStringLiteral(" ,  ").left(random.bounded(4));
    return text;
}

}  // namespace

class TestDifference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rebuildsBothTexts()
    {
        QRandomGenerator random(20);
        for (int round = 0; round < 2000; ++round) {
            const QString before = randomSentence(random);
            const QString after = randomSentence(random);
            const Differences parts = wordDifferences(before, after);
            QCOMPARE(joined(parts, DifferenceSide::Before), before);
            QCOMPARE(joined(parts, DifferenceSide::After), after);
            for (std::size_t i = 1; i < parts.size(); ++i)
                QVERIFY(parts[i].kind != parts[i - 1].kind);
        }
    }

    void equalTextsDifferInNothing()
    {
        const QString text = QStringLiteral("The indoor unit.");
        QCOMPARE(wordDifferences(text, text), (Differences{{Kind::Kept, text}}));
        QVERIFY(wordDifferences({}, {}).empty());
    }

    void joinsAReplacedPhrase()
    {
        const Differences expected{{Kind::Kept, QStringLiteral("The ")},
                                   {Kind::Removed, QStringLiteral("water pipes")},
                                   {Kind::Added, QStringLiteral("refrigerant lines")},
                                   {Kind::Kept, QStringLiteral(" between")}};
        QCOMPARE(wordDifferences(QStringLiteral("The water pipes between"), QStringLiteral("The refrigerant lines between")), expected);
    }

    void hugeTextsAreAnsweredPlainly()
    {
        const QString before = QStringLiteral("a ").repeated(5000);
        const QString after = QStringLiteral("b ").repeated(5000) + QLatin1Char('c');
        QCOMPARE(wordDifferences(before, after), (Differences{{Kind::Removed, before}, {Kind::Added, after}}));
    }

    void marksWithMoreThanColour()
    {
        QTextDocument document;
        writeDifferences(QTextCursor(&document), {{Kind::Removed, QStringLiteral("old")}, {Kind::Added, QStringLiteral("new")}}, DifferenceSide::Both,
                         Theme::light());
        QCOMPARE(document.toPlainText(), QStringLiteral("old new"));
        QTextCursor cursor(&document);
        cursor.setPosition(2);
        QVERIFY(cursor.charFormat().fontStrikeOut());
        cursor.setPosition(6);
        QCOMPARE(cursor.charFormat().fontWeight(), int(QFont::Bold));
    }
};

QTEST_MAIN(TestDifference)
#include "tst_difference.moc"
