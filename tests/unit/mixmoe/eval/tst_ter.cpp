// TER where it is hard: shifts, their limits, long and lopsided sentences; and all metrics against sacreBLEU on spoiled lines of the whole corpus.
#include "engine/mixmoe/eval/bleu.h"
#include "engine/mixmoe/eval/chrf.h"
#include "engine/mixmoe/eval/code_points.h"
#include "engine/mixmoe/eval/ter.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;

namespace {

using Lines = std::vector<std::string>;

const QString corpusFolder = QStringLiteral(INTERLINEAR_SOURCE_DIR "/../shared/corpus/test");
constexpr int linesOfEachLanguage = 60;   // what a Python judge scores in some seconds

Lines linesOf(const QJsonValue &array)
{
    Lines lines;
    for (const QJsonValue &line : array.toArray())
        lines.push_back(line.toString().toStdString());
    return lines;
}

double scoreOf(const QString &metric, const Lines &hypotheses, const Lines &references)
{
    if (metric.startsWith(QLatin1String("bleu ")))
        return corpusBleu(hypotheses, references, bleuTokenizerNamed(metric.sliced(5).toStdString()).value())->score;
    if (metric == QLatin1String("ter"))
        return corpusTer(hypotheses, references)->score;
    return corpusChrf(hypotheses, references, metric == QLatin1String("chrf++") ? ChrfVariant::CharactersAndWords : ChrfVariant::Characters)->score;
}

bool near(double ours, double theirs)
{
    return std::abs(ours - theirs) <= 1e-9 * std::max(1.0, std::abs(theirs));
}

void compareLanguage(const QJsonObject &judged)
{
    const QString language = judged[QLatin1String("language")].toString();
    const Lines hypotheses = linesOf(judged[QLatin1String("hypotheses")]);
    const Lines references = linesOf(judged[QLatin1String("references")]);
    const QJsonObject scores = judged[QLatin1String("scores")].toObject();
    QCOMPARE(scores.size(), 7);
    for (auto score = scores.begin(); score != scores.end(); ++score) {
        const double ours = scoreOf(score.key(), hypotheses, references);
        const double theirs = score->toDouble();
        QVERIFY2(near(ours, theirs), qPrintable(QStringLiteral("%1 %2: %3, sacreBLEU %4").arg(language, score.key()).arg(ours).arg(theirs)));
    }
    const QJsonArray lines = judged[QLatin1String("ter")].toArray();
    for (std::size_t line = 0; line < hypotheses.size(); ++line) {
        const TerStatistics ours = terStatistics(hypotheses[line], references[line]);
        const QJsonArray theirs = lines[qsizetype(line)].toArray();
        QVERIFY2(double(ours.edits) == theirs[0].toDouble() && double(ours.referenceWords) == theirs[1].toDouble(), hypotheses[line].c_str());
    }
}

QString numbers(int from, int to)
{
    QString text;
    for (int i = from; i < to; ++i)
        text += QString::number(i) + QLatin1Char(' ');
    return text;
}

}  // namespace

class TestTer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsEdits_data()
    {
        QTest::addColumn<QString>("hypothesis");
        QTest::addColumn<QString>("reference");
        QTest::addColumn<int>("edits");
        QTest::newRow("identical") << "a b c d" << "a b c d" << 0;
        QTest::newRow("both empty") << "" << "" << 0;
        QTest::newRow("empty translation") << "" << "a b c" << 3;
        QTest::newRow("empty reference") << "a b" << "" << 2;
        QTest::newRow("one word, right but for case") << "HAUS" << "haus" << 0;
        QTest::newRow("one word, wrong") << "Haus" << "Baum" << 1;
        QTest::newRow("no match") << "a b c" << "d e f g" << 4;
        QTest::newRow("a shift is one edit") << "d e f a b c" << "a b c d e f" << 1;
        QTest::newRow("a shift and a substitution") << "d e f a b x" << "a b c d e f" << 2;
        QTest::newRow("final sigma") << QString::fromUtf8("ΟΔΟΣ") << QString::fromUtf8("οδος") << 0;
        QTest::newRow("white space of all kinds") << QString::fromUtf8(" a\tb\u3000c\u00A0 ") << "a b c" << 0;
        QTest::newRow("ten words are the longest shift") << numbers(20, 30) + numbers(0, 20) << numbers(0, 30) << 1;
        QTest::newRow("eleven words are two shifts") << numbers(20, 31) + numbers(0, 20) << numbers(0, 31) << 2;
        QTest::newRow("a match beyond the beam is not seen") << "1" << numbers(0, 400) << 400;
        QTest::newRow("far too long") << numbers(0, 400) << "7" << 399;
    }

    void countsEdits()
    {
        QFETCH(QString, hypothesis);
        QFETCH(QString, reference);
        QTEST(int(terStatistics(hypothesis.toStdString(), reference.toStdString()).edits), "edits");
    }

    void scoresEmptyLinesAsSacrebleu()
    {
        QCOMPARE(corpusTer(Lines{"a b"}, Lines{""})->score, 100.0);
        QCOMPARE(corpusTer(Lines{""}, Lines{""})->score, 0.0);
        QCOMPARE(corpusTer(Lines{"a b c", ""}, Lines{"a", "b"})->score, 150.0);
    }

    void sumOfLinesIsTheCorpus()
    {
        const Lines hypotheses{"a b", "", "x y z"}, references{"b a", "q", "x z"};
        TerStatistics sum;
        for (std::size_t line = 0; line < hypotheses.size(); ++line)
            sum += terStatistics(hypotheses[line], references[line]);
        QCOMPARE(sum.score(), corpusTer(hypotheses, references)->score);
    }

    void degenerateLinesEnd()
    {
        std::mt19937_64 random(5);
        std::string hypothesis, reference;
        for (int word = 0; word < 400; ++word) {
            hypothesis += std::to_string(random() % 4) + ' ';
            reference += std::to_string(random() % 4) + ' ';
        }
        const TerStatistics statistics = terStatistics(hypothesis, reference);
        QVERIFY(statistics.edits > 0 && statistics.edits <= statistics.referenceWords);
    }

    void equalsSacrebleuOnTheCorpus()
    {
        const QString python = qEnvironmentVariable("INTERLINEAR_JUDGES");
        if (python.isEmpty())
            QSKIP("INTERLINEAR_JUDGES names no Python with sacreBLEU");
        if (!QFileInfo(corpusFolder).isDir())
            QSKIP("there is no ../shared/corpus/test beside the source tree");
        QProcess judge;
        judge.start(python, {QStringLiteral(INTERLINEAR_SOURCE_DIR "/tests/golden/eval/corpus_judge.py"), corpusFolder, QString::number(linesOfEachLanguage)});
        QVERIFY2(judge.waitForFinished(240'000), qPrintable(judge.errorString()));
        QVERIFY2(judge.exitCode() == 0, judge.readAllStandardError().constData());
        const QList<QByteArray> languages = judge.readAllStandardOutput().trimmed().split('\n');
        QVERIFY(languages.size() >= 13);
        for (const QByteArray &language : languages)
            compareLanguage(QJsonDocument::fromJson(language).object());
    }
};

QTEST_APPLESS_MAIN(TestTer)
#include "tst_ter.moc"
