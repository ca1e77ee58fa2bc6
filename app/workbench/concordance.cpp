#include "app/workbench/concordance.h"

#include "app/workbench/caret_text.h"
#include "app/workbench/error_text.h"
#include "app/workbench/hit_texts.h"

#include <QClipboard>
#include <QGuiApplication>

namespace interlinear::workbench {

using widgets::ConcordanceSearch;

namespace {

constexpr std::size_t mostHits = 50;

cat::ConcordanceQuery queryOf(const ConcordanceSearch &search)
{
    constexpr cat::PatternKind kinds[] = {cat::PatternKind::Substring, cat::PatternKind::Words, cat::PatternKind::Wildcard, cat::PatternKind::Regex};
    constexpr cat::SearchedSide sides[] = {cat::SearchedSide::Both, cat::SearchedSide::Source, cat::SearchedSide::Target};
    cat::ConcordanceQuery query{.pattern = {.text = search.text.toStdString(), .kind = kinds[static_cast<int>(search.mode)], .counting = {}},
                                .side = sides[static_cast<int>(search.side)],
                                .filter = {}};
    query.pattern.counting.letterCase = search.matchCase;
    return query;
}

/// Those that answer, the project's own first.
std::vector<std::filesystem::path> memoriesOf(const OpenedProject &project)
{
    std::vector<std::filesystem::path> memories;
    if (!project.memory.problem)
        memories.push_back(project.memory.path);
    for (const MemorySummary &reference : project.references) {
        if (!reference.problem)
            memories.push_back(reference.path);
    }
    return memories;
}

}  // namespace

Concordance::Concordance(Workspace &workspace, widgets::SegmentGrid &grid, widgets::ConcordanceView &view, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_grid(grid)
    , m_view(view)
    , m_thread(QStringLiteral("concordance"))
{
    connect(&view, &widgets::ConcordanceView::searchRequested, this, &Concordance::search);
    connect(&view, &widgets::ConcordanceView::insertRequested, this, &Concordance::insert);
    connect(&view, &widgets::ConcordanceView::copyRequested, this, &Concordance::copy);
    connect(&workspace, &Workspace::leaving, this, [this] {
        m_stop.request_stop();
        m_view.clear();
    });
}

Concordance::~Concordance()
{
    m_stop.request_stop();
}

void Concordance::searchHere()
{
    m_view.search(textAtCaret(m_grid));
}

void Concordance::search(const ConcordanceSearch &search)
{
    m_stop.request_stop();
    m_stop = {};
    if (search.text.isEmpty() || !m_workspace.current())
        return;
    m_thread.run(
        [memories = memoriesOf(m_workspace.project()), query = queryOf(search), stop = m_stop.get_token()](ConcordanceDesk &desk) {
            return desk.search(memories, query, mostHits, stop);
        },
        this,
        [this, stop = m_stop.get_token()](const Result<std::vector<FoundUnit>> &hits) {
            if (!stop.stop_requested())
                show(hits);
        });
}

void Concordance::show(const Result<std::vector<FoundUnit>> &hits)
{
    m_targets.clear();
    if (hits) {
        std::vector<widgets::ConcordanceRow> rows;
        for (const FoundUnit &found : *hits) {
            rows.push_back(concordanceRow(found.hit, found.memory));
            m_targets.push_back(found.hit.unit.target);
        }
        m_view.setHits(std::move(rows), hits->size() == mostHits);
    } else {
        m_view.setProblem(errorText(hits.error()));
    }
    Q_EMIT answered();
}

void Concordance::insert(int hit)
{
    widgets::TargetEditor *editor = m_grid.editor();
    if (!editor->isVisible() || editor->isReadOnly())
        return;
    editor->insertTagged({m_targets[static_cast<std::size_t>(hit)].text, {}}, widgets::TargetEdit::Kind::Pasting);
    editor->setFocus();
}

void Concordance::copy(int hit)
{
    const QString target = QString::fromStdString(m_targets[static_cast<std::size_t>(hit)].text);
    QGuiApplication::clipboard()->setText(target);
    Q_EMIT copied(target);
}

}  // namespace interlinear::workbench
