// A translator types along the suggestion, or something else: the model that ships goes on as it does without a draft, and in few passes.
#include "engine/core/utf8.h"
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "tests/support/must.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

struct Continued {
    Translation plain, drafted;

    bool same() const
    {
        const auto sameLink = [](const SourceTargetLink &x, const SourceTargetLink &y) { return x.source == y.source && x.target == y.target && x.confidence == y.confidence; };
        return drafted.target == plain.target && drafted.tokens == plain.tokens && drafted.logProbabilities == plain.logProbabilities && drafted.typedTokens == plain.typedTokens
            && drafted.complete == plain.complete && drafted.confidence == plain.confidence && drafted.capture->choices == plain.capture->choices
            && std::ranges::equal(drafted.alignment, plain.alignment, sameLink);
    }
};

}  // namespace

class TypedTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void along_data();
    void along();
    void aShortTextTakesOnePass();
    void aFullBatchGivesTheSame();
    void anotherWordBringsItsOwnText();

private:
    TranslateRequest english(const std::string &source) const { return {.source = {source, {}}, .from = "en", .to = "de", .capture = CaptureLevel::Choices}; }
    Continued continued(TranslateRequest request, const TaggedText &suggestion)
    {
        Continued found{.plain = must(translate(*m_runtime, *m_model, request, {}, {})), .drafted = {}};
        request.draft = suggestion;
        found.drafted = must(translate(*m_runtime, *m_model, request, {}, {}));
        return found;
    }

    std::shared_ptr<const Model> m_model;
    std::unique_ptr<Runtime> m_runtime;
};

void TypedTextTest::initTestCase()
{
    m_model = must(loadModel(INTERLINEAR_SOURCE_DIR "/resources/models/european"));
    m_runtime = must(makeCpuRuntime(m_model, {.threads = 2, .weights = WeightType::Int8}));
}

void TypedTextTest::along_data()
{
    QTest::addColumn<QString>("source");
    QTest::newRow("short") << "Good morning.";
    QTest::newRow("one sentence") << "The house stands beside the river and has a green door.";
    QTest::newRow("two sentences") << "The commission has adopted the report. It will be discussed in the parliament next week.";
}

// Behind each character of it; now and then a word is to end there, or a limit comes in the middle of what is tried.
void TypedTextTest::along()
{
    QFETCH(QString, source);
    TranslateRequest request = english(source.toStdString());
    const Translation suggestion = must(translate(*m_runtime, *m_model, request, {}, {}));
    const std::string &text = suggestion.target.text;
    int plainSteps = 0, draftedSteps = 0;
    for (std::size_t length = 1; length <= text.size(); ++length) {
        request.forcedPrefix = text.substr(0, length);
        if (firstInvalidUtf8(request.forcedPrefix))
            continue;
        request.prefixEndsWord = length % 3 == 0;
        request.maxNewTokens = length % 5 == 0 ? static_cast<int>(length % 4) : 0;
        const Continued found = continued(request, suggestion.target);
        QVERIFY(found.drafted.target.text.starts_with(request.forcedPrefix));
        QVERIFY(found.same());
        QVERIFY(found.drafted.steps <= found.plain.steps);
        if (request.prefixEndsWord || request.maxNewTokens > 0)
            continue;
        plainSteps += found.plain.steps;
        draftedSteps += found.drafted.steps;
    }
    QVERIFY(3 * draftedSteps < plainSteps);
}

// Prompt, typed words, the piece that spells what was typed of the next one, and all that the draft has behind it.
void TypedTextTest::aShortTextTakesOnePass()
{
    TranslateRequest request = english("Good morning.");
    const Translation suggestion = must(translate(*m_runtime, *m_model, request, {}, {}));
    for (std::size_t length = 1; length <= suggestion.target.text.size(); ++length) {
        request.forcedPrefix = suggestion.target.text.substr(0, length);
        QCOMPARE(continued(request, suggestion.target).drafted.steps, 1);
    }
}

void TypedTextTest::anotherWordBringsItsOwnText()
{
    TranslateRequest request = english("The house stands beside the river.");
    const Translation suggestion = must(translate(*m_runtime, *m_model, request, {}, {}));
    for (const std::string typed : {"D", "Ein", "Ein Haus", "Das Gebäude ", "Das Gebäude st", "xyz", "Das Haus steht neben dem Flu", "Das Haus steht am "}) {
        request.forcedPrefix = typed;
        const Continued found = continued(request, suggestion.target);
        QVERIFY(found.drafted.target.text.starts_with(typed));
        QVERIFY(found.same());
    }
}

// Where sentences leave no place for what is tried.
void TypedTextTest::aFullBatchGivesTheSame()
{
    TranslateRequest request = english("The house stands beside the river and has a green door.");
    request.forcedPrefix = "Das Haus st";
    const Translation plain = must(translate(*m_runtime, *m_model, request, {}, {}));
    request.draft = plain.target;
    for (const std::size_t count : {1, 7, 32}) {
        for (const Result<Translation> &drafted : translateBatch(*m_runtime, *m_model, std::vector<TranslateRequest>(count, request), {}, {.maxSequences = 32}))
            QVERIFY((Continued{plain, must(drafted)}.same()));
    }
}

QTEST_APPLESS_MAIN(TypedTextTest)
#include "tst_typed_text.moc"
