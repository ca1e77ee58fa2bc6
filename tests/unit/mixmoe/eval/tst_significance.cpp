// Paired tests: against sacreBLEU's within sampling error, against exhaustive counts, and on the cases that have to come out one way.
#include "engine/core/files.h"
#include "engine/mixmoe/eval/bleu.h"
#include "engine/mixmoe/eval/chrf.h"
#include "engine/mixmoe/eval/significance.h"
#include "engine/mixmoe/eval/ter.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryFile>
#include <QTest>

#include <cmath>

using namespace interlinear;
using namespace interlinear::mixmoe;

namespace {

const QString goldenFolder = QStringLiteral(INTERLINEAR_SOURCE_DIR "/tests/golden/eval/");

using Lines = std::vector<std::string>;

Lines goldenLines(const char *name)
{
    const std::string text = *readFile((goldenFolder + QLatin1String(name)).toStdString());
    Lines lines;
    for (std::size_t begin = 0, end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
        lines.push_back(text.substr(begin, end - begin));
    return lines;
}

/// The German translations with every stride-th cut short and every 13th as good as the reference: a baseline close enough for p-values between 0 and 1.
Lines baselineLines(std::size_t stride)
{
    Lines lines = goldenLines("de.hypothesis.txt");
    const Lines references = goldenLines("de.reference.txt");
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i % stride == 0)
            lines[i] = lines[i].substr(0, lines[i].rfind(' '));
        else if (i % 13 == 0)
            lines[i] = references[i];
    }
    return lines;
}

using Compare = std::function<Significance(const Lines &baseline, const SignificanceOptions &options)>;

template <typename Statistics, typename OfSentence>
Compare comparison(OfSentence ofSentence)
{
    return [ofSentence](const Lines &baseline, const SignificanceOptions &options) {
        const Lines references = goldenLines("de.reference.txt");
        const auto system = sentenceStatistics(goldenLines("de.hypothesis.txt"), references, ofSentence).value();
        return compareSystems<Statistics>(system, sentenceStatistics(baseline, references, ofSentence).value(), options);
    };
}

const std::map<QString, Compare> comparisons{
    {QStringLiteral("BLEU"), comparison<BleuStatistics>([tokenizer = openTokenizer(BleuTokenizer::Mteval13a).value()](auto hypothesis, auto reference) {
         return bleuStatistics(hypothesis, reference, tokenizer);
     })},
    {QStringLiteral("chrF"), comparison<ChrfStatistics>([](auto hypothesis, auto reference) {
         return chrfStatistics(hypothesis, reference, ChrfVariant::Characters);
     })},
    {QStringLiteral("TER"), comparison<TerStatistics>(terStatistics)},
};

/// Four standard errors of the difference of two estimates from so many samples.
double samplingError(double p, double samples)
{
    return 4 * std::sqrt(2 * std::max(p * (1 - p), 1 / samples) / samples);
}

void compareWithJudge(const QJsonObject &judged, const Lines &baseline, const SignificanceOptions &options)
{
    for (const auto &[metric, compare] : comparisons) {
        const QJsonObject theirs = judged[metric].toObject();
        const Significance ours = compare(baseline, options);
        const double p = theirs[QLatin1String("p")].toDouble(), ci = theirs[QLatin1String("ci")].toDouble();
        const QLatin1String test(nameOf(options.test));
        const QByteArray context = QStringLiteral("%1 %2: p %3, sacreBLEU %4").arg(test, metric).arg(ours.pValue).arg(p).toUtf8();
        qInfo("%s", context.constData());
        QVERIFY2(std::abs(ours.pValue - p) <= samplingError(p, double(ours.samples)), context.constData());
        QVERIFY2(std::abs(ours.score - theirs[QLatin1String("score")].toDouble()) < 1e-9, context.constData());
        QVERIFY2(std::abs(ours.baseline - theirs[QLatin1String("baseline")].toDouble()) < 1e-9, context.constData());
        QVERIFY2(std::abs(ours.mean - theirs[QLatin1String("mean")].toDouble()) < 0.15 * ci, context.constData());
        QVERIFY2(std::abs((ours.high - ours.low) / 2 - ci) < 0.15 * ci, context.constData());
    }
}

/// A metric whose score is its sum.
struct Count {
    double value = 0;
    Count &operator+=(const Count &other)
    {
        value += other.value;
        return *this;
    }
    double score() const { return value; }
};

}  // namespace

