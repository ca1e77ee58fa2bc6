// Alignment of two documents: every segment once, in order, and the pairs that a made-up translation is known to have.
#include "engine/cat/bitext/aligned_units.h"
#include "engine/cat/bitext/band.h"
#include "engine/cat/bitext/reading_direction.h"
#include "tests/unit/cat/bitext/made_up_translation.h"

#include <QTest>

#include <algorithm>

using namespace interlinear;
using namespace interlinear::cat;

namespace {

std::vector<Segment> segmentsOf(std::initializer_list<const char *> texts)
{
    std::vector<Segment> segments;
    for (const char *text : texts) {
        segments.emplace_back();
        segments.back().source.text = text;
    }
    return segments;
}

bool coversInOrder(const std::vector<AlignedPair> &pairs, std::size_t source, std::size_t target)
{
    std::size_t i = 0, j = 0;
    for (const AlignedPair &pair : pairs) {
        if ((pair.source.size() > 0 && pair.source.first != i) || (pair.target.size() > 0 && pair.target.first != j))
            return false;
        if (pair.source.size() > 2 || pair.target.size() > 2 || pair.confidence < 0 || pair.confidence > 1)
            return false;
        i += pair.source.size();
        j += pair.target.size();
    }
    return i == source && j == target;
}

struct Quality {
    double precision = 0, recall = 0;
};

Quality qualityOf(const std::vector<AlignedPair> &pairs, const samples::MadeUpTranslation &made, double leastConfidence)
{
    double found = 0, right = 0;
    for (const AlignedPair &pair : pairs) {
        if (pair.source.size() == 0 || pair.target.size() == 0 || pair.confidence < leastConfidence)
            continue;
        ++found;
        right += std::find(made.truth.begin(), made.truth.end(), std::pair(pair.source, pair.target)) != made.truth.end() ? 1 : 0;
    }
    return {right / std::max(1.0, found), right / static_cast<double>(made.truth.size())};
}

}  // namespace

