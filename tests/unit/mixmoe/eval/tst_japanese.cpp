// Japanese BLEU by MeCab's words: equal to sacreBLEU's ja-mecab where MeCab is installed, a sentence that tells what to install where it is not.
#include "engine/mixmoe/eval/bleu.h"
#include "engine/mixmoe/eval/mecab.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace interlinear;
using namespace interlinear::mixmoe;

namespace {

using Lines = std::vector<std::string>;

QByteArray golden(const char *name)
{
    QFile file(QStringLiteral(INTERLINEAR_SOURCE_DIR "/tests/golden/eval/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Lines goldenLines(const char *name)
{
    QList<QByteArray> rows = golden(name).split('\n');
    rows.removeLast();
    Lines lines;
    for (const QByteArray &row : rows)
        lines.push_back(row.toStdString());
    return lines;
}

}  // namespace

class TestJapanese : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsSacrebleu()
    {
        if (const auto mecab = Mecab::open(); !mecab)
            QSKIP(("MeCab: " + mecab.error().sentence()).c_str());
        const Lines hypotheses = goldenLines("ja.hypothesis.txt"), references = goldenLines("ja.reference.txt");
        const QJsonDocument expected = QJsonDocument::fromJson(golden("expected_japanese.json"));
        const BleuScore whole = corpusBleu(hypotheses, references, BleuTokenizer::Japanese).value();
        QVERIFY(std::abs(whole.score - expected[QLatin1String("score")].toDouble()) < 1e-5);
        QCOMPARE(QString::fromStdString(whole.signature), expected[QLatin1String("signature")].toString());
        const QJsonArray lines = expected[QLatin1String("lines")].toArray();
        QCOMPARE(lines.size(), qsizetype(hypotheses.size()));
        for (std::size_t line = 0; line < hypotheses.size(); ++line) {
            const double ours = corpusBleu({&hypotheses[line], 1}, {&references[line], 1}, BleuTokenizer::Japanese)->score;
            QVERIFY2(std::abs(ours - lines[qsizetype(line)].toDouble()) < 1e-5, hypotheses[line].c_str());
        }
    }

    void cutsWords()
    {
        const auto tokenizer = openTokenizer(BleuTokenizer::Japanese);
        if (!tokenizer)
            QSKIP(tokenizer.error().sentence().c_str());
        QVERIFY((tokenizer->tokens("\u3000私は学生です \n") == std::vector<std::u32string>{U"私", U"は", U"学生", U"です"}));
        QVERIFY(tokenizer->tokens("").empty());
    }

    void aMissingLibraryIsNamed()
    {
        const auto mecab = Mecab::open("libmecab-that-is-not-there.so.2");
        QVERIFY(!mecab);
        QCOMPARE(mecab.error().code, ErrorCode::Unsupported);
        QCOMPARE(QString::fromStdString(mecab.error().sentence()), QStringLiteral("libmecab-that-is-not-there.so.2 cannot be opened"));
    }

    void withoutMecabTheErrorSaysWhatToInstall()
    {
        if (Mecab::open())
            QSKIP("MeCab is installed");
        const std::string sentence = openTokenizer(BleuTokenizer::Japanese).error().sentence();
        for (const char *word : {"libmecab2", "mecab-ipadic-utf8", "--tokenize char"})
            QVERIFY2(sentence.find(word) != std::string::npos, sentence.c_str());
    }
};

QTEST_APPLESS_MAIN(TestJapanese)
#include "tst_japanese.moc"
