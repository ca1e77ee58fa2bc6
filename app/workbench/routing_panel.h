// The routing dock at work: it shows the capture of exactly the suggestion that stands in the open row, and what became of it without some experts
// or some bins of the spectrum.
//
//   RoutingPanel panel(engine, suggestions);
//   panel.linkTo(*grid->editor());                    // one selection for text and tokens
//   panel.setRow(12);
//   connect(&panel, &RoutingPanel::adoptRequested, …);   // "Use this text" of the comparison
#pragma once

#include "app/workbench/routing_experiment.h"
#include "app/workbench/suggestions.h"
#include "widgets/routing/routing_view.h"

namespace interlinear::widgets {
class TargetEditor;
}

namespace interlinear::workbench {

class RoutingPanel : public QObject {
    Q_OBJECT

public:
    RoutingPanel(EngineService &engine, Suggestions &suggestions, QWidget *parent = nullptr);

    widgets::RoutingView *view() { return m_view; }
    RoutingExperiment &experiment() { return m_experiment; }
    /// What is shown; null while nothing is, or while it is still being decoded.
    const std::shared_ptr<const mixmoe::RoutingCapture> &shownCapture() const { return m_shown; }

    void linkTo(widgets::TargetEditor &editor);
    /// The number of the open row; nothing while none is open.
    void setRow(std::optional<int> number);
    /// What to say while there is nothing to show.
    void setEmptyText(const QString &text);

Q_SIGNALS:
    void shownCaptureChanged();
    void adoptRequested(const interlinear::TaggedText &target);
    void failed(const interlinear::Error &error);

private:
    void onBegan();
    void onStepped(const mixmoe::StepEvent &event);
    void onSuggested(const TranslationPointer &translation);
    void onVariant(const TranslationPointer &translation);
    void onInterventionsChanged();
    void onModelLoaded();
    void show(std::shared_ptr<const mixmoe::RoutingCapture> capture);

    EngineService &m_engine;
    Suggestions &m_suggestions;
    RoutingExperiment m_experiment;
    widgets::RoutingView *m_view;
    std::shared_ptr<const mixmoe::RoutingCapture> m_shown;
    TranslationPointer m_variant;
};

}  // namespace interlinear::workbench
