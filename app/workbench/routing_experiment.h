// Switching experts off, or changing a band of what the routers read, and asking again: what is changed, and what the open segment becomes.
//
//   RoutingExperiment experiment(engine);
//   connect(&experiment, &RoutingExperiment::interventionsChanged, this, [&] { experiment.run("12", suggestions.requestFor(subject)); });
//   experiment.toggle(3, mixmoe::ExpertGroup::Translation, 2);
//   experiment.setBand({.first = 0, .last = 8, .percent = 0});
//   experiment.describe();   // "Without MT 2 in layer 3 · bins 0 to 8 at 0 %"
//
// What is changed stays so from segment to segment until restore(). Interface thread.
#pragma once

#include "app/workbench/engine_service.h"
#include "widgets/routing/band_bar.h"

#include <QString>

namespace interlinear::workbench {

class RoutingExperiment : public QObject {
    Q_OBJECT

public:
    explicit RoutingExperiment(EngineService &engine, QObject *parent = nullptr);

    const mixmoe::Interventions &interventions() const { return m_interventions; }
    bool isActive() const { return !m_interventions.empty(); }
    /// What is changed, in words.
    QString describe() const;

    /// `layer` as the model counts; all from 0, as in mixmoe::Intervention.
    void toggle(int layer, mixmoe::ExpertGroup group, int expert);
    /// LM experts only: the whole MT group off in every layer, or on again.
    void setTranslationGroupOff(bool off);
    bool isTranslationGroupOff() const;
    /// Of the routers of all groups, in every layer; at 100 % none.
    void setBand(const widgets::Band &band);
    bool changesBand() const;
    void restore();

    /// Repeats the request of a suggestion with all interventions. Nothing without interventions.
    void run(const std::string &key, mixmoe::TranslateRequest request);
    void stop();

Q_SIGNALS:
    void interventionsChanged();
    void finished(const std::shared_ptr<const interlinear::mixmoe::Translation> &translation);
    void failed(const interlinear::Error &error);

private:
    void setPresent(const mixmoe::Intervention &item, bool present);

    EngineService &m_engine;
    mixmoe::Interventions m_interventions;
    mixmoe::RequestId m_running = 0;   // 0: none
};

}  // namespace interlinear::workbench