class TestSignificance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithSacrebleu_data()
    {
        QTest::addColumn<int>("stride");
        QTest::newRow("close") << 4;
        QTest::newRow("closer") << 7;
        QTest::newRow("worlds apart") << 1;
    }

    void agreesWithSacrebleu()
    {
        const QString python = qEnvironmentVariable("INTERLINEAR_JUDGES");
        if (python.isEmpty())
            QSKIP("INTERLINEAR_JUDGES names no Python with sacreBLEU");
        QFETCH(int, stride);
        const Lines baseline = baselineLines(std::size_t(stride));
        QTemporaryFile file;
        QVERIFY(file.open());
        for (const std::string &line : baseline)
            file.write((line + '\n').c_str());
        file.close();
        QProcess judge;
        judge.start(python, {goldenFolder + QStringLiteral("judge_significance.py"), file.fileName()});
        QVERIFY2(judge.waitForFinished(120'000), qPrintable(judge.errorString()));
        QVERIFY2(judge.exitCode() == 0, judge.readAllStandardError().constData());
        const QJsonObject judged = QJsonDocument::fromJson(judge.readAllStandardOutput()).object();
        compareWithJudge(judged[QLatin1String("bootstrap")].toObject(), baseline, {.test = SignificanceTest::PairedBootstrap, .samples = 2000});
        compareWithJudge(judged[QLatin1String("randomisation")].toObject(), baseline, {.test = SignificanceTest::ApproximateRandomisation, .samples = 4000});
    }

    void randomisationApproachesTheExactCount()
    {
        const std::vector<Count> system{{3}, {5}, {1}, {4}, {8}, {2}, {6}}, baseline{{2}, {3}, {2}, {1}, {8}, {0}, {5}};
        const double observed = std::abs(summed<Count>(system).value - summed<Count>(baseline).value);
        int larger = 0;
        for (unsigned mask = 0; mask < 128; ++mask) {
            double difference = 0;
            for (std::size_t line = 0; line < 7; ++line)
                difference += (mask >> line & 1 ? -1 : 1) * (system[line].value - baseline[line].value);
            larger += std::abs(difference) > observed;
        }
        const Significance result = compareSystems<Count>(system, baseline, {.test = SignificanceTest::ApproximateRandomisation, .samples = 50'000});
        QVERIFY(std::abs(result.pValue - larger / 128.0) < 0.01);
    }

    void bootstrapDrawsLinesEvenly()
    {
        LineDraw draw(1, 7);
        std::array<int, 7> counts{};
        for (int i = 0; i < 70'000; ++i)
            ++counts[draw.next()];
        for (const int count : counts)
            QVERIFY(std::abs(count - 10'000) < 500);
    }

    void sameSystemsDoNotDiffer()
    {
        for (const auto &[metric, compare] : comparisons) {
            const Significance result = compare(goldenLines("de.hypothesis.txt"), {});
            QCOMPARE(result.score, result.baseline);
            QCOMPARE(result.pValue, 1 / 1001.0);   // sacreBLEU's convention: no difference at all is not chance
            QVERIFY(result.low < result.mean && result.mean < result.high);
        }
    }

    void oneSeedGivesOneResult()
    {
        const Compare &compare = comparisons.at(QStringLiteral("BLEU"));
        const Lines baseline = baselineLines(4);
        QCOMPARE(compare(baseline, {.samples = 300, .seed = 1}).pValue, compare(baseline, {.samples = 300, .seed = 1}).pValue);
        QVERIFY(compare(baseline, {.samples = 300, .seed = 1}).mean != compare(baseline, {.samples = 300, .seed = 2}).mean);
    }

    void takesTheCustomaryNumberOfSamples()
    {
        QCOMPARE(samplesOf({}), std::size_t(1'000));
        QCOMPARE(samplesOf({.test = SignificanceTest::ApproximateRandomisation}), std::size_t(10'000));
        QCOMPARE(samplesOf({.samples = 7}), std::size_t(7));
    }

    void onlyLarger()
    {
        const std::vector<double> differences{1, 2, 3, 3};
        QCOMPARE(pValueOf(differences, 3), 1 / 5.0);
        QCOMPARE(pValueOf(differences, 1.5), 4 / 5.0);
    }
};

QTEST_APPLESS_MAIN(TestSignificance)
#include "tst_significance.moc"
