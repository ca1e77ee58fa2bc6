#include "app/workbench/row_fragments.h"

#include "app/workbench/hit_texts.h"
#include "engine/cat/memory/assembly/memory_words.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace interlinear::workbench {

namespace {

constexpr std::size_t mostFragments = 6;

/// Of those that overlap the longest, of equally long ones that of the project's own memory; in the order of the segment.
std::vector<cat::Fragment> longestApart(std::vector<cat::Fragment> known)
{
    std::ranges::stable_sort(known, std::greater(), [](const cat::Fragment &fragment) { return fragment.inQuery.length(); });
    std::vector<cat::Fragment> kept;
    for (cat::Fragment &fragment : known) {
        const bool covered = std::ranges::any_of(kept, [&](const cat::Fragment &other) { return other.inQuery.overlaps(fragment.inQuery); });
        if (!covered && kept.size() < mostFragments)
            kept.push_back(std::move(fragment));
    }
    std::ranges::sort(kept, {}, &cat::Fragment::inQuery);
    return kept;
}

Result<std::vector<cat::Fragment>> fragmentsOf(ProjectDesk &desk, int project, const TaggedText &source)
{
    const Result<cat::ProjectMemory *> memory = desk.memory(project);
    if (!memory)
        return std::unexpected(memory.error());
    std::vector<cat::Fragment> known;
    for (cat::Memory *asked : *memory ? (*memory)->memories() : std::vector<cat::Memory *>()) {
        const Result<cat::MemoryWords> words = cat::MemoryWords::open(*asked);
        if (!words)
            return std::unexpected(words.error());
        Result<std::vector<cat::Fragment>> fragments = cat::fragments(*words, source, mostFragments);
        if (!fragments)
            return fragments;
        std::ranges::move(*fragments, std::back_inserter(known));
    }
    return longestApart(std::move(known));
}

}  // namespace

RowFragments::RowFragments(Workspace &workspace, RowAssistant &assistant, widgets::TargetEditor &editor, widgets::FragmentList &list, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_assistant(assistant)
    , m_list(list)
{
    connect(&assistant, &RowAssistant::lookedUp, this, &RowFragments::lookUp);
    connect(&assistant, &RowAssistant::rowOpened, this, [this] { m_list.setFragments({}); });
    connect(&assistant, &RowAssistant::rowsClosed, this, [this] { m_list.setFragments({}); });
    connect(&list, &widgets::FragmentList::insertRequested, &editor, [&editor, &list](int index) {
        editor.insertTagged({list.fragments()[static_cast<std::size_t>(index)].translation.toStdString(), {}}, widgets::TargetEdit::Kind::Pasting);
        editor.setFocus();
    });
}

void RowFragments::lookUp(std::int64_t segment, int bestPerMille)
{
    if (bestPerMille >= cat::perMilleEqual)
        return;   // the whole segment is known
    const TaggedText source = m_assistant.openRow()->source;
    m_workspace.storage().run([project = m_workspace.project().number, source](ProjectDesk &desk) { return fragmentsOf(desk, project, source); }, this,
                              [this, segment, text = source.text](const Result<std::vector<cat::Fragment>> &fragments) {
                                  if (!m_assistant.openRow() || m_assistant.openRow()->id != segment)
                                      return;
                                  if (!fragments)
                                      return Q_EMIT failed(fragments.error());
                                  std::vector<widgets::FragmentRow> rows;
                                  for (const cat::Fragment &fragment : *fragments)
                                      rows.push_back(fragmentRow(fragment, text));
                                  m_list.setFragments(std::move(rows));
                              });
}

}  // namespace interlinear::workbench
