// BLEU, chrF and TER against sacreBLEU: its stored scores always, a fresh run of it where INTERLINEAR_JUDGES names a Python that has it.
#include "engine/core/files.h"
#include "engine/mixmoe/eval/bleu.h"
#include "engine/mixmoe/eval/chrf.h"
#include "engine/mixmoe/eval/ter.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include <map>

using namespace interlinear;
using namespace interlinear::mixmoe;

namespace {

const QString goldenFolder = QStringLiteral(INTERLINEAR_SOURCE_DIR "/tests/golden/eval/");

using Lines = std::vector<std::string>;

struct Scored {
    double score = 0;
    std::string signature;
};

template <typename Score>
Scored scored(const Result<Score> &result)
{
    return result ? Scored{result->score, result->signature} : Scored{-1, result.error().sentence()};
}

using Metric = std::function<Scored(std::span<const std::string>, std::span<const std::string>)>;

Metric bleuWith(BleuTokenizer tokenizer)
{
    return [tokenizer](auto hypotheses, auto references) { return scored(corpusBleu(hypotheses, references, tokenizer)); };
}

Metric chrfOf(ChrfVariant variant)
{
    return [variant](auto hypotheses, auto references) { return scored(corpusChrf(hypotheses, references, variant)); };
}

const std::map<QString, Metric> metrics{
    {QStringLiteral("bleu 13a"), bleuWith(BleuTokenizer::Mteval13a)},     {QStringLiteral("bleu zh"), bleuWith(BleuTokenizer::Chinese)},
    {QStringLiteral("bleu char"), bleuWith(BleuTokenizer::Character)},    {QStringLiteral("bleu none"), bleuWith(BleuTokenizer::None)},
    {QStringLiteral("chrf"), chrfOf(ChrfVariant::Characters)},            {QStringLiteral("chrf++"), chrfOf(ChrfVariant::CharactersAndWords)},
    {QStringLiteral("ter"), [](auto hypotheses, auto references) { return scored(corpusTer(hypotheses, references)); }},
};

Lines goldenLines(const QString &name)
{
    const std::string text = *readFile((goldenFolder + name).toStdString());
    Lines lines;
    for (std::size_t begin = 0, end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
        lines.push_back(text.substr(begin, end - begin));
    return lines;
}

void compareWith(const QByteArray &judgement)
{
    const QJsonArray entries = QJsonDocument::fromJson(judgement).array();
    QCOMPARE(entries.size(), qsizetype(3 * metrics.size()));
    for (const QJsonValue &entry : entries) {
        const QString corpus = entry[QLatin1String("corpus")].toString();
        const QString name = entry[QLatin1String("metric")].toString();
        const Lines hypotheses = goldenLines(corpus + QStringLiteral(".hypothesis.txt"));
        const Lines references = goldenLines(corpus + QStringLiteral(".reference.txt"));
        const Metric &metric = metrics.at(name);

        const Scored whole = metric(hypotheses, references);
        const QByteArray context = (corpus + QLatin1Char(' ') + name).toUtf8();
        QVERIFY2(std::abs(whole.score - entry[QLatin1String("score")].toDouble()) < 1e-5, context.constData());
        QCOMPARE(QString::fromStdString(whole.signature), entry[QLatin1String("signature")].toString());

        const QJsonArray lineScores = entry[QLatin1String("lines")].toArray();
        QCOMPARE(lineScores.size(), qsizetype(hypotheses.size()));
        for (std::size_t line = 0; line < hypotheses.size(); ++line) {
            const double ours = metric({&hypotheses[line], 1}, {&references[line], 1}).score;
            const double theirs = lineScores[qsizetype(line)].toDouble();
            const QByteArray place = context + " line " + QByteArray::number(line + 1) + ": " + QByteArray::number(ours) + ", sacreBLEU " + QByteArray::number(theirs);
            QVERIFY2(std::abs(ours - theirs) < 1e-5, place.constData());
        }
    }
}

}  // namespace

class TestMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsStoredScores() { compareWith(QByteArray::fromStdString(*readFile((goldenFolder + QStringLiteral("expected.json")).toStdString()))); }

    void equalsSacrebleu()
    {
        const QString python = qEnvironmentVariable("INTERLINEAR_JUDGES");
        if (python.isEmpty())
            QSKIP("INTERLINEAR_JUDGES names no Python with sacreBLEU");
        QProcess judge;
        judge.start(python, {goldenFolder + QStringLiteral("judge.py")});
        QVERIFY2(judge.waitForFinished(120'000), qPrintable(judge.errorString()));
        QVERIFY2(judge.exitCode() == 0, judge.readAllStandardError().constData());
        compareWith(judge.readAllStandardOutput());
    }

    void equalTextsScoreFully()
    {
        const Lines text = goldenLines(QStringLiteral("de.reference.txt"));
        for (const auto &[name, metric] : metrics)
            QVERIFY2(std::abs(metric(text, text).score - (name == QLatin1String("ter") ? 0 : 100)) < 1e-9, qPrintable(name));
    }

    void orderOfLinesDoesNotMatter()
    {
        Lines hypotheses = goldenLines(QStringLiteral("de.hypothesis.txt"));
        Lines references = goldenLines(QStringLiteral("de.reference.txt"));
        for (const auto &[name, metric] : metrics) {
            const double before = metric(hypotheses, references).score;
            std::reverse(hypotheses.begin(), hypotheses.end());
            std::reverse(references.begin(), references.end());
            QVERIFY2(std::abs(metric(hypotheses, references).score - before) < 1e-9, qPrintable(name));
        }
    }

    void refusesUnequalFiles()
    {
        const Result<BleuScore> bleu = corpusBleu(Lines{"a", "b"}, Lines{"a"}, BleuTokenizer::None);
        QVERIFY(!bleu);
        QCOMPARE(QString::fromStdString(bleu.error().sentence()), QStringLiteral("there are 2 translations, but 1 references; line by line they must match"));
        QVERIFY(!corpusChrf(Lines{}, Lines{}, ChrfVariant::Characters));
        QVERIFY(!corpusTer(Lines{"a"}, Lines{}));
    }

    void choosesTheTokenizerOfALanguage()
    {
        QCOMPARE(nameOf(bleuTokenizerFor("zh")), std::string_view("zh"));
        QCOMPARE(nameOf(bleuTokenizerFor("ja")), std::string_view("ja-mecab"));
        QCOMPARE(nameOf(bleuTokenizerFor("ko")), std::string_view("char"));
        QCOMPARE(nameOf(bleuTokenizerFor("de")), std::string_view("13a"));
    }
};

QTEST_APPLESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
