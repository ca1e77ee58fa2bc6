#include "app/workbench/row_terms.h"

#include "app/workbench/caret_text.h"
#include "app/workbench/hit_texts.h"
#include "app/workbench/row_content.h"
#include "app/workbench/term_dialog.h"

#include <QMessageBox>
#include <QPushButton>

#include <algorithm>
#include <set>

namespace interlinear::workbench {

using widgets::SegmentRow;
using widgets::TermRow;

namespace {

int rankOf(cat::TermStatus status)
{
    switch (status) {
    case cat::TermStatus::Preferred:
        return 0;
    case cat::TermStatus::Unknown:
    case cat::TermStatus::Admitted:
        return 1;
    case cat::TermStatus::Forbidden:
        return 2;
    }
    return 1;
}

/// The concept's terms of the language, preferred ones first, forbidden ones last.
std::vector<std::size_t> targetsOf(const cat::Concept &entry, const std::string &language)
{
    std::vector<std::size_t> targets;
    for (std::size_t i = 0; i < entry.terms.size(); ++i) {
        if (cat::sameLanguage(entry.terms[i].language, language))
            targets.push_back(i);
    }
    std::ranges::stable_sort(targets, {}, [&](std::size_t i) { return rankOf(entry.terms[i].status); });
    return targets;
}

/// One for each concept: it may stand in the text twice.
std::vector<cat::TermHit> eachConceptOnce(const std::vector<cat::TermHit> &hits)
{
    std::vector<cat::TermHit> once;
    std::set<std::string> known;
    std::ranges::copy_if(hits, std::back_inserter(once), [&](const cat::TermHit &hit) { return known.insert(hit.entry.id).second; });
    return once;
}

std::vector<Utf16Span> placesOf(const std::vector<cat::TermHit> &hits, const std::string &text)
{
    const Utf16Map map(text);
    std::set<Utf16Span> places;
    for (const cat::TermHit &hit : hits)
        places.insert(map.toUtf16(hit.span));
    return {places.begin(), places.end()};
}

}  // namespace

RowTerms::RowTerms(Workspace &workspace, TermService &service, RowAssistant &assistant, widgets::SegmentGrid &grid,
                   widgets::TermList &list, widgets::ShortTermList &shortList, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_service(service)
    , m_assistant(assistant)
    , m_grid(grid)
    , m_list(list)
    , m_shortList(shortList)
{
    connect(&workspace, &Workspace::documentShown, this, &RowTerms::onDocumentShown);
    connect(&assistant, &RowAssistant::rowOpened, this, [this](const SegmentRow &row) {
        clear();
        if (isDone(row))
            check(row.id);
    });
    connect(&assistant, &RowAssistant::rowsClosed, this, &RowTerms::clear);
    connect(&assistant, &RowAssistant::termsFound, this, &RowTerms::show);
    connect(&list, &widgets::TermList::insertRequested, this, &RowTerms::insert);
    connect(&shortList, &widgets::ShortTermList::insertRequested, this, &RowTerms::insert);
    clear();
}

void RowTerms::onDocumentShown()
{
    if (DocumentSession *session = m_workspace.current())
        connect(session, &DocumentSession::contentChanged, this, &RowTerms::onContentChanged, Qt::UniqueConnection);
}

void RowTerms::onContentChanged(qint64 segment, const cat::SegmentContent &content)
{
    if (content.state == cat::SegmentState::Confirmed)
        check(segment);
}

void RowTerms::clear()
{
    m_hits.clear();
    m_rows.clear();
    m_shortList.setTerms({});
    m_list.setTerms({});
    m_list.setEmptyText(tr("No term of the termbase stands in this segment. Ctrl+Shift+G adds one."));
    Q_EMIT shown(0);
}

void RowTerms::show(std::int64_t segment, const SegmentTerms &found)
{
    DocumentSession *session = m_workspace.current();
    m_hits = eachConceptOnce(found.hits);
    m_rows.clear();
    std::vector<TermRow> rows;
    for (std::size_t i = 0; i < m_hits.size(); ++i) {
        const cat::Concept &entry = m_hits[i].entry;
        const QString source = QString::fromStdString(entry.terms[m_hits[i].term].text), explanation = explanationOf(entry);
        const std::vector<std::size_t> targets = targetsOf(entry, m_workspace.languages().to);
        for (const std::size_t target : targets) {
            m_rows.push_back({i, target});
            const bool first = target == targets.front();   // the concept is explained once
            const cat::Term &term = entry.terms[target];
            rows.push_back({source, QString::fromStdString(term.text), shownStatus(term.status), first ? explanation : QString()});
        }
        if (targets.empty()) {
            m_rows.push_back({i, std::nullopt});
            rows.push_back({.source = source, .explanation = explanation});
        }
    }
    m_shortList.setTerms(rows);
    m_list.setTerms(std::move(rows));
    if (!session || !session->row(segment))
        return;
    const std::vector<Utf16Span> places = placesOf(found.hits, session->row(segment)->source.text);
    const int count = static_cast<int>(places.size());
    session->setTerms(segment, places, count > 0 ? tr("%Ln term(s)", nullptr, count) : QString());
    Q_EMIT shown(count);
}

void RowTerms::check(std::int64_t segment)
{
    const SegmentRow *row = m_workspace.current()->row(segment);
    const auto warn = [segment, session = QPointer(m_workspace.current()), target = row->target](const std::vector<cat::TermFinding> &findings) {
        const SegmentRow *now = session ? session->row(segment) : nullptr;
        if (now && isDone(*now) && now->target == target)
            session->setTermWarning(segment, findingsText(findings));
    };
    m_service.check(row->source, row->target, this, warn);
}

void RowTerms::insert(int index)
{
    widgets::TargetEditor *editor = m_grid.editor();
    if (!editor->isVisible() || editor->isReadOnly())
        return;
    editor->insertTagged({m_list.terms()[static_cast<std::size_t>(index)].target.toStdString(), {}}, widgets::TargetEdit::Kind::Pasting);
    editor->setFocus();
}

const RowTerms::Row *RowTerms::selected() const
{
    return m_list.selected() < 0 ? nullptr : &m_rows[static_cast<std::size_t>(m_list.selected())];
}

void RowTerms::askForNew()
{
    const SegmentRow *row = m_assistant.openRow();
    const QString segment = row ? QString::fromStdString(row->source.text) : QString();
    const TermEntry proposed{.source = m_grid.source()->selectedText(), .target = textAtCaret(*m_grid.editor())};
    auto *dialog = new TermDialog(tr("Add a term"), proposed, segment, m_list.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const TermEntry entry = dialog->entry();
        const LanguagePair &languages = m_workspace.languages();
        m_service.add({.pair = {.source = {.text = entry.source.toStdString(), .language = languages.from},
                                .target = {.text = entry.target.toStdString(), .language = languages.to, .status = entry.status}},
                       .definition = entry.definition.toStdString(),
                       .note = entry.note.toStdString()});
    });
    dialog->open();
}

void RowTerms::askForChange()
{
    const Row *row = selected();
    if (!row)
        return;
    const cat::TermHit hit = m_hits[row->hit];
    const cat::Concept &entry = hit.entry;
    TermEntry before{.source = QString::fromStdString(entry.terms[hit.term].text), .target = {}, .definition = QString::fromStdString(entry.definition)};
    if (row->target) {
        before.target = QString::fromStdString(entry.terms[*row->target].text);
        before.status = entry.terms[*row->target].status;
    }
    if (!entry.notes.empty())
        before.note = QString::fromStdString(entry.notes.front());
    auto *dialog = new TermDialog(tr("Change the term"), before, {}, m_list.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, hit, target = row->target] {
        const TermEntry after = dialog->entry();
        cat::Concept changed = hit.entry;
        changed.terms[hit.term].text = after.source.toStdString();
        cat::Term &term = target ? changed.terms[*target] : changed.terms.emplace_back(cat::Term{.text = {}, .language = m_workspace.languages().to});
        term.text = after.target.toStdString();
        term.status = after.status;
        changed.definition = after.definition.toStdString();
        if (!changed.notes.empty())
            changed.notes.erase(changed.notes.begin());
        if (!after.note.isEmpty())
            changed.notes.insert(changed.notes.begin(), after.note.toStdString());
        m_service.change(changed);
    });
    dialog->open();
}

void RowTerms::askWhetherToRemove()
{
    const Row *row = selected();
    if (!row)
        return;
    const cat::Concept entry = m_hits[row->hit].entry;
    QStringList terms;
    for (const cat::Term &term : entry.terms)
        terms << QString::fromStdString(term.text);
    const QString sentence = tr("Delete this concept with all its terms?\n%1").arg(terms.join(QStringLiteral(", ")));
    auto *question = new QMessageBox(QMessageBox::Question, tr("Delete the term"), sentence, QMessageBox::Cancel, m_list.window());
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setObjectName(QStringLiteral("termRemoval"));
    const QPushButton *remove = question->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    connect(question, &QMessageBox::buttonClicked, this, [this, question, remove, entry](QAbstractButton *clicked) {
        if (clicked == static_cast<const QAbstractButton *>(remove))
            m_service.remove(entry);
    });
    question->open();
}

}  // namespace interlinear::workbench
