// Charts: round numbers on the axes, metrics read as a run wrote them, pictures that hold what they should.
#include "app/chart/training_plots.h"
#include "engine/core/files.h"

#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <random>

using namespace interlinear;

namespace {

const char *const metrics = R"({"event":"step","stage":"base","step":10,"loss":5.0}
{"event":"step","stage":"base","step":20,"loss":4.0}
{"event":"dev","stage":"base","step":20,"loss":4.5}
{"event":"step","stage":"base","step":15,"loss":4.25}
{"event":"step","stage":"base","step":30,"loss":3.5}
{"event":"note","text":"went back"}
{"event":"step","stage":"mt","step":10,"loss":3.0,"routing":{"LM":{"balance":1.0,"entropy":0.9,"largest_share":0.3},"MT":{"balance":1.2,"entropy":0.5,"largest_share":0.4}}}
)";

}  // namespace

class TestChart : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::filesystem::path path(const char *name) const { return (m_folder.path() + "/" + name).toStdString(); }

private Q_SLOTS:
    void ticksAreRoundAndInside()
    {
        QCOMPARE(ticksBetween(0, 100, 5), (std::vector<double>{0, 20, 40, 60, 80, 100}));
        QCOMPARE(ticksBetween(3, 11, 5), (std::vector<double>{4, 6, 8, 10}));
        std::mt19937 random(3);
        for (int round = 0; round < 2000; ++round) {
            const double low = static_cast<double>(random() % 2000) / 7 - 100, high = low + 1e-3 + static_cast<double>(random() % 100000) / 13;
            const std::vector<double> ticks = ticksBetween(low, high, 6);
            QVERIFY(!ticks.empty() && ticks.size() <= 7);
            QVERIFY(ticks.front() >= low - 1e-9 && ticks.back() <= high + 1e-6);
        }
    }

    void whatARunToldTwiceCountsOnce()
    {
        QVERIFY(writeFileAtomically(path("metrics.jsonl"), metrics));
        const auto run = readMetrics(m_folder.path().toStdString());
        QVERIFY2(run, run ? "" : run.error().sentence().c_str());
        using Points = std::vector<std::pair<double, double>>;
        QCOMPARE(run->loss, (Points{{10, 5.0}, {15, 4.25}, {30, 3.5}, {40, 3.0}}));
        QCOMPARE(run->devLoss, (Points{{20, 4.5}}));
        QCOMPARE(run->groups.at("MT").entropy, (Points{{40, 0.5}}));
        QCOMPARE(run->stages.size(), std::size_t(2));
        QVERIFY(run->stages[1].x == 30 && run->stages[1].name == "mt");
    }

    void picturesAreWritten()
    {
        QVERIFY(writeFileAtomically(path("metrics.jsonl"), metrics));
        const auto run = readMetrics(path("metrics.jsonl"));
        QVERIFY(run);
        QVERIFY(drawChart(panelsOf({*run}), path("run.svg")));
        const std::string svg = readFile(path("run.svg")).value_or("");
        QVERIFY(svg.starts_with("<?xml") && svg.find("</svg>") != std::string::npos);
        QVERIFY(drawChart(panelsOf({*run, *run}), path("runs.png")));
        const QImage picture(QString::fromStdString(path("runs.png").string()));
        QCOMPARE(picture.width(), 1520);
        std::map<QRgb, int> pixels;
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x)
                ++pixels[picture.pixel(x, y) & 0xFFFFFFU];
        }
        QVERIFY(pixels[0xFFFFFF] > picture.width() * picture.height() / 2);
        for (const Colour colour : {runColours[0], runColours[1]})
            QVERIFY2(pixels[colour] > 100, qPrintable(QString::number(colour, 16)));
        QVERIFY(drawChart({IntervalPanel{.title = "BLEU", .intervals = {{.name = "mix-moe", .middle = 12, .radius = 0.5}, {.name = "dense", .middle = 11, .radius = 0}}}}, path("arms.svg")));
        QVERIFY(drawChart({}, path("empty.png")));
    }

    void wrongFilesAreNamed()
    {
        QVERIFY(writeFileAtomically(path("bad.jsonl"), "{\"event\":\"step\"}\n"));
        const auto bad = readMetrics(path("bad.jsonl"));
        QVERIFY(!bad && bad.error().sentence().find("line 1") != std::string::npos);
        QVERIFY(writeFileAtomically(path("none.jsonl"), "{\"event\":\"note\",\"text\":\"x\"}\n"));
        QVERIFY(!readMetrics(path("none.jsonl")) && !readMetrics(path("nowhere")));
        const auto ending = drawChart({}, path("run.pdf"));
        QVERIFY(!ending && ending.error().sentence().find(".svg or .png") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestChart)
#include "tst_chart.moc"
