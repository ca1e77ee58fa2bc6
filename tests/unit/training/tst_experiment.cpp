// Experiments: a run's result survives its file, and the report tells means, spread, gains and what each stage did.
#include "engine/core/files.h"
#include "engine/training/experiment/report.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::training;

namespace {

const std::vector<std::string> references{"Das ist ein kleines Haus.", "Wir sehen das Wasser.", "Der Baum ist grün.", "Guten Morgen, liebe Freunde."};

ArmResult resultOf(const std::string &arm, int seed, double bleu, const std::vector<std::string> &hypotheses)
{
    ArmResult result{.arm = arm, .seed = seed, .fingerprint = "0123456789abcdef0123", .directions = {}, .retention = {}, .drift = {}};
    for (const auto &[from, to] : {std::pair{"en", "de"}, std::pair{"de", "en"}})
        result.directions.push_back({"test.tsv", from, to, bleu, 2 * bleu, bleu / 2, hypotheses});
    result.retention = {{"base", "de", 2.5, 2.5}, {"pairs", "de", 2.75, 2.5}};
    result.drift = {{"attention", 0.125}};
    return result;
}

}  // namespace

class TestExperiment : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::filesystem::path path(const char *name) const { return (m_folder.path() + "/" + name).toStdString(); }

    Experiment experiment() const
    {
        std::string rows;
        for (const std::string &reference : references)
            rows += reference + "\t" + reference + "\n";
        if (!writeFileAtomically(path("test.tsv"), rows))
            qFatal("the test set cannot be written");
        return {.name = "toy", .baseline = "dense", .corpus = {}, .seeds = {1, 2}, .arms = {{"dense", {}}, {"mix", {}}}, .tests = {{path("test.tsv"), "en", "de"}},
                .retention = {{{}, "de", 10}}};
    }

private Q_SLOTS:
    void aResultSurvivesItsFile()
    {
        const ArmResult result = resultOf("mix", 3, 12.5, references);
        QVERIFY(writeArmResult(path("result.json"), result));
        const auto read = readArmResult(path("result.json"));
        QVERIFY2(read, read ? "" : read.error().sentence().c_str());
        QVERIFY(*read == result);
        QVERIFY(writeFileAtomically(path("result.json"), "{\"arm\": \"mix\"}"));
        QVERIFY(!readArmResult(path("result.json")));
    }

    void meansAndSpreadAreOverSeeds()
    {
        const Spread spread = spreadOf({1, 2, 6});
        QCOMPARE(spread.mean, 3.0);
        QVERIFY(std::abs(spread.deviation - std::sqrt(7.0)) < 1e-12);
        QCOMPARE(spreadOf({4}).deviation, 0.0);
    }

    void theReportTellsGainsAndStages()
    {
        const std::vector<std::string> worse{"Das ist Haus.", "Wir Wasser.", "Der grün.", "Guten."};
        const std::vector<ArmResult> results{resultOf("dense", 1, 10, worse), resultOf("dense", 2, 12, worse), resultOf("mix", 1, 20, references), resultOf("mix", 2, 24, references)};
        const Experiment toy = experiment();
        const auto summaries = summarise(toy, results);
        QVERIFY2(summaries, summaries ? "" : summaries.error().sentence().c_str());
        QCOMPARE(summaries->size(), std::size_t(2));
        const ArmSummary &dense = (*summaries)[0], &mix = (*summaries)[1];
        QVERIFY(dense.all.mean == 11 && mix.all.mean == 22 && mix.gain == 11 && dense.gain == 0 && dense.pValue == 1);
        QVERIFY2(mix.pValue < 0.05, qPrintable(QString::number(mix.pValue)));
        QCOMPARE(mix.bitsPerByte->mean, 2.75);
        QCOMPARE(mix.lmOnlyBitsPerByte->mean, 2.5);

        const std::string text = toMarkdown(toy, *summaries, results);
        for (const char *part : {"| mix | base | 2.500 ± 0.000 |", "| mix | pairs | 2.750 ± 0.000 |", "| mix | 0.125 ± 0.000 |", "| `mix-2` | `0123456789abcdef` |"})
            QVERIFY2(text.find(part) != std::string::npos, text.c_str());
    }

    void whatWasNotMeasuredIsNoFigure()
    {
        std::vector<ArmResult> results{resultOf("dense", 1, 10, references), resultOf("mix", 1, 20, references)};
        for (ArmResult &result : results)
            result.retention.clear();
        Experiment toy = experiment();
        toy.retention.clear();
        const auto summaries = summarise(toy, results);
        QVERIFY(summaries && !summaries->back().bitsPerByte);
        const std::string text = toMarkdown(toy, *summaries, results);
        QVERIFY2(text.find("0.000 ± 0.000 | 0.000") == std::string::npos, text.c_str());
        QVERIFY(toJson(*summaries)[1]["bits_per_byte"].is_null());
    }
};

QTEST_GUILESS_MAIN(TestExperiment)
#include "tst_experiment.moc"
