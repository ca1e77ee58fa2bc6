#include "app/workbench/engine_service.h"

#include "engine/mixmoe/model/config.h"
#include "engine/mixmoe/serve/prepared_model.h"

#include <utility>

namespace interlinear::workbench {

using namespace mixmoe;

namespace {

/// False where the config cannot be read: loading the model says why.
bool lacks(const std::filesystem::path &folder, const Languages &languages)
{
    const Result<ModelConfig> config = readModelConfig(folder / "config.json");
    return config && !config->knows(languages);
}

}  // namespace

EngineService::EngineService(QObject *parent)
    : QObject(parent)
    , m_service(std::make_unique<TranslationService>(
          [this](std::function<void()> call) { QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection); }))
{
}

void EngineService::loadFor(const Languages &languages)
{
    if (m_choosing > 0)
        m_asked = languages;
    if (m_chosen || m_choosing > 0)
        return;
    const Result<std::filesystem::path> folder = findModel(languages);
    if (folder && lacks(*folder, languages))
        return forgetModel();
    if (folder && *folder == m_found)
        return;
    m_found = folder.value_or(std::filesystem::path());
    const auto source = [folder]() -> Result<std::shared_ptr<const Model>> {
        return folder ? prepareModel(*folder, {}) : Result<std::shared_ptr<const Model>>(std::unexpected(folder.error()));
    };
    m_service->load(source, runtimes(),
                    [this, asked = m_found](const Result<LoadedModel> &loaded) {
                        if (asked != m_found)
                            return;
                        if (!loaded)
                            m_found.clear();   // the next time it is tried again
                        onLoaded(loaded);
                    });
}

void EngineService::forgetModel()
{
    m_found.clear();
    m_loaded.reset();
    m_service->unload();
}

void EngineService::load(const std::filesystem::path &folder)
{
    load([folder] { return prepareModel(folder, {}); }, runtimes());
}

void EngineService::load(ModelSource model, RuntimeSource runtime)
{
    ++m_choosing;
    m_service->load(std::move(model), std::move(runtime), [this](const Result<LoadedModel> &loaded) { onChosen(loaded); });
}

FallbackNotice EngineService::fallbackNotice()
{
    return [this](const Error &why) { QMetaObject::invokeMethod(this, [this, why] { Q_EMIT deviceGivenUp(why); }, Qt::QueuedConnection); };
}

RuntimeSource EngineService::runtimes()
{
    return [notice = fallbackNotice()](std::shared_ptr<const Model> model) { return openRuntime(std::move(model), {}, notice); };
}

void EngineService::onChosen(const Result<LoadedModel> &loaded)
{
    --m_choosing;
    m_chosen = m_chosen || loaded.has_value();
    onLoaded(loaded);
    if (const Languages asked = std::exchange(m_asked, {}); !asked.empty())
        loadFor(asked);
}

void EngineService::onLoaded(const Result<LoadedModel> &loaded)
{
    if (loaded) {
        m_loaded = *loaded;
        Q_EMIT modelLoaded();
    } else if (loaded.error().code != ErrorCode::Cancelled) {
        Q_EMIT modelFailed(loaded.error());
    }
}

Languages EngineService::languages() const
{
    return m_chosen && m_loaded ? m_loaded->model->config.languages : languagesOfModels();
}

bool EngineService::knows(const Languages &languages) const
{
    return m_chosen ? canTranslate(languages) : modelKnows(languages);
}

bool EngineService::canTranslate(const Languages &languages) const
{
    return m_loaded && m_loaded->model->config.knows(languages);
}

RequestId EngineService::request(const std::string &segment, Priority priority, TranslateRequest request)
{
    const auto id = std::make_shared<RequestId>(0);   // steps arrive through this thread's queue, after it is known
    *id = m_service->request(
        segment, priority, std::move(request), [this, id](const StepEvent &event) { Q_EMIT stepped(*id, event); },
        [this](RequestId answered, const Result<Translation> &result) {
            if (result)
                Q_EMIT translated(answered, std::make_shared<const Translation>(*result));
            else
                Q_EMIT failed(answered, result.error());
        });
    return *id;
}

RequestId EngineService::requestAlternatives(const std::string &segment, AlternativesRequest request)
{
    return m_service->alternatives(segment, std::move(request), [this](RequestId answered, const Result<Alternatives> &result) {
        if (result)
            Q_EMIT alternativesFound(answered, std::make_shared<const Alternatives>(*result));
        else
            Q_EMIT failed(answered, result.error());
    });
}

void EngineService::cancel(RequestId id)
{
    m_service->cancel(id);
}

void EngineService::cancelAll(Priority priority)
{
    m_service->cancelAll(priority);
}

}  // namespace interlinear::workbench