class TestDocumentAlignment : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knownPairsAreFound_data()
    {
        QTest::addColumn<int>("sentences");
        QTest::addColumn<double>("dropped");
        QTest::addColumn<double>("merged");
        QTest::addColumn<double>("least");
        QTest::newRow("nothing disturbed") << 300 << 0.0 << 0.0 << 0.999;
        QTest::newRow("as translations are") << 600 << 0.03 << 0.08 << 0.97;
        QTest::newRow("much disturbed") << 600 << 0.1 << 0.15 << 0.9;
    }

    void knownPairsAreFound()
    {
        QFETCH(int, sentences);
        QFETCH(double, dropped);
        QFETCH(double, merged);
        QFETCH(double, least);
        std::mt19937 random(71);
        const samples::MadeUpTranslation made = samples::madeUpTranslation(static_cast<std::size_t>(sentences), {dropped, merged}, random);
        const std::vector<AlignedPair> pairs = alignDocuments(made.source, made.target, {});
        QVERIFY(coversInOrder(pairs, made.source.size(), made.target.size()));
        const Quality quality = qualityOf(pairs, made, 0.5);
        qInfo("precision %.4f, recall %.4f", quality.precision, quality.recall);
        QVERIFY(quality.precision >= least);
        QVERIFY(quality.recall >= least);
        QVERIFY(qualityOf(pairs, made, 0.95).precision >= std::min(0.98, quality.precision));   // confidence means something
    }

    /// A long stretch that the translation leaves out puts the proportional guess far off.
    void aMissingChapterIsFoundMissing()
    {
        std::mt19937 random(72);
        samples::MadeUpTranslation made = samples::madeUpTranslation(500, {0, 0}, random);
        made.target.erase(made.target.begin() + 50, made.target.begin() + 250);
        const std::vector<AlignedPair> pairs = alignDocuments(made.source, made.target, {});
        QVERIFY(coversInOrder(pairs, made.source.size(), made.target.size()));
        const auto right = std::count_if(pairs.begin(), pairs.end(), [](const AlignedPair &pair) {
            const std::size_t wanted = pair.source.first < 50 ? pair.source.first : pair.source.first - 200;
            return pair.source.size() == 1 && pair.target.size() == 1 && pair.target.first == wanted;
        });
        QVERIFY2(right >= 285, qPrintable(QString::number(right)));
    }

    void unrelatedTextsAreCoveredToo()
    {
        std::mt19937 random(73);
        for (int round = 0; round < 40; ++round) {
            const auto source = samples::madeUpTranslation(random() % 12, {0.3, 0.3}, random).source;
            const auto target = samples::madeUpTranslation(random() % 60, {0.3, 0.3}, random).target;
            const auto pairs = alignDocuments(source, target, {});
            QVERIFY(coversInOrder(pairs, source.size(), target.size()));
            QCOMPARE(alignDocuments(source, target, {}), pairs);
        }
    }

    /// A few segments say too little about themselves.
    void examplesTeachTheLexicon()
    {
        std::mt19937 random(75);
        int right = 0, rightWithExamples = 0;
        for (int round = 0; round < 20; ++round) {
            const samples::MadeUpTranslation made = samples::madeUpTranslation(200, {0, 0}, random);
            const std::span source = std::span(made.source).first(6);
            const std::span target = std::span(made.target).subspan(1, 5);   // the first has gone
            AlignmentSettings settings;
            for (std::size_t i = 0; i < made.source.size(); ++i)
                settings.examples.push_back({made.source[i].source.text, made.target[i].source.text});
            const auto isRight = [](const AlignedPair &pair) { return pair.source.first == 0 && pair.source.end == 1 && pair.target.size() == 0; };
            right += isRight(alignDocuments(source, target, {}).front()) ? 1 : 0;
            rightWithExamples += isRight(alignDocuments(source, target, settings).front()) ? 1 : 0;
        }
        QVERIFY2(rightWithExamples >= 10 && rightWithExamples > 2 * right, qPrintable(QString("%1, %2 with examples").arg(right).arg(rightWithExamples)));
    }

    /// As many sentences on both sides, but not of the same paragraphs.
    void paragraphsThatBothSidesHaveAreKept()
    {
        const auto segments = [](std::initializer_list<std::initializer_list<const char *>> paragraphs) {
            std::vector<Segment> all;
            std::size_t paragraph = 0;
            for (const std::initializer_list<const char *> &texts : paragraphs) {
                for (const Segment &segment : segmentsOf(texts)) {
                    all.push_back(segment);
                    all.back().paragraph = paragraph;
                }
                ++paragraph;
            }
            return all;
        };
        const std::vector<Segment> english = segments({{"The weather is nice today.", "We went to the park."},
                                                       {"Chapter 2.", "A new beginning."},
                                                       {"He said \"hello\".", "Then he left without a word, because it was late and he was tired."},
                                                       {"Numbers: 1,234 and 5.6."}});
        const std::vector<Segment> german = segments({{"Das Wetter ist heute schön.", "Wir gingen in den Park."},
                                                      {"Kapitel 2. Ein neuer Anfang."},
                                                      {"Er sagte „Hallo“.", "Dann ging er wortlos.", "Es war nämlich spät und er war müde."},
                                                      {"Zahlen: 1.234 und 5,6."}});
        for (const AlignedPair &pair : alignDocuments(english, german, {}))
            QCOMPARE(english[pair.source.first].paragraph, german[pair.target.first].paragraph);
    }

    void documentsTheWrongWayRoundAreNoticed()
    {
        const std::vector<Segment> english = segmentsOf({"The weather is nice today.", "We went to the park with the dog."});
        const std::vector<Segment> german = segmentsOf({"Das Wetter ist heute schön.", "Wir gingen mit dem Hund in den Park."});
        const std::vector<Segment> numbers = segmentsOf({"1 2 3", "4"});
        QVERIFY(readsReversed(german, english, {"en-GB", "de"}, {}));
        QVERIFY(!readsReversed(english, german, {"en-GB", "de"}, {}));
        QVERIFY(!readsReversed(numbers, numbers, {"en", "de"}, {}));
        const std::vector<TranslationExample> examples{{"The weather is nice in the park", "Das Wetter ist schön im Park"}};
        QVERIFY(readsReversed(german, english, {"xx", "yy"}, examples));   // languages without words of their own
        QVERIFY(!readsReversed(english, german, {"xx", "yy"}, examples));
    }

    void aBandHoldsItsPathAndHangsTogether()
    {
        std::mt19937 random(74);
        for (int round = 0; round < 200; ++round) {
            Path path{{0, 0}};
            for (int step = 0; step < 20; ++step)
                path.emplace_back(path.back().first + random() % 3, path.back().second + random() % 9);
            const Band band = Band::around(path, random() % 4);
            std::size_t cells = 0;
            for (std::size_t i = 0; i < band.rows(); ++i) {
                QCOMPARE(band.cell(i, band.first(i)), cells);
                cells += band.end(i) - band.first(i);
                QVERIFY(i == 0 || band.first(i) < band.end(i - 1));   // a row can be reached from the one before
            }
            QCOMPARE(band.cells(), cells);
            for (const auto &[i, j] : path)
                QVERIFY(band.contains(i, j));
        }
    }

    void pairsBecomeUnits()
    {
        Document source, target;
        source.name = "/home/zoe/guide.md";
        source.segments = segmentsOf({"One.", "Two.", "Three."});
        target.segments = segmentsOf({"一。", "二。"});
        source.segments[0].source.tags = {{1, TagKind::Standalone, 0, "<a/>", ""}};
        source.segments[1].source.tags = {{1, TagKind::Standalone, 4, "<b/>", ""}};
        const std::vector<AlignedPair> pairs{{{0, 2}, {0, 1}, 0.9}, {{2, 3}, {1, 2}, 0.4}};
        const std::vector<Unit> units = alignedUnits(pairs, source, target, 0.5);
        QVERIFY(units[0].approved && !alignedUnits(pairs, source, target, 0.3)[1].approved);   // a person looks at what is not sure
        QCOMPARE(units.size(), std::size_t(1));
        QCOMPARE(units[0].source, (TaggedText{"One. Two.", {{1, TagKind::Standalone, 0, "<a/>", ""}, {2, TagKind::Standalone, 9, "<b/>", ""}}}));
        QCOMPARE(units[0].previous, std::optional<std::string>(""));
        QCOMPARE(units[0].next, std::optional<std::string>("Three."));
        QCOMPARE(units[0].document, std::string("guide.md"));
        QCOMPARE(units[0].properties, (std::vector<Property>{{Property::Kind::Property, "alignment", "2-1"}, {Property::Kind::Property, "alignment-confidence", "0.90"}}));
        QVERIFY(checkUnit(units[0]).has_value());
        QCOMPARE(joined(target.segments).text, std::string("一。二。"));
    }
};

QTEST_APPLESS_MAIN(TestDocumentAlignment)
#include "tst_document_alignment.moc"
