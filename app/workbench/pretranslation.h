// Fills the open, empty segments of a document: with what the memory knows exactly, else with the model's text.
//
//   auto *job = new Pretranslation(workspace, engine, this);
//   connect(job, &Pretranslation::progressed, statusLine, &StatusLine::showProgress);
//   connect(job, &Pretranslation::finished, job, &QObject::deleteLater);
//   job->start();   …   job->cancel();
//
// Segments are filled as they are done, all in one undo step; cancelling keeps those. What is typed meanwhile is left alone. Interface thread.
#pragma once

#include "app/workbench/engine_service.h"
#include "app/workbench/workspace.h"

#include <QElapsedTimer>
#include <QHash>

namespace interlinear::workbench {

struct PretranslationProgress {
    int done = 0;
    int total = 0;
    double tokensPerSecond = 0;     ///< of the model, while it worked
    int secondsLeft = 0;
};

class Pretranslation : public QObject {
    Q_OBJECT

public:
    Pretranslation(Workspace &workspace, EngineService &engine, QObject *parent = nullptr);
    ~Pretranslation() override;

    void start();
    void cancel();

Q_SIGNALS:
    void progressed(const interlinear::workbench::PretranslationProgress &progress);
    /// Once; the last signal. `problem` is the first failure of the engine or the memory.
    void finished(const interlinear::workbench::PretranslationProgress &progress, const std::optional<interlinear::Error> &problem);

private:
    void lookUpMore();
    void onLookedUp(std::int64_t segment, const Result<std::vector<cat::Match>> &matches);
    void translateMore();
    void onTranslated(mixmoe::RequestId id, const std::shared_ptr<const mixmoe::Translation> &translation);
    void onFailed(mixmoe::RequestId id, const Error &error);
    void fill(std::int64_t segment, const cat::SegmentContent &content);
    void settle(int segments);
    void finish();
    bool isFree(std::int64_t segment) const;

    Workspace &m_workspace;
    EngineService &m_engine;
    QPointer<DocumentSession> m_session;
    ChangeManySegments::Changes m_changes = std::make_shared<std::vector<SegmentChange>>();
    QMetaObject::Connection m_stackWatch;
    std::vector<std::int64_t> m_toLookUp;                      // still to be asked, last one first
    std::vector<std::int64_t> m_toTranslate;                   // the memory does not know them, last one first
    QHash<mixmoe::RequestId, std::int64_t> m_running;
    bool m_lookingUp = false;
    bool m_finished = false;
    PretranslationProgress m_progress;
    std::size_t m_tokens = 0;
    QElapsedTimer m_clock;
    std::optional<Error> m_problem;
};

}  // namespace interlinear::workbench
