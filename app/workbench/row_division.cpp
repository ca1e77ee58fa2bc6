#include "app/workbench/row_division.h"

#include <QPointer>
#include <QUndoCommand>

#include <algorithm>

namespace interlinear::workbench {

namespace {

std::vector<std::int64_t> idsOf(const std::vector<OpenedRow> &rows)
{
    std::vector<std::int64_t> ids;
    for (const OpenedRow &opened : rows)
        ids.push_back(opened.row.id);
    return ids;
}

}  // namespace

/// The first redo only shows what storage has done already.
class RowDivision::Command : public QUndoCommand {
public:
    Command(RowDivision &division, DocumentSession &session, std::vector<OpenedRow> before, std::vector<OpenedRow> after, Cut there, Cut back)
        : QUndoCommand(there.offset ? RowDivision::tr("split") : RowDivision::tr("join"))
        , m_division(division)
        , m_session(session)
        , m_before(std::move(before))
        , m_after(std::move(after))
        , m_there(there)
        , m_back(back)
    {
    }

    void undo() override
    {
        show(m_after, m_before);
        m_division.store(m_session, m_back, m_before);
    }

    void redo() override
    {
        show(m_before, m_after);
        if (std::exchange(m_done, true))
            m_division.store(m_session, m_there, m_after);
    }

private:
    void show(const std::vector<OpenedRow> &gone, const std::vector<OpenedRow> &rows)
    {
        m_session.replaceRows(idsOf(gone), rows);
        Q_EMIT m_session.changeShown(rows.front().row.id, std::nullopt);
    }

    RowDivision &m_division;
    DocumentSession &m_session;
    std::vector<OpenedRow> m_before, m_after;
    Cut m_there, m_back;
    bool m_done = false;
};

RowDivision::RowDivision(Workspace &workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
{
}

void RowDivision::split(std::int64_t row, std::size_t offset)
{
    begin({row, offset});
}

void RowDivision::join(std::int64_t row)
{
    begin({row, std::nullopt});
}

void RowDivision::begin(const Cut &cut)
{
    DocumentSession *session = m_workspace.current();
    if (!session || session->isHeld() || !session->row(cut.row))
        return;
    session->setHeld(true);
    m_workspace.autosave().flush([this, session = QPointer(session), cut](bool saved) {
        if (!session)
            return;
        if (!saved)   // autosave says why
            return session->setHeld(false);
        ask(*session, cut, [this, session, cut](const Result<std::vector<OpenedRow>> &rows) {
            session->setHeld(false);
            if (rows)
                show(*session, cut, *rows);
            else
                Q_EMIT refused(rows.error());
        });
    });
}

void RowDivision::show(DocumentSession &session, const Cut &cut, const std::vector<OpenedRow> &rows)
{
    std::vector<OpenedRow> before{session.opened(cut.row)};
    if (!cut.offset)
        before.push_back(session.opened(session.rowBelow(cut.row)->id));
    const std::size_t whole = (cut.offset ? before : rows).front().row.source.text.size();
    const std::size_t second = (cut.offset ? rows : before).back().row.source.text.size();
    const Cut back{rows.front().row.id, cut.offset ? std::nullopt : std::optional(whole - second)};
    session.undoStack()->push(new Command(*this, session, std::move(before), rows, cut, back));
    Q_EMIT done(rows.front().row.id);
}

/// Does there what undo or redo shows already, and then stores what its rows hold.
void RowDivision::store(DocumentSession &session, const Cut &cut, const std::vector<OpenedRow> &expected)
{
    ask(session, cut, [this, document = session.id(), ids = idsOf(expected)](const Result<std::vector<OpenedRow>> &rows) {
        if (rows && idsOf(*rows) == ids)
            return;
        if (!rows)
            Q_EMIT failed(rows.error());
        m_workspace.readAgain(document);
    });
    for (const OpenedRow &opened : expected)
        Q_EMIT session.contentChanged(opened.row.id, opened.content);
}

template <typename Then>
void RowDivision::ask(DocumentSession &session, const Cut &cut, Then then)
{
    m_workspace.storage().save(
        [project = m_workspace.project().number, cut](ProjectDesk &desk) { return cut.offset ? desk.split(project, cut.row, *cut.offset) : desk.join(project, cut.row); },
        &session, std::move(then));
}

}  // namespace interlinear::workbench
