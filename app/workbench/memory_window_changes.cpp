// What the window of a memory changes in it.
#include "app/workbench/memory_window.h"

#include "app/workbench/author.h"
#include "app/workbench/bulk_change_dialog.h"
#include "app/workbench/message_bar.h"
#include "app/workbench/unit_texts.h"
#include "widgets/memory/finding_list.h"
#include "widgets/memory/unit_table.h"

#include <QAction>

#include <algorithm>
#include <tuple>

namespace interlinear::workbench {

void MemoryWindow::edit(int row, const QString &source, const QString &target)
{
    const QString id = m_table->units()->rows()[static_cast<std::size_t>(row)].id;
    m_thread.run([place = m_place, id = id.toStdString(), source = source.toStdString(), target = target.toStdString()](
                     MemoryDesk &desk) { return desk.edit(place, id, source, target, author()); },
                 this, [this, id](const Result<cat::Unit> &unit) {
                     if (!unit)
                         return report(unit.error());
                     const std::vector<widgets::UnitRow> &rows = m_table->units()->rows();
                     const auto known = std::ranges::find(rows, id, &widgets::UnitRow::id);
                     if (known != rows.end()) {
                         widgets::UnitRow edited = unitRow(*unit);
                         edited.remark = known->remark;
                         edited.beginsGroup = known->beginsGroup;
                         m_table->units()->setRow(static_cast<int>(known - rows.begin()), edited);
                         showCurrent(m_table->currentIndex().row());
                     }
                     noteChange();
                 });
}

template <typename Then>
void MemoryWindow::applyToSelected(const cat::UnitEdit &edit, Then then)
{
    const QStringList ids = m_table->selectedIds();
    cat::BulkChange change{.selection = {}, .edit = edit};
    for (const QString &id : ids)
        change.selection.ids.push_back(id.toStdString());
    m_thread.run([place = m_place, change = std::move(change)](MemoryDesk &desk) { return desk.apply(place, change); }, this,
                 [this, ids, then](const Result<cat::AppliedChange> &applied) {
                     if (!applied)
                         return report(applied.error());
                     then(ids, static_cast<int>(applied->units));
                     noteChange();
                 });
}

void MemoryWindow::removeSelected()
{
    applyToSelected(cat::RemoveUnits{}, [this](const QStringList &ids, int units) {
        m_table->units()->removeUnits(ids);
        m_messages->showNotice(tr("%Ln unit(s) deleted. Undo the last change brings them back.", nullptr, units));
    });
}

void MemoryWindow::approveSelected()
{
    applyToSelected(cat::SetApproved{true}, [this](const QStringList &ids, int units) {
        for (int row = 0; row < m_table->units()->rowCount(); ++row) {
            widgets::UnitRow unit = m_table->units()->rows()[static_cast<std::size_t>(row)];
            if (!ids.contains(unit.id) || unit.approved)
                continue;
            unit.approved = true;
            m_table->units()->setRow(row, unit);
        }
        m_messages->showNotice(units > 0 ? tr("%Ln unit(s) approved.", nullptr, units) : tr("These units are approved already."));
    });
}

void MemoryWindow::changeMany()
{
    BulkChangeDialog dialog(m_thread, m_place, this);
    dialog.setTheme(m_theme);
    dialog.setPattern(m_search->pattern(), m_search->side());
    if (dialog.exec() != QDialog::Accepted)
        return;
    m_messages->showNotice(tr("%Ln unit(s) changed. Undo the last change brings them back.", nullptr, static_cast<int>(dialog.applied().units)));
    noteChange();
    load();
}

void MemoryWindow::undoLast()
{
    m_undo->setEnabled(false);
    m_thread.run([place = m_place](MemoryDesk &desk) { return desk.undoLast(place); }, this, [this](const Result<cat::UndoReport> &undone) {
        if (!undone)
            return report(undone.error());
        QString notice = tr("%Ln unit(s) are as they were before.", nullptr, static_cast<int>(undone->restored + undone->takenOut));
        if (undone->changedSince > 0)
            notice += QLatin1Char(' ') + tr("%Ln unit(s) changed since and were left alone.", nullptr, static_cast<int>(undone->changedSince));
        m_messages->showNotice(notice);
        noteChange();
        load();
    });
}

void MemoryWindow::noteChange()
{
    countUnits();
    Q_EMIT changed();
}

void MemoryWindow::countUnits()
{
    const auto counts = [place = m_place](MemoryDesk &desk) -> Result<std::pair<std::size_t, std::size_t>> {
        const Result<std::size_t> units = desk.count(place);
        const Result<std::size_t> undoable = units ? desk.undoable(place) : units;
        if (!undoable)
            return std::unexpected(undoable.error());
        return std::pair(*units, *undoable);
    };
    m_thread.run(counts, this, [this](const Result<std::pair<std::size_t, std::size_t>> &result) {
        if (!result)
            return report(result.error());
        std::tie(m_count, m_undoable) = *result;
        showEntries();
        showCommands();
        if (m_kinds->chosenKind() < 0 && m_search->pattern().text.empty())
            showCount();
    });
}

}  // namespace interlinear::workbench
