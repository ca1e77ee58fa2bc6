// The project's termbase on the interface thread: terms of a segment, checks of a target, and every change.
//
//   TermService terms(workspace);
//   terms.lookUp(row.source, this, [](const SegmentTerms &found) { show(found.hits); });
//   terms.add({.pair = …});                       // changed(), then every lookup knows it
//   terms.setInSuggestions(false);                // lookUp() then asks nothing of the model
//
// Work is done on the storage thread, in the order of the calls. Files are read and written on a thread of its own, so that nobody waits for them; what is
// changed meanwhile is changed after them.
#pragma once

#include "app/workbench/term_desk.h"
#include "app/workbench/workspace.h"
#include "engine/mixmoe/probe/term_constraint.h"

#include <deque>

namespace interlinear::workbench {

struct SegmentTerms {
    std::vector<cat::TermHit> hits;
    std::vector<mixmoe::TermConstraint> rules;   ///< for the model; none while terms are not used in suggestions
};

/// What the left panel says of a termbase.
struct TermbaseSummary {
    QString name;
    std::size_t concepts = 0;

    bool operator==(const TermbaseSummary &) const = default;
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
    void remove(const cat::Concept &entry);
    /// Of the last one that was removed.
    void restoreRemoved();
    bool canRestore() const { return m_removed.has_value(); }
    void choose(const QString &path);
    /// With progress over the parent, where it takes longer. Cancelled, the termbase is as it was.
    void importFrom(const QString &path, QWidget *parent);
    void exportTo(const QString &path, QWidget *parent);

    /// Nothing while the project has none.
    const std::optional<TermbaseSummary> &termbase() const { return m_termbase; }

Q_SIGNALS:
    /// Terms, or whether they are used: look up again.
    void changed();
    void added(const interlinear::cat::PairAddition &addition);
    void removed();
    void termbaseChanged();
    void chosen(const QString &path);
    void imported(const interlinear::cat::TermImportReport &report);
    void exported(const QString &path);
    void failed(const interlinear::Error &error);

private:
    template <typename Work, typename Then>
    void run(Work work, QObject *context, Then then);

    /// Now, or after an import that is going on.
    template <typename Work, typename Then>
    void write(Work work, Then then);
    void onImported(int project, const Result<cat::TermImportReport> &report);
    void count();

    Workspace &m_workspace;
    bool m_inSuggestions;
    bool m_importing = false;
    std::deque<std::function<void()>> m_waiting;   // for the end of the import
    std::optional<cat::Concept> m_removed;
    std::optional<TermbaseSummary> m_termbase;
    int m_countedProject = 0;
    DeskThread<TermDesk> m_thread;
};

/// On the storage thread. `inSuggestions`: the rules are wanted as well.
Result<SegmentTerms> segmentTerms(ProjectDesk &desk, int project, const TaggedText &source, bool inSuggestions);

}  // namespace interlinear::workbench
