// The engine as the window sees it: requests go in, signals come out on the interface thread.
//
//   EngineService engine;
//   connect(&engine, &EngineService::stepped, this, [this](mixmoe::RequestId id, const mixmoe::StepEvent &event) { … });
//   engine.loadFor({"en", "de"});
//   mixmoe::RequestId id = engine.request("12", mixmoe::Priority::Caret, {.source = {"Good morning."}, .from = "en", .to = "de"});
//
// What mixmoe::TranslationService promises holds here: a request replaces the earlier one for its segment, and each is answered once, through
// translated() or failed(). Interface thread; nothing here waits for the engine.
#pragma once

#include "engine/mixmoe/model/find_model.h"
#include "engine/mixmoe/serve/fallback_runtime.h"
#include "engine/mixmoe/serve/translation_service.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::workbench {

using AlternativesPointer = std::shared_ptr<const mixmoe::Alternatives>;

class EngineService : public QObject {
    Q_OBJECT

public:
    explicit EngineService(QObject *parent = nullptr);

    /// Loads the model that mixmoe::findModel() names for the languages, unless it was asked for already, or load() has brought another one. Where it does not
    /// know them, nothing is loaded and an earlier one is forgotten. While load() is at work nothing happens; where it fails, this is done afterwards.
    void loadFor(const mixmoe::Languages &languages);
    void load(const std::filesystem::path &folder);
    /// From any source, called on the engine thread.
    void load(mixmoe::ModelSource model, mixmoe::RuntimeSource runtime);
    /// What a runtime source hands to mixmoe::openRuntime(): deviceGivenUp() follows. Called on the engine thread.
    mixmoe::FallbackNotice fallbackNotice();

    /// Nothing while no model is there.
    const std::optional<mixmoe::LoadedModel> &loaded() const { return m_loaded; }
    /// Into and out of which loadFor() finds a model; those of a chosen one.
    mixmoe::Languages languages() const;
    /// Whether the model that is there knows all of these.
    bool canTranslate(const mixmoe::Languages &languages) const;
    /// Whether it reads the segment before the one that it translates.
    bool readsContext() const { return m_loaded && m_loaded->model->config.contextTokens > 0; }
    /// As canTranslate() of the chosen one, else of the one that loadFor() would load.
    bool knows(const mixmoe::Languages &languages) const;

    /// `segment` is the same for each request of one segment. Requests of the document job send no steps.
    mixmoe::RequestId request(const std::string &segment, mixmoe::Priority priority, mixmoe::TranslateRequest request);
    /// Answered through alternativesFound() or failed().
    mixmoe::RequestId requestAlternatives(const std::string &segment, mixmoe::AlternativesRequest request);
    void cancel(mixmoe::RequestId id);
    void cancelAll(mixmoe::Priority priority);

Q_SIGNALS:
    void modelLoaded();
    void modelFailed(const interlinear::Error &error);
    /// There is a card, but the processor does the work, from now on or from the start.
    void deviceGivenUp(const interlinear::Error &why);
    void stepped(interlinear::mixmoe::RequestId id, const interlinear::mixmoe::StepEvent &event);
    void translated(interlinear::mixmoe::RequestId id, const std::shared_ptr<const interlinear::mixmoe::Translation> &translation);
    void alternativesFound(interlinear::mixmoe::RequestId id, const std::shared_ptr<const interlinear::mixmoe::Alternatives> &found);
    /// Cancelled too.
    void failed(interlinear::mixmoe::RequestId id, const interlinear::Error &error);

private:
    void forgetModel();
    mixmoe::RuntimeSource runtimes();
    void onLoaded(const Result<mixmoe::LoadedModel> &loaded);
    void onChosen(const Result<mixmoe::LoadedModel> &loaded);

    std::optional<mixmoe::LoadedModel> m_loaded;
    bool m_chosen = false;          // a model came through load()
    int m_choosing = 0;             // calls of load() without an answer
    mixmoe::Languages m_asked;      // those that loadFor() was called for meanwhile
    std::filesystem::path m_found;  // the folder that loadFor() asked for last
    std::unique_ptr<mixmoe::TranslationService> m_service;   // last: ends its thread before all else goes
};

}  // namespace interlinear::workbench
