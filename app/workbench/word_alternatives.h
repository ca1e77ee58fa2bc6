// Other words at the caret: the engine is asked, a list shows what it sees, and the one that is chosen goes on to the end of the target.
//
//   WordAlternatives words(workspace, engine, suggestions, *grid);
//   connect(actions.otherWords, &QAction::triggered, &words, &WordAlternatives::ask);
//
// An answer comes to nothing when the row, its target or the caret has changed since. Interface thread; nothing here waits for the engine.
#pragma once

#include "app/workbench/suggestions.h"
#include "app/workbench/workspace.h"
#include "widgets/editing/alternatives_list.h"
#include "widgets/editing/segment_grid.h"

namespace interlinear::workbench {

class WordAlternatives : public QObject {
    Q_OBJECT

public:
    WordAlternatives(Workspace &workspace, EngineService &engine, Suggestions &suggestions, widgets::SegmentGrid &grid, QObject *parent = nullptr);

    void setTheme(const widgets::Theme &theme);
    /// For the word that the caret is in or beside; where grey text follows the caret, for what comes next in it. False where no model translates the languages.
    bool ask();
    const widgets::AlternativesList &list() const { return *m_list; }

Q_SIGNALS:
    /// The list is there.
    void shown();
    void failed(const interlinear::Error &error);

private:
    struct Place {
        std::int64_t segment = 0;
        TaggedText target;          ///< as the editor has it
        int caret = 0;
        std::size_t offset = 0;     ///< bytes of the target before the word

        bool operator==(const Place &) const = default;
    };

    std::optional<Place> placeNow() const;
    void onFound(mixmoe::RequestId id, const AlternativesPointer &found);
    void onFailed(mixmoe::RequestId id, const Error &error);
    void take(int index);

    Workspace &m_workspace;
    EngineService &m_engine;
    Suggestions &m_suggestions;
    widgets::SegmentGrid &m_grid;
    widgets::AlternativesList *m_list;
    mixmoe::RequestId m_running = 0;   // 0: none
    std::optional<Place> m_place;      // that was asked for last
    AlternativesPointer m_found;
};

/// The target up to the offset with its tags, and behind it what the translation goes on with, with the tags that are not there yet; the translation as it is where
/// pairs would not nest. Both begin with the same text up to the offset.
TaggedText continued(const TaggedText &target, std::size_t offset, const TaggedText &translation);

/// Where the word begins that the offset is in or at the end of; the offset itself where there is none.
std::size_t wordBegin(const std::string &text, std::size_t offset);

}  // namespace interlinear::workbench
