// Everything that may come in and is not as it should be, row by row: what the service answers to each, within the steps that it promises, and that it goes on.
#include "engine/core/utf8.h"
#include "engine/mixmoe/model/safetensors.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/serve/translation_service.h"
#include "tests/support/tiny_model.h"
#include "tests/unit/mixmoe/serve/mailbox.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>

using namespace interlinear;
using namespace interlinear::mixmoe;
using interlinear::tests::Mailbox;

namespace {

using Json = nlohmann::json;

constexpr auto shippedModel = INTERLINEAR_SOURCE_DIR "/resources/models/european";

std::string repeated(const std::string &text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

void setInConfig(const std::filesystem::path &folder, const std::string &pointer, const Json &value)
{
    Json config = Json::parse(std::ifstream(folder / "config.json"));
    config[Json::json_pointer(pointer)] = value;
    std::ofstream(folder / "config.json") << config.dump();
}

struct Desk {
    Mailbox mailbox;
    std::unique_ptr<TranslationService> service = std::make_unique<TranslationService>(mailbox.poster());
    ~Desk() { service.reset(); }

    Result<LoadedModel> load(const std::filesystem::path &folder)
    {
        std::optional<Result<LoadedModel>> loaded;
        service->load(folder, {.threads = 2}, [&](Result<LoadedModel> result) { loaded = std::move(result); });
        mailbox.waitUntil([&] { return loaded.has_value(); });
        return *loaded;
    }
    Result<Translation> translate(const std::string &source, Priority priority = Priority::Caret)
    {
        std::optional<Result<Translation>> answer;
        service->request("1", priority, {.source = {source, {}}, .from = "en", .to = "de", .capture = CaptureLevel::Choices}, {},
                         [&](RequestId, Result<Translation> result) { answer = std::move(result); });
        mailbox.waitUntil([&] { return answer.has_value(); });
        return *answer;
    }
};

enum class Answer { Refused, SourceItself, Text, TextOfABeginning };

}  // namespace

Q_DECLARE_METATYPE(Answer)

class TestBadInput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_desk = std::make_unique<Desk>();
        QVERIFY(m_desk->load(shippedModel));
    }
    void cleanupTestCase() { m_desk.reset(); }

    void models_data();
    void models();
    void segments_data();
    void segments();
    void surrogatesOfAQString();

private:
    std::unique_ptr<Desk> m_desk;   // on the model that ships
};

void TestBadInput::models_data()
{
    QTest::addColumn<std::function<void(const std::filesystem::path &)>>("spoil");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("says");
    using Spoil = std::function<void(const std::filesystem::path &)>;
    const auto config = [](const char *pointer, const Json &value) -> Spoil { return [=](const auto &folder) { setInConfig(folder, pointer, value); }; };
    const auto weights = [](float value) -> Spoil {
        return [value](const auto &folder) {
            TensorMap tensors = readModelTensors(folder).value();
            tensors.at("layers.1.moe.mt.gate.weight").values[7] = value;
            if (!saveModel(folder, readModelConfig(folder / "config.json").value(), tensors, *Tokenizer::load(folder / "tokenizer.model").value(), StoredType::Float32))
                qFatal("the spoilt model cannot be written");
        };
    };
    const auto file = [](const char *name, const std::string &bytes) -> Spoil { return [=](const auto &folder) { std::ofstream(folder / name) << bytes; }; };
    QTest::newRow("sizes that disagree") << config("/hidden_size", 48) << ErrorCode::WrongModel << "the config asks for [16000, 48]";
    QTest::newRow("no experts") << config("/moe/experts_per_group", 0) << ErrorCode::OutOfRange << "experts_per_group";
    QTest::newRow("experts that do not divide") << config("/moe/experts_per_group", 7) << ErrorCode::OutOfRange << "experts_per_group";
    QTest::newRow("a larger vocabulary") << config("/vocab_size", 12001) << ErrorCode::WrongModel << "12001";
    QTest::newRow("a smaller vocabulary") << config("/vocab_size", 11999) << ErrorCode::WrongModel << "11999";
    QTest::newRow("NaN") << weights(std::numeric_limits<float>::quiet_NaN()) << ErrorCode::Damaged << "no finite number";
    QTest::newRow("infinity") << weights(std::numeric_limits<float>::infinity()) << ErrorCode::Damaged << "no finite number";
    QTest::newRow("no JSON") << file("config.json", "{") << ErrorCode::BadFormat << "config.json";
    QTest::newRow("no vocabulary") << file("tokenizer.model", "") << ErrorCode::BadFormat << "tokenizer.model";
    QTest::newRow("no weights") << file("model.safetensors", "") << ErrorCode::BadFormat << "model.safetensors";
    QTest::newRow("a folder that is not there") << Spoil([](const auto &folder) { std::filesystem::remove_all(folder); }) << ErrorCode::NotFound << "config.json";
}

