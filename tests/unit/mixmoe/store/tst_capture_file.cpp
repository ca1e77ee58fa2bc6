// Captures survive being written: equal again from JSON, the same numbers in numpy, one row an expert in CSV. Damaged files are refused with a sentence. Files of
// version 1 are read.
#include "engine/core/files.h"
#include "engine/mixmoe/store/capture_csv.h"
#include "engine/mixmoe/store/capture_file.h"
#include "engine/mixmoe/store/capture_json.h"
#include "engine/mixmoe/store/capture_npz.h"
#include "engine/mixmoe/store/origin_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;

namespace {

class CaptureMaker {
public:
    explicit CaptureMaker(unsigned seed) : m_random(seed) {}

    RoutingCapture make(std::size_t tokens, CaptureLevel level, std::vector<int> layers, int expertsPerGroup, int groups, int topK = 1)
    {
        RoutingCapture head;
        head.modelName = "tiny \"quoted\"";
        head.modelFingerprint = "0123abcd";
        head.device = "cpu fp32";
        head.fromLanguage = "en";
        head.toLanguage = "de";
        head.sourceText = "Tab\there,\nGrüße 👍";
        head.targetText = "Zieltext " + std::to_string(m_random());
        head.interventions = {{.kind = Intervention::Kind::Scale, .group = ExpertGroup::LanguageModel, .expert = 1, .layer = 3, .scope = Intervention::Scope::Prompt,
                               .factor = 0.1F, .enabled = false, .name = "weaker"},
                              {.kind = Intervention::Kind::Band, .group = ExpertGroup::Translation, .layer = 1, .factor = 0, .firstBin = 2, .lastBin = 9}};
        head.origin = makeOrigin();
        head.level = level;
        head.layerIndex = std::move(layers);
        head.expertsPerGroup = expertsPerGroup;
        head.groups = groups;
        head.topK = topK;
        std::vector<TokenRouting> rows;
        for (std::size_t token = 0; token < tokens; ++token) {
            head.tokens.push_back(makeToken(token));
            rows.push_back(makeRow(head));
        }
        return *assembleCapture(std::move(head), rows);
    }

private:
    float anyFloat() { return std::uniform_real_distribution<float>(0, 1)(m_random); }

    /// Of the text that make() sets.
    CaptureOrigin makeOrigin()
    {
        CaptureOrigin origin{.settings = {.forcedPrefix = m_random() % 2 ? "Ziel \"" : "", .beamSize = int(1 + m_random() % 4), .lengthPenalty = anyFloat(),
                                          .maxNewTokens = int(m_random() % 90)},
                             .precision = "bf16",
                             .instructions = "avx2",
                             .vocabularyFingerprint = "4567",
                             .build = "0.1.0 somewhere"};
        if (m_random() % 2)
            origin.settings.sampling = Sampling{.temperature = 0.5F + anyFloat(), .topK = int(1 + m_random() % 99), .topP = anyFloat(), .seed = (std::uint64_t(m_random()) << 32) + m_random()};
        if (m_random() % 2) {
            origin.settings.prefixEndsWord = true;
            origin.settings.terms = {{.rule = TermRule::Required, .forms = {"Rechner", "Rechners \""}}, {.rule = TermRule::Forbidden, .forms = {"Komputer"}, .ignoreCase = true}};
            origin.settings.before = SegmentBefore{{"be fore", {{1, TagKind::Standalone, 2, "<br>", ""}}}, {"davor", {}}};
        }
        if (m_random() % 2)
            origin.settings.shortlist = std::string(64, 'c');
        if (m_random() % 2)
            origin.sourceTags = {{1, TagKind::Open, 0, "**", ""}, {1, TagKind::Close, 4, "**", "bold"}, {2, TagKind::Standalone, 8, "<br>", ""}};
        return origin;
    }

    CapturedToken makeToken(std::size_t place)
    {
        static const std::string pieces[] = {"▁Haus", ",", "\"", "<0x0A>", "👍", ""};
        return {.id = static_cast<TokenId>(m_random() % 16000), .piece = pieces[m_random() % std::size(pieces)], .phase = m_random() % 2 ? Phase::Generated : Phase::Prompt,
                .control = m_random() % 5 == 0, .byteFallback = m_random() % 7 == 0, .spanBytes = {place, place + 3}, .spanUtf16 = {place, place + 1},
                .logProbability = -1e-7F * anyFloat()};
    }

