// The project's termbase on the interface thread: terms of a segment, checks of a target, and every change.
//
//   TermService terms(workspace);
//   terms.lookUp(row.source, this, [](const SegmentTerms &found) { show(found.hits); });
//   terms.add({.pair = …});                       // changed(), then every lookup knows it
//   terms.setInSuggestions(false);                // lookUp() then asks nothing of the model
//
// Work is done on the storage thread, in the order of the calls.
#pragma once

#include "app/workbench/workspace.h"
#include "engine/mixmoe/probe/term_constraint.h"

#include <stop_token>

namespace interlinear::workbench {

struct SegmentTerms {
    std::vector<cat::TermHit> hits;
    std::vector<mixmoe::TermConstraint> rules;   ///< for the model; none while terms are not used in suggestions
};

class TermService : public QObject {
    Q_OBJECT

public:
    explicit TermService(Workspace &workspace, QObject *parent = nullptr);

    /// Whether the model has to obey them; kept between starts.
    bool inSuggestions() const { return m_inSuggestions; }
    void setInSuggestions(bool use);

    /// Of the present project; nothing comes when it fails, but failed().
    void lookUp(const TaggedText &source, QObject *context, std::function<void(const SegmentTerms &)> then);
    void check(const TaggedText &source, const TaggedText &target, QObject *context, std::function<void(const std::vector<cat::TermFinding> &)> then);

    void add(const cat::NewTerm &term);
    void change(const cat::Concept &entry);
    void remove(const std::string &id);
    void choose(const QString &path);
    /// Stopped, the termbase is as it was.
    void importFrom(const QString &path, const std::stop_token &stop = {});
    void exportTo(const QString &path);

Q_SIGNALS:
    /// Terms, or whether they are used: look up again.
    void changed();
    void added(const interlinear::cat::PairAddition &addition);
    void chosen(const QString &path);
    void imported(const interlinear::cat::TermImportReport &report);
    void exported(const QString &path);
    void failed(const interlinear::Error &error);

private:
    template <typename Work, typename Then>
    void run(Work work, QObject *context, Then then);

    Workspace &m_workspace;
    bool m_inSuggestions;
};

/// On the storage thread. `inSuggestions`: the rules are wanted as well.
Result<SegmentTerms> segmentTerms(ProjectDesk &desk, int project, const TaggedText &source, bool inSuggestions);

}  // namespace interlinear::workbench
