#include "engine/cat/segmentation/sentence_breaker.h"
#include "engine/cat/segmentation/tagged_sentences.h"
#include "engine/core/files.h"

#include <QDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

// The rules that come with the program, on the cases of tests/golden/segmentation.
class SegmentationRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void golden_data();
    void golden();
};

void SegmentationRulesTest::golden_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("marked");
    const QDir folder(QString(INTERLINEAR_SOURCE_DIR) + "/tests/golden/segmentation");
    for (const QString &file : folder.entryList({"*.txt"})) {
        const Result<std::string> text = readTextFile(folder.filePath(file).toStdString());
        QVERIFY2(text.has_value(), qPrintable(file));
        int line = 0;
        for (const QString &marked : QString::fromStdString(*text).split('\n')) {
            ++line;
            if (!marked.isEmpty() && !marked.startsWith('#'))
                QTest::addRow("%s:%d", qPrintable(file), line) << file.chopped(4) << QString(marked).replace("\\n", "\n");
        }
    }
}

void SegmentationRulesTest::golden()
{
    QFETCH(const QString, language);
    QFETCH(const QString, marked);
    QStringList expected;
    for (const QString &part : marked.split('|'))
        expected << part.trimmed();
    const std::string text = QString(marked).remove('|').toStdString();
    Result<SentenceBreaker> breaker = SentenceBreaker::create(language.toStdString());
    if (!breaker)
        QFAIL(breaker.error().sentence().c_str());
    QStringList found;
    for (const TaggedSentence &sentence : taggedSentences({text, {}}, *breaker))
        found << QString::fromStdString(text.substr(sentence.text.begin, sentence.text.length()));
    QCOMPARE(found.join("\n|"), expected.join("\n|"));
}

QTEST_APPLESS_MAIN(SegmentationRulesTest)
#include "tst_segmentation_rules.moc"
