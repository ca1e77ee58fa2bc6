// What the model proposes for the open segment: asked for as the segment opens and as its beginning is typed, with the next segments done ahead.
//
//   Suggestions suggestions(engine);
//   suggestions.setLanguages("en", "de");
//   suggestions.open({.key = "12", .source = row.source}, {next});     // began(), then stepped()… and finished()
//   suggestions.setDraft("12", match.unit.target);                     // what the memory has is alike: sooner finished, the same text
//   suggestions.retype("Die Kält");                                    // the same again, beginning with this
//
// Every suggestion carries the routing capture of the very pass that made it. Interface thread.
#pragma once

#include "app/workbench/engine_service.h"

#include <QHash>
#include <QQueue>
#include <QTimer>

namespace interlinear::workbench {

/// One segment to be suggested for.
struct SuggestionSubject {
    std::string key;            ///< names the segment in the engine's queue
    TaggedText source;
    std::optional<mixmoe::SegmentBefore> before = {};   ///< the confirmed segment before it, for a model that reads one
    std::string typed = {};     ///< what the suggestion must begin with
    int beamSize = 1;           ///< more than 1: searches longer, and may find another way to say it

    bool isPlain() const { return typed.empty() && beamSize == 1; }
};

using TranslationPointer = std::shared_ptr<const mixmoe::Translation>;

class Suggestions : public QObject {
    Q_OBJECT

public:
    explicit Suggestions(EngineService &engine, QObject *parent = nullptr);

    /// Forgets everything that was made for other languages.
    void setLanguages(const std::string &from, const std::string &to);

    /// Suggests for this segment and afterwards, quietly, for the ones ahead. One that was made ahead is finished at once; else the engine is asked
    /// when setDraft() has been called for it, and after a frame (16 ms) in any case.
    void open(const SuggestionSubject &subject, std::vector<SuggestionSubject> ahead);
    /// A text that the suggestion for the segment is likely to resemble; an empty one says that there is none. Forgotten when another segment opens.
    /// Once there is a suggestion, that is the draft of the next one for its segment.
    void setDraft(const std::string &key, const TaggedText &draft);
    /// What the termbase asks of the segment's target. Where something else was asked for the open one, it is asked for anew. Remembered for each segment.
    void setTerms(const std::string &key, const std::vector<mixmoe::TermConstraint> &terms);
    /// The open segment's target begins with this now.
    void retype(const std::string &typed);
    /// Looks for another way to say it by a wider search.
    void searchWider();
    void close();

    /// The segment that is open now.
    const std::optional<SuggestionSubject> &subject() const { return m_subject; }
    /// The finished suggestion for it; null while there is none.
    const TranslationPointer &current() const { return m_current; }
    /// The request behind it, as routing experiments repeat it.
    mixmoe::TranslateRequest requestFor(const SuggestionSubject &subject) const;

Q_SIGNALS:
    /// A suggestion is being made; also when the engine starts one over.
    void began();
    void stepped(const interlinear::mixmoe::StepEvent &event);
    void finished(const std::shared_ptr<const interlinear::mixmoe::Translation> &translation);
    void failed(const interlinear::Error &error);

private:
    struct Made {
        std::optional<mixmoe::SegmentBefore> before;
        std::vector<mixmoe::TermConstraint> terms;
        TranslationPointer translation;
    };

    void stopRunning();
    TranslationPointer madeAhead() const;
    void ask();
    void askAhead();
    void finish(const TranslationPointer &translation);
    void onStepped(mixmoe::RequestId id, const mixmoe::StepEvent &event);
    void onTranslated(mixmoe::RequestId id, const TranslationPointer &translation);
    void onFailed(mixmoe::RequestId id, const Error &error);
    void remember(const SuggestionSubject &subject, const TranslationPointer &translation);
    /// What the model reads of the segment before: nothing unless it was trained to.
    std::optional<mixmoe::SegmentBefore> readBefore(const SuggestionSubject &subject) const;
    std::vector<mixmoe::TermConstraint> termsOf(const SuggestionSubject &subject) const;
    /// What was made for the subject behind the same segment and under the same terms; null without any.
    TranslationPointer madeFor(const SuggestionSubject &subject) const;

    EngineService &m_engine;
    std::string m_from, m_to;
    std::optional<SuggestionSubject> m_subject;
    std::vector<SuggestionSubject> m_ahead;
    mixmoe::RequestId m_running = 0;                      // 0: none
    TranslationPointer m_current;
    QTimer m_patience;                                    // runs while the memory may still have a draft for the open segment
    QHash<QString, TaggedText> m_drafts;                  // [key]
    QHash<QString, std::vector<mixmoe::TermConstraint>> m_terms;   // [key], of segments that have any
    std::vector<mixmoe::TermConstraint> m_asked;          // under which the open segment's suggestion is or was being made
    QHash<mixmoe::RequestId, SuggestionSubject> m_runningAhead;
    QHash<QString, Made> m_made;                          // [key], of plain subjects
    QQueue<QString> m_madeOrder;
};

}  // namespace interlinear::workbench