    TokenRouting makeRow(const RoutingCapture &head)
    {
        TokenRouting row;
        for (int group = 0; group < head.layers() * head.groups; ++group) {
            const auto first = m_random();
            for (int rank = 0; rank < head.topK; ++rank) {   // different experts; -1 is one of them
                row.choices.push_back(static_cast<std::int16_t>(static_cast<int>((first + static_cast<unsigned>(rank)) % static_cast<unsigned>(head.expertsPerGroup + 1)) - 1));
                row.weights.push_back(4 * anyFloat());
            }
            for (int expert = 0; head.level == CaptureLevel::Probabilities && expert < head.expertsPerGroup; ++expert)
                row.gateProbabilities.push_back(anyFloat());
        }
        return row;
    }

    std::mt19937 m_random;
};

std::vector<RoutingCapture> someCaptures(unsigned seed, int topK = 1)
{
    CaptureMaker maker(seed);
    std::vector<RoutingCapture> captures;
    for (const std::size_t tokens : {7U, 1U, 12U})
        captures.push_back(maker.make(tokens, CaptureLevel::Probabilities, {1, 3, 5}, 4, 2, topK));
    return captures;
}

template <typename T>
void compareArray(const QJsonObject &npz, const char *name, const char *type, const std::vector<std::size_t> &shape, const std::vector<T> &expected)
{
    const QJsonObject array = npz[QLatin1String(name)].toObject();
    QCOMPARE(array[QLatin1String("type")].toString(), QLatin1String(type));
    const QJsonArray axes = array[QLatin1String("shape")].toArray();
    QCOMPARE(std::size_t(axes.size()), shape.size());
    for (std::size_t axis = 0; axis < shape.size(); ++axis)
        QCOMPARE(std::size_t(axes[qsizetype(axis)].toInt()), shape[axis]);
    const QJsonArray values = array[QLatin1String("values")].toArray();
    QCOMPARE(std::size_t(values.size()), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        QCOMPARE(static_cast<T>(values[qsizetype(i)].toDouble()), expected[i]);
}

}  // namespace

class TestCaptureFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jsonComesBackEqual_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<bool>("probabilities");
        QTest::addColumn<int>("groups");
        QTest::addColumn<int>("topK");
        QTest::newRow("probabilities") << 9 << true << 2 << 1;
        QTest::newRow("choices only") << 9 << false << 2 << 1;
        QTest::newRow("LM experts only") << 4 << true << 1 << 1;
        QTest::newRow("no token") << 0 << true << 2 << 1;
        QTest::newRow("two of a group") << 9 << true << 2 << 2;
        QTest::newRow("three of a group, choices only") << 9 << false << 1 << 3;
        QTest::newRow("two of a group, no token") << 0 << true << 2 << 2;
    }

    void jsonComesBackEqual()
    {
        QFETCH(int, tokens);
        QFETCH(bool, probabilities);
        QFETCH(int, groups);
        QFETCH(int, topK);
        for (unsigned seed = 0; seed < 20; ++seed) {
            CaptureMaker maker(seed);
            const CaptureLevel level = probabilities ? CaptureLevel::Probabilities : CaptureLevel::Choices;
            const std::vector<RoutingCapture> captures{maker.make(std::size_t(tokens), level, {1, 3}, 4, groups, topK), maker.make(3, level, {2}, 3, groups)};
            const Result<std::string> json = capturesToJson(captures);
            QVERIFY(json);
            const Result<std::vector<RoutingCapture>> again = capturesFromJson(*json, "test");
            QVERIFY2(again, again ? "" : again.error().sentence().c_str());
            QVERIFY(*again == captures);
        }
    }

    void fileComesBackEqual()
    {
        const QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("routing.json")).toStdString();
        const std::vector<RoutingCapture> captures = someCaptures(1);
        QVERIFY(writeCaptures(file, captures));
        QVERIFY(readCaptures(file).value() == captures);
        QVERIFY(writeCaptures(file, {}));
        QVERIFY(readCaptures(file).value().empty());
    }

    // A group that chooses one expert is written without the axis of ranks, so that earlier readers know it.
    void ranksAreAnAxisOnlyWhereThereAreSeveral()
    {
        const std::string one = *capturesToJson(someCaptures(2)), two = *capturesToJson(someCaptures(2, 2));
        const CaptureJson first = CaptureJson::parse(one)["captures"][0], second = CaptureJson::parse(two)["captures"][0];
        QVERIFY(!first.contains("top_k") && first["chosen"][0][0][0].is_number());
        QVERIFY(second["top_k"] == 2 && second["chosen"][0][0][0].size() == 2 && second["weight"][2][6][1].size() == 2);
        QCOMPARE(std::count(one.begin(), one.end(), '\n'), std::count(two.begin(), two.end(), '\n') - 3);   // a line for top_k in each capture, none for the ranks
    }

    void ranksAreChecked()
    {
        const CaptureJson good = CaptureJson::parse(*capturesToJson(someCaptures(3, 2)));
        const auto sentenceFor = [&](const char *pointer, const CaptureJson &value) {
            CaptureJson json = good;
            json[CaptureJson::json_pointer(pointer)] = value;
            const auto read = capturesFromJson(json.dump(), "file");
            return read ? QString() : QString::fromStdString(read.error().sentence());
        };
        QVERIFY(sentenceFor("/captures/0/top_k", 0).contains(QStringLiteral("\"top_k\" is 0; expected 1 to 4")));
        QVERIFY(sentenceFor("/captures/0/top_k", 5).contains(QStringLiteral("\"top_k\" is 5; expected 1 to 4")));
        QVERIFY(sentenceFor("/captures/0/top_k", 1).contains(QStringLiteral("\"chosen\" is not 3 lists of 7 lists of 2 numbers")));
        QVERIFY(sentenceFor("/captures/0/weight/0/0/0", {1}).contains(QStringLiteral("\"weight\" is not 3 lists of 7 lists of 2 lists of 2 numbers")));
    }

    void damagedJsonIsRefused()
    {
        const std::string json = *capturesToJson(someCaptures(2));
        for (std::size_t length = 0; length + 2 < json.size(); length += 97)
            QVERIFY(!capturesFromJson(std::string_view(json).substr(0, length), "cut"));
    }

    void everyKeyIsChecked_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *pointer, const char *value, const char *message) {
            QTest::newRow(pointer) << QString::fromUtf8(pointer) << QString::fromUtf8(value) << QString::fromUtf8(message);
        };
        row("/format", "\"picture\"", "not a routing capture");
        row("/version", "3", "has format version 3");
        row("/captures/0/groups", "3", "at most 2 groups");
        row("/captures/0/level", "\"all\"", "\"level\" is \"all\"");
        row("/captures/0/layer_index/0", "\"a\"", "\"layer_index\"");
        row("/captures/0/layer_index", "[1]", "\"gate_probability\" is not 1 lists");
        row("/captures/1/gate_probability/0/0/0", "null", "capture 2: \"gate_probability\"");
        row("/captures/0/chosen/0/0/0", "4", "holds expert 4; expected -1 to 3");
        row("/captures/0/chosen/0/0/0", "70000", "\"chosen\" is not");
        row("/captures/0/weight/0/0", "[1]", "\"weight\" is not");
        row("/captures/0/tokens/2/span_utf16", "[3, 1]", "token 3: a span");
        row("/captures/0/tokens/2/phase", "\"later\"", "\"tokens.phase\"");
        row("/captures/0/tokens/0/colour", "1", "unknown key \"tokens.colour\"");
        row("/captures/0/origin/settings/beam", "77", "not those of the fingerprint");
        row("/captures/0/origin/settings/beam", "0", "\"origin.settings.beam\" is 0; expected 1 to 1024");
        row("/captures/0/origin/settings/temper", "1", "unknown key \"origin.settings.temper\"");
        row("/captures/0/origin/settings/sampling", "{}", "\"origin.settings.sampling.temperature\" is missing");
        row("/captures/0/origin/settings/shortlist", "true", "\"origin.settings.shortlist\"");
        row("/captures/0/origin/settings/terms", R"([{"rule": "maybe", "forms": [], "ignore_case": false}])", "term 1: \"origin.settings.terms.rule\"");
        row("/captures/0/origin/settings/before", R"({"source": {"text": "a", "tags": []}})", "\"origin.settings.before.target\" is missing");
        row("/captures/0/origin/fingerprints/build", "1", "\"origin.fingerprints.build\" is 1; expected a text");
        row("/captures/0/origin/source_tags", R"([{"id": 1, "kind": "open", "offset": 99, "code": "", "display": ""}])", "\"origin.source_tags\" do not fit their text");
        row("/captures/0/origin/source_tags", R"([{"id": 1, "kind": "wide", "offset": 0, "code": "", "display": ""}])", "tag 1: \"origin.source_tags.kind\"");
        row("/captures/0/to", "\"fr\"", "not those of the fingerprint");
        row("/captures/0/interventions/0/factor", "0.7", "not those of the fingerprint");
        row("/captures/0/interventions/0/first_bin", "1", "unknown key \"interventions.first_bin\"");
        row("/captures/0/interventions/1/last_bin", "null", "\"interventions.last_bin\" is null");
        row("/captures/0/interventions/0/kind", "\"kill\"", "\"interventions.kind\"");
    }

    void everyKeyIsChecked()
    {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QString, message);
        CaptureJson json = CaptureJson::parse(*capturesToJson(someCaptures(3)));
        json[CaptureJson::json_pointer(pointer.toStdString())] = CaptureJson::parse(value.toStdString());
        const Result<std::vector<RoutingCapture>> read = capturesFromJson(json.dump(), "file");
        QVERIFY(!read);
        const QString sentence = QString::fromStdString(read.error().sentence());
        QVERIFY2(sentence.contains(message), qPrintable(sentence));
    }

    void version1IsRead()
    {
        const auto captures = readCaptures(INTERLINEAR_SOURCE_DIR "/tests/golden/routing/version-1.json");
        QVERIFY2(captures, captures ? "" : captures.error().sentence().c_str());
        QCOMPARE(captures->size(), std::size_t(1));
        const RoutingCapture &capture = captures->front();
        QVERIFY(!capture.origin && settingsFingerprint(capture).empty());
        QVERIFY(capture.sourceText == "Hi." && capture.targetText == "Hallo!" && capture.tokenCount() == 9);
        QCOMPARE(capture.gateProbability(0, 0, 3), 0.8612837F);
        QVERIFY(capturesFromJson(*capturesToJson(*captures), "again").value() == *captures);
    }

    void whatDecidesTheTextIsInTheFingerprint()
    {
        const RoutingCapture capture = someCaptures(11).front();
        const std::string fingerprint = settingsFingerprint(capture);
        QCOMPARE(fingerprint.size(), std::size_t(64));
        const auto changed = [&](auto change) {
            RoutingCapture other = capture;
            change(other);
            return settingsFingerprint(other) != fingerprint;
        };
        QVERIFY(changed([](RoutingCapture &other) { other.origin->settings.beamSize += 1; }));
        QVERIFY(changed([](RoutingCapture &other) { other.origin->settings.lengthPenalty += 0.125F; }));
        QVERIFY(changed([](RoutingCapture &other) { other.origin->settings.maxNewTokens += 1; }));
        QVERIFY(changed([](RoutingCapture &other) { other.origin->settings.forcedPrefix += "x"; }));
        QVERIFY(changed([](RoutingCapture &other) { other.origin->settings.prefixEndsWord = !other.origin->settings.prefixEndsWord; }));
        QVERIFY(changed([](RoutingCapture &other) { other.origin->settings.terms.push_back({.forms = {"x"}}); }));
        QVERIFY(changed([](RoutingCapture &other) { other.origin->settings.before = SegmentBefore{{"x"}, {"y"}}; }));
        QVERIFY(changed([](RoutingCapture &other) { other.origin->settings.shortlist += "d"; }));
        QVERIFY(changed([](RoutingCapture &other) { other.origin->settings.sampling = Sampling{.seed = 9}; }));
        QVERIFY(changed([](RoutingCapture &other) { other.origin->precision = "int8"; }));
        QVERIFY(changed([](RoutingCapture &other) { other.origin->instructions = "portable"; }));
        QVERIFY(changed([](RoutingCapture &other) { other.toLanguage = "fr"; }));
        QVERIFY(changed([](RoutingCapture &other) { other.interventions.clear(); }));
        QVERIFY(!changed([](RoutingCapture &other) { other.sourceText += "x"; other.targetText += "x"; other.modelFingerprint = "another"; other.origin->build = "another"; }));
    }

    void infinityIsRefused()
    {
        std::vector<RoutingCapture> captures = someCaptures(4);
        captures[1].weights[0] = std::numeric_limits<float>::infinity();
        QCOMPARE(capturesToJson(captures).error().code, ErrorCode::OutOfRange);
    }

    void numpyReadsTheSame_data()
    {
        QTest::addColumn<int>("topK");
        QTest::newRow("one of a group") << 1;
        QTest::newRow("two of a group") << 2;
    }

    void numpyReadsTheSame()
    {
        QFETCH(int, topK);
        const QString python = qEnvironmentVariable("INTERLINEAR_JUDGES");
        if (python.isEmpty())
            QSKIP("INTERLINEAR_JUDGES names no Python with numpy");
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("routing.npz"));
        const std::vector<RoutingCapture> captures = someCaptures(5, topK);
        QVERIFY(writeCaptures(file.toStdString(), captures));
        QProcess reader;
        reader.start(python, {QStringLiteral(INTERLINEAR_SOURCE_DIR "/tests/unit/mixmoe/store/read_npz.py"), file});
        QVERIFY(reader.waitForFinished(60'000));
        QVERIFY2(reader.exitCode() == 0, reader.readAllStandardError().constData());
        const QJsonObject npz = QJsonDocument::fromJson(reader.readAllStandardOutput()).object();
        compareWithNumpy(npz, captures);
    }

    void npzRefusesMixedModels()
    {
        CaptureMaker maker(6);
        const RoutingCapture capture = maker.make(2, CaptureLevel::Choices, {1}, 4, 2);
        for (const RoutingCapture &other : {maker.make(2, CaptureLevel::Choices, {1, 3}, 4, 2), maker.make(2, CaptureLevel::Choices, {1}, 4, 2, 2)})
            QCOMPARE(capturesToNpz(std::vector{capture, other}).error().code, ErrorCode::InvalidArgument);
    }

    void csvHasOneRowAnExpert()
    {
        const std::vector<RoutingCapture> captures = someCaptures(7);
        const QStringList rows = QString::fromStdString(capturesToCsv(captures)).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(rows.size(), 1 + 3 * (7 + 1 + 12) * 8);

        const RoutingCapture &first = captures[0];
        const QStringList last = rows[8].split(QLatin1Char(','));
        QCOMPARE(last[0], QStringLiteral("0"));
        QCOMPARE(last[1], QStringLiteral("1"));
        QCOMPARE(last[2], QStringLiteral("0"));
        const QStringList tail = last.mid(last.size() - 5);
        QCOMPARE(tail[0], QStringLiteral("MT"));
        QCOMPARE(tail[1], QStringLiteral("3"));
        QCOMPARE(tail[2].toFloat(), first.gateProbability(0, 0, 7));
        const bool chosen = first.chosen(0, 0, ExpertGroup::Translation) == 3;
        QCOMPARE(tail[3].toInt(), int(chosen));
        QCOMPARE(tail[4].toFloat(), chosen ? first.weight(0, 0, ExpertGroup::Translation) : 0.0F);
    }

    void csvMarksEveryChosenExpert()
    {
        const RoutingCapture capture = CaptureMaker(10).make(6, CaptureLevel::Choices, {1, 3}, 4, 2, 3);
        const QStringList rows = QString::fromStdString(capturesToCsv({&capture, 1})).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        for (qsizetype row = 1; row < rows.size(); ++row) {
            const auto at = static_cast<std::size_t>(row - 1);
            const int layer = static_cast<int>(at / (6 * 8)), expert = static_cast<int>(at % 8);
            const auto group = static_cast<ExpertGroup>(expert / 4);
            float weight = 0;
            int chosen = 0;
            for (int rank = 0; rank < 3; ++rank) {
                const bool same = capture.chosenAt(layer, at / 8 % 6, group, rank) == expert % 4;
                chosen += same;
                weight = same ? capture.weightAt(layer, at / 8 % 6, group, rank) : weight;
            }
            const QStringList tail = rows[row].split(QLatin1Char(',')).last(2);
            QCOMPARE(tail[0].toInt(), chosen);
            QCOMPARE(tail[1].toFloat(), weight);
        }
    }

    void csvQuotesPieces()
    {
        RoutingCapture capture = CaptureMaker(8).make(1, CaptureLevel::Choices, {1}, 1, 1);
        capture.tokens[0].piece = "\",";
        QVERIFY(capturesToCsv({&capture, 1}).find(",\"\"\",\",") != std::string::npos);
    }

    void unknownExtensionIsRefused()
    {
        const Result<void> written = writeCaptures("/nowhere/routing.parquet", someCaptures(9));
        QCOMPARE(QString::fromStdString(written.error().sentence()),
                 QStringLiteral("/nowhere/routing.parquet: routing is written as .json, .npz or .csv, not as \".parquet\""));
    }

private:
    static void compareWithNumpy(const QJsonObject &npz, const std::vector<RoutingCapture> &captures)
    {
        std::vector<float> gate, weight;
        std::vector<std::int16_t> chosen;
        std::vector<int> segment, id, phase, spans;
        for (int layer = 0; layer < 3; ++layer) {
            for (const RoutingCapture &capture : captures) {
                for (std::size_t token = 0; token < capture.tokenCount(); ++token) {
                    for (int expert = 0; expert < 8; ++expert)
                        gate.push_back(capture.gateProbability(layer, token, expert));
                    for (const ExpertGroup group : {ExpertGroup::LanguageModel, ExpertGroup::Translation}) {
                        for (int rank = 0; rank < capture.topK; ++rank) {
                            chosen.push_back(static_cast<std::int16_t>(capture.chosenAt(layer, token, group, rank)));
                            weight.push_back(capture.weightAt(layer, token, group, rank));
                        }
                    }
                }
            }
        }
        for (std::size_t i = 0; i < captures.size(); ++i) {
            for (const CapturedToken &token : captures[i].tokens) {
                segment.push_back(int(i));
                id.push_back(token.id);
                phase.push_back(int(token.phase));
                spans.insert(spans.end(), {int(token.spanUtf16.begin), int(token.spanUtf16.end)});
            }
        }
        const std::size_t tokens = id.size();
        compareArray(npz, "gate_probability", "<f4", {3, tokens, 8}, gate);
        std::vector<std::size_t> choiceAxes{3, tokens, 2};
        if (captures.front().topK > 1)
            choiceAxes.push_back(static_cast<std::size_t>(captures.front().topK));
        compareArray(npz, "chosen", "<i2", choiceAxes, chosen);
        compareArray(npz, "weight", "<f4", choiceAxes, weight);
        compareArray(npz, "group", "|i1", {8}, std::vector<int>{0, 0, 0, 0, 1, 1, 1, 1});
        compareArray(npz, "layer_index", "<i4", {3}, std::vector<int>{1, 3, 5});
        compareArray(npz, "segment", "<i4", {tokens}, segment);
        compareArray(npz, "token_id", "<i4", {tokens}, id);
        compareArray(npz, "phase", "|i1", {tokens}, phase);
        compareArray(npz, "span_utf16", "<i4", {tokens, 2}, spans);

        const QJsonObject header = npz[QLatin1String("header")][QLatin1String("values")].toObject();
        const QJsonObject first = header[QLatin1String("captures")][0].toObject();
        QCOMPARE(first[QLatin1String("source")].toString(), QString::fromStdString(captures[0].sourceText));
        QCOMPARE(first[QLatin1String("model")][QLatin1String("fingerprint")].toString(), QStringLiteral("0123abcd"));
        const QJsonObject origin = first[QLatin1String("origin")].toObject();
        QCOMPARE(origin[QLatin1String("fingerprints")][QLatin1String("settings")].toString(), QString::fromStdString(settingsFingerprint(captures[0])));
        QCOMPARE(origin[QLatin1String("settings")][QLatin1String("beam")].toInt(), captures[0].origin->settings.beamSize);
        QCOMPARE(std::size_t(first[QLatin1String("pieces")].toArray().size()), captures[0].tokenCount());
    }
};

QTEST_APPLESS_MAIN(TestCaptureFile)
#include "tst_capture_file.moc"
