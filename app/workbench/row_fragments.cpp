#include "app/workbench/row_fragments.h"

#include "app/workbench/hit_texts.h"
#include "engine/cat/memory/assembly/memory_words.h"

namespace interlinear::workbench {

namespace {

constexpr std::size_t mostFragments = 6;

Result<std::vector<cat::Fragment>> fragmentsOf(ProjectDesk &desk, int project, const TaggedText &source)
{
    const Result<cat::ProjectMemory *> memory = desk.memory(project);
    if (!memory)
        return std::unexpected(memory.error());
    if (!*memory)
        return std::vector<cat::Fragment>();
    const Result<cat::MemoryWords> words = cat::MemoryWords::open((*memory)->memory());
    if (!words)
        return std::unexpected(words.error());
    return cat::fragments(*words, source, mostFragments);
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

void RowFragments::lookUp(std::int64_t segment)
{
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
