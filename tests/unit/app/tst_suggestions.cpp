// Suggestions for the open segment: made ahead, made again as the beginning is typed, never for a segment that is no longer open.
#include "app/workbench/suggestions.h"
#include "engine/mixmoe/model/model.h"
#include "tests/support/tiny_model.h"
#include "tests/unit/mixmoe/serve/gated_runtime.h"

#include <QSignalSpy>
#include <QTest>

using namespace interlinear;
using namespace interlinear::mixmoe;
using interlinear::tests::Gate;
using interlinear::tests::gatedRuntimes;
using interlinear::tests::tinyModel;
using interlinear::workbench::EngineService;
using interlinear::workbench::Suggestions;
using interlinear::workbench::SuggestionSubject;
using interlinear::workbench::TranslationPointer;

class TestSuggestions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_gate = std::make_shared<Gate>();
        m_engine = std::make_unique<EngineService>();
        m_suggestions = std::make_unique<Suggestions>(*m_engine);
        m_suggestions->setLanguages("en", "de");
        load(tinyModel());
    }

    void cleanup()
    {
        m_gate->open();
        m_suggestions.reset();
        m_engine.reset();
    }

    void streamsThenFinishesWithTheCaptureOfThatText()
    {
        QSignalSpy began(m_suggestions.get(), &Suggestions::began);
        QSignalSpy stepped(m_suggestions.get(), &Suggestions::stepped);
        QSignalSpy finished(m_suggestions.get(), &Suggestions::finished);
        m_suggestions->open({.key = "1", .source = {"good day", {}}}, {});
        QVERIFY(finished.wait());
        QVERIFY(!began.isEmpty());
        QCOMPARE(static_cast<std::size_t>(stepped.size()), m_suggestions->current()->tokens.size());
        QCOMPARE(m_suggestions->current()->capture->targetText, m_suggestions->current()->target.text);
    }

    void theNextOneIsMadeAhead()
    {
        QSignalSpy translated(m_engine.get(), &EngineService::translated);
        const SuggestionSubject next{.key = "2", .source = {"a house", {}}};
        m_suggestions->open({.key = "1", .source = {"good day", {}}}, {next});
        while (translated.size() < 2)
            QVERIFY(translated.wait());
        m_gate->close();   // the engine cannot answer any more
        m_suggestions->open(next, {});
        QVERIFY(m_suggestions->current());
        QCOMPARE(m_suggestions->current()->capture->sourceText, std::string("a house"));
    }

    void whatTheTermbaseAsksIsObeyed()
    {
        const std::vector<TermConstraint> terms{{.forms = {"Haus"}}};
        QSignalSpy finished(m_suggestions.get(), &Suggestions::finished), translated(m_engine.get(), &EngineService::translated);
        const SuggestionSubject next{.key = "2", .source = {"a house", {}}};
        m_suggestions->open({.key = "1", .source = {"good day", {}}}, {next});
        m_suggestions->setTerms("1", terms);   // before anything was asked
        QVERIFY(finished.wait());
        QVERIFY(m_suggestions->current()->target.text.contains("Haus"));
        while (translated.size() < 2)
            QVERIFY(translated.wait());
        m_suggestions->setTerms("1", terms);
        QVERIFY(m_suggestions->current());     // the same again
        m_suggestions->setTerms("2", terms);
        m_suggestions->open(next, {});         // what was made ahead had not obeyed them
        QVERIFY(!m_suggestions->current());
        QVERIFY(finished.wait());
        const std::string obeying = m_suggestions->current()->target.text;
        QVERIFY(obeying.contains("Haus"));
        m_suggestions->setTerms("2", {});
        QVERIFY(!m_suggestions->current());
        QVERIFY(finished.wait());
        QVERIFY(m_suggestions->current()->target.text != obeying);
    }

    void theSegmentBeforeIsReadByModelsThatWereTrainedTo()
    {
        const SuggestionSubject alone{.key = "2", .source = {"a house", {}}};
        const SuggestionSubject behind{.key = "2", .source = {"a house", {}}, .before = SegmentBefore{{"good day", {}}, {"guten Tag", {}}}};
        QVERIFY(!m_suggestions->requestFor(behind).before);
        QSignalSpy loaded(m_engine.get(), &EngineService::modelLoaded);
        auto config = interlinear::tests::tinyConfig();
        config.contextTokens = 100;
        m_engine->load([config] { return Result<std::shared_ptr<const Model>>(tinyModel({.config = config})); }, gatedRuntimes(m_gate));
        QVERIFY(loaded.wait());
        QVERIFY(m_suggestions->requestFor(behind).before == behind.before);

        QSignalSpy translated(m_engine.get(), &EngineService::translated);
        m_suggestions->open({.key = "1", .source = {"good day", {}}}, {alone});
        while (translated.size() < 2)
            QVERIFY(translated.wait());
        QSignalSpy finished(m_suggestions.get(), &Suggestions::finished);
        m_suggestions->open(behind, {});   // what was made ahead had not read the confirmed segment
        QVERIFY(!m_suggestions->current());
        QVERIFY(finished.wait());
        const std::size_t read = m_suggestions->current()->capture->tokenCount() - m_suggestions->current()->tokens.size();
        m_suggestions->open({.key = "3", .source = alone.source}, {});
        QVERIFY(finished.wait());
        QVERIFY(read > m_suggestions->current()->capture->tokenCount() - m_suggestions->current()->tokens.size());
    }

    void anOldSegmentSaysNothingMore()
    {
        m_gate->close();
        m_suggestions->open({.key = "1", .source = {"good day", {}}}, {});
        m_suggestions->setDraft("1", {});
        m_gate->waitForStep();
        QSignalSpy finished(m_suggestions.get(), &Suggestions::finished);
        m_suggestions->open({.key = "2", .source = {"a house", {}}}, {});
        m_gate->open();
        QVERIFY(finished.wait());
        QCOMPARE(finished.size(), 1);
        QCOMPARE(m_suggestions->current()->capture->sourceText, std::string("a house"));
    }

    void continuesWhatIsTyped()
    {
        QSignalSpy finished(m_suggestions.get(), &Suggestions::finished);
        m_suggestions->open({.key = "1", .source = {"good day", {}}}, {});
        QVERIFY(finished.wait());
        m_suggestions->retype("Gut");
        QVERIFY(!m_suggestions->current());
        QVERIFY(finished.wait());
        QVERIFY(m_suggestions->current()->target.text.starts_with("Gut"));
    }

    void aDraftSavesStepsAndChangesNothing()
    {
        load(modelThatShips());
        m_suggestions->open({.key = "1", .source = {"The house is green.", {}}}, {});
        m_suggestions->setDraft("1", {});
        const TranslationPointer plain = finished();
        m_suggestions->setLanguages("en", "de");   // forgets it
        m_suggestions->open({.key = "1", .source = {"The house is green.", {}}}, {});
        m_suggestions->setDraft("1", plain->target);
        const TranslationPointer drafted = finished();
        QCOMPARE(drafted->target, plain->target);
        QCOMPARE(*drafted->capture, *plain->capture);
        QVERIFY(drafted->steps < plain->steps);
    }

    void aRowAheadHasADraftToo()
    {
        load(modelThatShips());
        m_suggestions->open({.key = "2", .source = {"The house is green.", {}}}, {});
        const TranslationPointer plain = finished();
        m_suggestions->setLanguages("en", "de");
        QSignalSpy translated(m_engine.get(), &EngineService::translated);
        m_suggestions->open({.key = "1", .source = {"good day", {}}}, {{.key = "2", .source = {"The house is green.", {}}}});
        m_suggestions->setDraft("2", plain->target);
        m_suggestions->setDraft("1", {});
        QTRY_COMPARE(translated.size(), 2);
        const auto ahead = translated.last().at(1).value<TranslationPointer>();
        QCOMPARE(ahead->target, plain->target);
        QVERIFY(ahead->steps < plain->steps);
    }

    void theLastSuggestionIsTheDraftOfTheNext()
    {
        load(modelThatShips());
        m_suggestions->open({.key = "1", .source = {"The house is green.", {}}}, {});
        const std::string text = finished()->target.text;
        m_suggestions->setDraft("1", {"nothing like it", {}});   // too late, and no better
        m_suggestions->retype(QString::fromStdString(text).left(4).toStdString());
        const TranslationPointer again = finished();
        TranslateRequest request = m_suggestions->requestFor(*m_suggestions->subject());
        request.draft = {};
        QSignalSpy translated(m_engine.get(), &EngineService::translated);
        m_engine->request("other", Priority::Caret, request);
        QVERIFY(translated.wait());
        const auto plain = translated.first().at(1).value<TranslationPointer>();
        QCOMPARE(again->target, plain->target);
        QVERIFY(again->steps < plain->steps);
    }

    void aSilentMemoryIsNotWaitedFor()
    {
        m_suggestions->open({.key = "1", .source = {"good day", {}}}, {});
        m_suggestions->setDraft("2", {});   // of another segment
        QVERIFY(finished());
    }

    void whatIsTypedDoesNotWaitForTheMemory()
    {
        QSignalSpy began(m_suggestions.get(), &Suggestions::began);
        m_suggestions->open({.key = "1", .source = {"good day", {}}}, {});
        QVERIFY(began.isEmpty());
        m_suggestions->retype("Da");
        QCOMPARE(began.size(), 1);
        QVERIFY(finished()->target.text.starts_with("Da"));
    }

    void aClosedOneIsSilent()
    {
        QSignalSpy finished(m_suggestions.get(), &Suggestions::finished);
        QSignalSpy cancelled(m_engine.get(), &EngineService::failed);
        m_gate->close();
        m_suggestions->open({.key = "1", .source = {"good day", {}}}, {});
        m_suggestions->setDraft("1", {});
        m_gate->waitForStep();
        m_suggestions->close();
        m_gate->open();
        QVERIFY(cancelled.wait());
        QVERIFY(finished.isEmpty());
    }

private:
    static std::shared_ptr<const Model> modelThatShips()
    {
        static const auto model = loadModel(INTERLINEAR_SOURCE_DIR "/resources/models/european").value();
        return model;
    }

    void load(std::shared_ptr<const Model> model)
    {
        QSignalSpy loaded(m_engine.get(), &EngineService::modelLoaded);
        m_engine->load([model] { return Result<std::shared_ptr<const Model>>(model); }, gatedRuntimes(m_gate));
        QVERIFY(loaded.wait());
    }

    TranslationPointer finished()
    {
        QSignalSpy finished(m_suggestions.get(), &Suggestions::finished);
        if (!finished.wait())
            qFatal("no suggestion came");
        return m_suggestions->current();
    }

    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<EngineService> m_engine;
    std::unique_ptr<Suggestions> m_suggestions;
};

QTEST_MAIN(TestSuggestions)
#include "tst_suggestions.moc"
