// Switching experts off and asking again: which are off, and what the open segment becomes without them.
//
//   RoutingExperiment experiment(engine);
//   connect(&experiment, &RoutingExperiment::interventionsChanged, this, [&] { experiment.run("12", suggestions.requestFor(subject)); });
//   experiment.toggle(3, mixmoe::ExpertGroup::Translation, 2);
//   experiment.describe();   // "Without MT 2 in layer 3"
//
// What is off stays off from segment to segment until restore(). Interface thread.
#pragma once

#include "app/workbench/engine_service.h"

#include <QString>

namespace interlinear::workbench {

class RoutingExperiment : public QObject {
    Q_OBJECT

public:
    explicit RoutingExperiment(EngineService &engine, QObject *parent = nullptr);

    const mixmoe::Interventions &interventions() const { return m_interventions; }
    bool isActive() const { return !m_interventions.empty(); }
    /// What is off, in words.
    QString describe() const;

    /// `layer` as the model counts; all from 0, as in mixmoe::Intervention.
    void toggle(int layer, mixmoe::ExpertGroup group, int expert);
    /// LM experts only: the whole MT group off in every layer, or on again.
    void setTranslationGroupOff(bool off);
    bool isTranslationGroupOff() const;
    void restore();

    /// Repeats the request of a suggestion with everything switched off that is. Nothing without interventions.
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
