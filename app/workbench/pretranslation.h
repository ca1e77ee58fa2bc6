// Fills the open, empty segments of a document: with what the memory knows exactly, else with the model's text, which near matches make faster.
//
//   auto *job = new Pretranslation(workspace, engine, terms.inSuggestions(), this);
//   connect(job, &Pretranslation::progressed, statusLine, &StatusLine::showProgress);
//   connect(job, &Pretranslation::finished, job, &QObject::deleteLater);
//   job->start();   …   job->cancel();
//
// Segments are filled as they are done, all in one undo step; cancelling keeps those. What is typed meanwhile is left alone. Interface thread.
#pragma once

#include "app/workbench/engine_service.h"
#include "app/workbench/term_service.h"

#include <QElapsedTimer>
#include <QHash>

#include <deque>

namespace interlinear::workbench {

struct PretranslationProgress {
    int done = 0;
    int total = 0;
    int cut = 0;                    ///< of those done, how many lack an end because the model had no room for it
    double tokensPerSecond = 0;     ///< of the model, while it worked
    int secondsLeft = 0;            ///< when the rest goes as fast as what is done, by the length of the sources
};

class Pretranslation : public QObject {
    Q_OBJECT

public:
    /// `termsInSuggestions`: the model obeys the termbase, and a target of the memory that does not is a draft alone.
    Pretranslation(Workspace &workspace, EngineService &engine, bool termsInSuggestions, QObject *parent = nullptr);
    ~Pretranslation() override;

    void start();
    void cancel();

Q_SIGNALS:
    void progressed(const interlinear::workbench::PretranslationProgress &progress);
    /// Once; the last signal. `problem` is the first failure of the engine or the memory.
    void finished(const interlinear::workbench::PretranslationProgress &progress, const std::optional<interlinear::Error> &problem);

private:
    struct OpenSegment {
        std::int64_t id;
        TaggedText draft;   // what the memory knows that is like it
        std::vector<mixmoe::TermConstraint> rules;
    };
    struct Known {
        Result<std::vector<cat::Match>> matches;
        Result<SegmentTerms> terms;
    };

    void lookUpMore();
    void onLookedUp(std::int64_t segment, const Known &known);
    void translateMore();
    /// The segment above with what stands beside it, for a model that reads it.
    std::optional<mixmoe::SegmentBefore> before(std::int64_t segment) const;
    void onTranslated(mixmoe::RequestId id, const std::shared_ptr<const mixmoe::Translation> &translation);
    void onFailed(mixmoe::RequestId id, const Error &error);
    std::optional<std::int64_t> takeRunning(mixmoe::RequestId id);
    void fill(std::int64_t segment, const cat::SegmentContent &content);
    void settle(std::int64_t segment);
    void showProgress();
    double secondsOfModel() const;
    void finish();
    bool isFree(std::int64_t segment) const;

    Workspace &m_workspace;
    EngineService &m_engine;
    bool m_termsInSuggestions;
    QPointer<DocumentSession> m_session;
    ChangeManySegments::Changes m_changes = std::make_shared<std::vector<SegmentChange>>();
    QMetaObject::Connection m_stackWatch;
    std::vector<std::int64_t> m_toLookUp;                      // still to be asked, last one first
    std::deque<OpenSegment> m_toTranslate;                     // the memory does not know them
    QHash<mixmoe::RequestId, std::int64_t> m_running;
    bool m_lookingUp = false;
    bool m_finished = false;
    PretranslationProgress m_progress;
    std::size_t m_tokens = 0;
    std::size_t m_bytesDone = 0, m_bytesInAll = 0;             // of the sources
    QElapsedTimer m_clock;
    qint64 m_modelMs = 0;                                      // until m_running was empty last
    qint64 m_modelSince = 0;                                   // of m_clock; while m_running is not empty
    std::optional<Error> m_problem;
};

}  // namespace interlinear::workbench
