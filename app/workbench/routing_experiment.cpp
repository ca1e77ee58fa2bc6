#include "app/workbench/routing_experiment.h"

#include "engine/mixmoe/model/model.h"
#include "widgets/routing/routing_sentence.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

namespace interlinear::workbench {

using namespace mixmoe;

namespace {

Intervention mask(int layer, ExpertGroup group, int expert)
{
    return {.kind = Intervention::Kind::Mask, .group = group, .expert = expert, .layer = layer};
}

bool isBand(const Intervention &item)
{
    return item.kind == Intervention::Kind::Band;
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
    QStringList experts, changes;
    for (const Intervention &item : m_interventions) {
        if (isBand(item))
            changes = {tr("bins %1 to %2 at %3 %").arg(item.firstBin).arg(item.lastBin).arg(std::lround(100 * item.factor))};   // the same for each group
        else if (item == translationGroupOff)
            experts << tr("any MT expert");
        else
            experts << tr("%1 in layer %2").arg(widgets::expertName(item.group, item.expert)).arg(item.layer);
    }
    if (!experts.isEmpty())
        changes.prepend(tr("Without %1").arg(experts.join(tr(", "))));
    return changes.isEmpty() ? QString() : changes.first().left(1).toUpper() + changes.join(QStringLiteral(" · ")).mid(1);
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

void RoutingExperiment::setBand(const widgets::Band &band)
{
    if (!m_engine.loaded())
        return;
    Interventions changed = m_interventions;
    std::erase_if(changed, isBand);
    for (int group = 0; band.percent != 100 && group < m_engine.loaded()->model->config.groups(); ++group) {
        changed.push_back({.kind = Intervention::Kind::Band,
                           .group = static_cast<ExpertGroup>(group),
                           .factor = static_cast<float>(band.percent) / 100.0F,
                           .firstBin = band.first,
                           .lastBin = band.last});
    }
    if (changed == m_interventions)
        return;
    m_interventions = std::move(changed);
    Q_EMIT interventionsChanged();
}

bool RoutingExperiment::changesBand() const
{
    return std::ranges::any_of(m_interventions, isBand);
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
    m_running = m_engine.request(key + " with interventions", Priority::Caret, std::move(request));
}

void RoutingExperiment::stop()
{
    if (m_running)
        m_engine.cancel(m_running);
    m_running = 0;
}

}  // namespace interlinear::workbench