void TestBadInput::models()
{
    QFETCH(std::function<void(const std::filesystem::path &)>, spoil);
    QFETCH(ErrorCode, code);
    QFETCH(QString, says);
    const QTemporaryDir temporary;
    const std::filesystem::path folder(temporary.filePath(QStringLiteral("model")).toStdString());
    tests::writeTinyModel(folder);
    Desk desk;
    QVERIFY(desk.load(folder));
    spoil(folder);
    const Result<LoadedModel> loaded = desk.load(folder);
    QVERIFY(!loaded);
    const std::string sentence = loaded.error().sentence();
    qInfo("%s", sentence.c_str());
    QCOMPARE(loaded.error().code, code);
    QVERIFY2(QString::fromStdString(sentence).contains(says), sentence.c_str());
    QVERIFY2(QString::fromStdString(sentence).contains(temporary.path()), sentence.c_str());
    QVERIFY(desk.translate("Good morning."));   // by the model that was there
}

void TestBadInput::segments_data()
{
    QTest::addColumn<std::string>("source");
    QTest::addColumn<Answer>("expected");
    QTest::newRow("empty") << std::string() << Answer::SourceItself;
    QTest::newRow("spaces") << repeated(" ", 1000) << Answer::SourceItself;
    QTest::newRow("all sorts of white space") << std::string(" \t\r\n\v\f \u00A0\u3000\u2028 ") << Answer::SourceItself;
    QTest::newRow("marks alone") << std::string("— … !!! ***") << Answer::SourceItself;
    QTest::newRow("20,000 tokens of sentences") << repeated("The small house is green. ", 4000) << Answer::TextOfABeginning;
    QTest::newRow("20,000 tokens of words") << repeated("house ", 20'000) << Answer::TextOfABeginning;
    QTest::newRow("20,000 tokens of one word") << repeated("x", 20'000) << Answer::TextOfABeginning;
    QTest::newRow("a million spaces in the middle") << "Good" + repeated(" ", 1'000'000) + "morning." << Answer::TextOfABeginning;
    QTest::newRow("emoji") << std::string("👍🏽 👨‍👩‍👧‍👦 🇩🇪🇩🇪") << Answer::SourceItself;
    QTest::newRow("Klingon of the private use area") << std::string("\uF8D0\uF8D1\uF8D2 \uF8D3\uF8D4") << Answer::Text;
    QTest::newRow("Devanagari") << std::string("नमस्ते दुनिया, यह एक वाक्य है।") << Answer::Text;
    QTest::newRow("right to left, with controls") << std::string("\u202Eשלום \u2066עולם\u2069\u202C") << Answer::Text;
    QTest::newRow("5,000 combining marks") << "e" + repeated("\u0301", 5000) << Answer::TextOfABeginning;
    QTest::newRow("5,000 zero-width joiners") << "a" + repeated("\u200D", 5000) + "b" << Answer::TextOfABeginning;
    QTest::newRow("control characters") << std::string("\0a\x01\x1B[31mred", 11) << Answer::Text;
    QTest::newRow("what looks like our own tokens") << std::string("<to:de> </s> <1> ▁▁") << Answer::Text;
    QTest::newRow("the same word for ever") << repeated("very ", 100) + "good." << Answer::Text;
    QTest::newRow("lone high surrogate as CESU-8") << std::string("a\xED\xA0\x80z") << Answer::Refused;
    QTest::newRow("lone low surrogate as CESU-8") << std::string("a\xED\xB0\x80z") << Answer::Refused;
    QTest::newRow("a pair of surrogates as CESU-8") << std::string("a\xED\xA0\xBD\xED\xB1\x8Dz") << Answer::Refused;
    QTest::newRow("half a character") << std::string("Gr\xC3") << Answer::Refused;
}

void TestBadInput::segments()
{
    QFETCH(std::string, source);
    QFETCH(Answer, expected);
    for (const Priority priority : {Priority::Caret, Priority::Document}) {
        const Result<Translation> answer = m_desk->translate(source, priority);
        if (expected == Answer::Refused) {
            QVERIFY(!answer);
            QCOMPARE(answer.error().code, ErrorCode::NotUtf8);
            continue;
        }
        QVERIFY2(answer, answer ? "" : answer.error().sentence().c_str());
        QVERIFY(!firstInvalidUtf8(answer->target.text));
        QCOMPARE(answer->sourceCut, expected == Answer::TextOfABeginning);
        const int limit = readModelConfig(std::filesystem::path(shippedModel) / "config.json")->maxPositions;
        QVERIFY(answer->steps <= limit);
        QVERIFY(answer->steps <= 1 + static_cast<int>(answer->tokens.size()));
        if (expected == Answer::SourceItself)
            QCOMPARE(answer->target.text, source);
        else
            QVERIFY(!answer->target.text.empty());
    }
    QVERIFY(m_desk->translate("Good morning."));
}

// The window's strings are UTF-16, which may hold halves of pairs; what leaves them is UTF-8.
void TestBadInput::surrogatesOfAQString()
{
    for (const QString &text : {QString(QChar(0xD800)), QStringLiteral("Good %1 morning.").arg(QChar(0xDC00)), QString(QChar(0xDC00)) + QChar(0xD800)}) {
        const std::string source = text.toStdString();
        QVERIFY(!firstInvalidUtf8(source));
        QVERIFY(m_desk->translate(source));
    }
}

QTEST_APPLESS_MAIN(TestBadInput)
#include "tst_bad_input.moc"
