#include "app/workbench/routing_experiment.h"

#include "widgets/routing/routing_sentence.h"

#include <QStringList>

#include <algorithm>

namespace interlinear::workbench {

using namespace mixmoe;

namespace {

Intervention mask(int layer, ExpertGroup group, int expert)
{
    return {.kind = Intervention::Kind::Mask, .group = group, .expert = expert, .layer = layer};
}

const Intervention translationGroupOff = mask(-1, ExpertGroup::Translation, -1);

}  // namespace

RoutingExperiment::RoutingExperiment(EngineService &engine, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
{
    connect(&engine, &EngineService::translated, this, [this](RequestId id, const std::shared_ptr<const Translation> &translation) {
        if (id != m_running)
            return;
        m_running = 0;
        Q_EMIT finished(translation);
    });
    connect(&engine, &EngineService::failed, this, [this](RequestId id, const Error &error) {
        if (id != m_running)
            return;
        m_running = 0;
        if (error.code != ErrorCode::Cancelled)
            Q_EMIT failed(error);
    });
    connect(&engine, &EngineService::modelLoaded, this, &RoutingExperiment::restore);   // another model has other experts
}

QString RoutingExperiment::describe() const
{
    QStringList experts;
    for (const Intervention &item : m_interventions) {
        if (item == translationGroupOff)
            experts << tr("any MT expert");
        else
            experts << tr("%1 in layer %2").arg(widgets::expertName(item.group, item.expert)).arg(item.layer);
    }
    return experts.isEmpty() ? QString() : tr("Without %1").arg(experts.join(tr(", ")));
}

void RoutingExperiment::toggle(int layer, ExpertGroup group, int expert)
{
    const Intervention item = mask(layer, group, expert);
    setPresent(item, std::ranges::find(m_interventions, item) == m_interventions.end());
}

bool RoutingExperiment::isTranslationGroupOff() const
{
    return std::ranges::find(m_interventions, translationGroupOff) != m_interventions.end();
}

void RoutingExperiment::setTranslationGroupOff(bool off)
{
    if (off != isTranslationGroupOff())
        setPresent(translationGroupOff, off);
}

void RoutingExperiment::setPresent(const Intervention &item, bool present)
{
    if (present)
        m_interventions.push_back(item);
    else
        std::erase(m_interventions, item);
    Q_EMIT interventionsChanged();
}

void RoutingExperiment::restore()
{
    stop();
    if (m_interventions.empty())
        return;
    m_interventions.clear();
    Q_EMIT interventionsChanged();
}

void RoutingExperiment::run(const std::string &key, TranslateRequest request)
{
    stop();
    if (!isActive() || !m_engine.loaded())
        return;
    request.interventions = m_interventions;
    m_running = m_engine.request(key + " with experts switched off", Priority::Caret, std::move(request));
}

void RoutingExperiment::stop()
{
    if (m_running)
        m_engine.cancel(m_running);
    m_running = 0;
}

}  // namespace interlinear::workbench
