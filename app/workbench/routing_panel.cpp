#include "app/workbench/routing_panel.h"

#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/model/router_feature.h"
#include "widgets/editing/target_editor.h"

#include <QLocale>

#include <numeric>

namespace interlinear::workbench {

using namespace mixmoe;

namespace {

double logProbabilityOf(const Translation &translation)
{
    return std::accumulate(translation.logProbabilities.begin(), translation.logProbabilities.end(), 0.0);
}

QString twoDigits(double value)
{
    return QLocale().toString(value, 'f', 2);
}

CapturedToken tokenOf(const StepEvent &event)
{
    return {.id = event.token,
            .piece = event.piece,
            .phase = Phase::Generated,
            .spanBytes = event.spanBytes,
            .spanUtf16 = event.spanUtf16,
            .logProbability = event.logProbability};
}

}  // namespace

RoutingPanel::RoutingPanel(EngineService &engine, Suggestions &suggestions, QWidget *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_suggestions(suggestions)
    , m_experiment(engine)
    , m_view(new widgets::RoutingView(parent))
{
    connect(&suggestions, &Suggestions::began, this, &RoutingPanel::onBegan);
    connect(&suggestions, &Suggestions::stepped, this, &RoutingPanel::onStepped);
    connect(&suggestions, &Suggestions::finished, this, &RoutingPanel::onSuggested);
    connect(&m_experiment, &RoutingExperiment::interventionsChanged, this, &RoutingPanel::onInterventionsChanged);
    connect(&m_experiment, &RoutingExperiment::finished, this, &RoutingPanel::onVariant);
    connect(&m_experiment, &RoutingExperiment::failed, this, &RoutingPanel::failed);
    connect(&engine, &EngineService::modelLoaded, this, &RoutingPanel::onModelLoaded);
    connect(m_view->bands(), &widgets::BandBar::bandChanged, &m_experiment, &RoutingExperiment::setBand);
    connect(m_view->heatmap(), &widgets::RoutingHeatmap::expertToggleRequested, &m_experiment, &RoutingExperiment::toggle);
    connect(m_view->comparison(), &widgets::ComparisonView::restoreRequested, &m_experiment, &RoutingExperiment::restore);
    connect(m_view->comparison(), &widgets::ComparisonView::adoptRequested, this, [this] {
        if (m_variant)
            Q_EMIT adoptRequested(m_variant->target);
    });
}

void RoutingPanel::linkTo(widgets::TargetEditor &editor)
{
    connect(m_view->heatmap(), &widgets::RoutingHeatmap::tokenActivated, &editor, [&editor](Utf16Span span) { editor.setHighlightedSpan(span); });
    connect(&editor, &widgets::TargetEditor::selectedSpanChanged, m_view->heatmap(),
            [this](Utf16Span span) { m_view->heatmap()->setSelectedSpan(span); });
}

void RoutingPanel::setRow(std::optional<int> number)
{
    m_view->setTitle(number ? tr("Routing of the suggestion in row %1").arg(*number) : tr("Routing"));
    m_view->comparison()->clear();
    m_view->heatmap()->clear();
    m_experiment.stop();
    m_variant.reset();
    show(nullptr);
}

void RoutingPanel::setEmptyText(const QString &text)
{
    m_view->heatmap()->setEmptyText(text);
}

void RoutingPanel::onBegan()
{
    m_experiment.stop();
    m_variant.reset();
    if (m_experiment.isActive())
        return;   // what it shows stays until the segment without those experts is there
    const ModelConfig &config = m_engine.loaded()->model->config;
    m_view->heatmap()->beginStream(config.mixMoeLayers(), config.moe.expertsPerGroup, config.groups(), config.moe.topK);
    m_shown.reset();
    Q_EMIT shownCaptureChanged();
}

void RoutingPanel::onStepped(const StepEvent &event)
{
    if (!m_experiment.isActive())
        m_view->heatmap()->appendToken(tokenOf(event), event.routing);
}

void RoutingPanel::onSuggested(const TranslationPointer &translation)
{
    if (m_experiment.isActive())
        m_experiment.run(m_suggestions.subject()->key, m_suggestions.requestFor(*m_suggestions.subject()));
    else
        show(translation->capture);
}

void RoutingPanel::onInterventionsChanged()
{
    m_view->heatmap()->setInterventions(m_experiment.interventions());
    m_variant.reset();
    if (!m_experiment.changesBand())
        m_view->bands()->setBand({.first = m_view->bands()->band().first, .last = m_view->bands()->band().last});
    const TranslationPointer &suggestion = m_suggestions.current();
    if (!m_experiment.isActive()) {
        m_view->comparison()->clear();
        show(suggestion ? suggestion->capture : nullptr);
    } else if (suggestion) {
        onSuggested(suggestion);
    }
}

void RoutingPanel::onModelLoaded()
{
    const ModelConfig &config = m_engine.loaded()->model->config;
    m_view->setBinCount(config.groups() > 0 ? spectrumBins(config.moe.fourierMode, config.hiddenSize) : 0);
}

void RoutingPanel::onVariant(const TranslationPointer &translation)
{
    const TranslationPointer &before = m_suggestions.current();
    if (!before)
        return;
    m_variant = translation;
    show(translation->capture);
    m_view->comparison()->setComparison(
        {.title = m_experiment.describe(),
         .before = QString::fromStdString(before->target.text),
         .after = QString::fromStdString(translation->target.text),
         .note = tr("log-probability %1 → %2").arg(twoDigits(logProbabilityOf(*before)), twoDigits(logProbabilityOf(*translation)))});
}

void RoutingPanel::show(std::shared_ptr<const RoutingCapture> capture)
{
    m_shown = std::move(capture);
    m_view->heatmap()->setCapture(m_shown);
    Q_EMIT shownCaptureChanged();
}

}  // namespace interlinear::workbench
