#include "app/workbench/memory_window.h"

#include "app/workbench/error_text.h"
#include "app/workbench/language_names.h"
#include "app/workbench/message_bar.h"
#include "app/workbench/pattern_controls.h"
#include "app/workbench/unit_texts.h"
#include "widgets/memory/finding_list.h"
#include "widgets/memory/unit_detail.h"
#include "widgets/memory/unit_table.h"

#include <QAction>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace interlinear::workbench {

namespace {

constexpr QSize startSize(1100, 700);
constexpr int sideWidth = 240;
constexpr int detailHeight = 180;
constexpr int allUnits = -1;
constexpr std::size_t pageUnits = 200;
constexpr std::size_t mostHits = 1000;

}  // namespace

MemoryWindow::MemoryWindow(QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_messages(new MessageBar(this))
    , m_search(new PatternControls(tr("Search the units"), this))
    , m_kinds(new widgets::FindingList(this))
    , m_inspect(new QPushButton(tr("&Look for faults"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_busy(new QProgressBar(this))
    , m_table(new widgets::UnitTable(this))
    , m_detail(new widgets::UnitDetail(this))
    , m_summary(new QLabel(this))
    , m_thread(QStringLiteral("memory window"))
    , m_inspector(QStringLiteral("memory inspection"))
{
    setObjectName(QStringLiteral("memoryWindow"));
    setAutoFillBackground(true);
    buildActions();
    auto *split = new QSplitter(this);
    split->setChildrenCollapsible(false);
    split->addWidget(buildSide());
    split->addWidget(buildCentre());
    split->setStretchFactor(1, 1);
    split->setSizes({sideWidth, startSize.width() - sideWidth});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_messages);
    column->addWidget(split, 1);
    connectParts();
    resize(startSize);
}

MemoryWindow::~MemoryWindow()
{
    m_stop.request_stop();
    m_stopInspection.request_stop();
}

QAction *MemoryWindow::addCommand(const char *name, const QString &text, const QKeySequence &key)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(key);
    action->setToolTip(tr("%1 (%2)").arg(QString(text).remove(QLatin1Char('&')), key.toString(QKeySequence::NativeText)));
    addAction(action);
    return action;
}

void MemoryWindow::buildActions()
{
    m_find = addCommand("findUnits", tr("&Search"), QKeySequence::Find);
    m_edit = addCommand("editUnit", tr("&Edit"), QKeySequence(Qt::Key_F2));
    m_approve = addCommand("approveUnits", tr("&Approve"), QKeySequence(Qt::CTRL | Qt::Key_Return));
    m_remove = addCommand("removeUnits", tr("&Delete"), QKeySequence::Delete);
    m_changeMany = addCommand("changeMany", tr("&Change many…"), QKeySequence(Qt::CTRL | Qt::Key_H));
    m_undo = addCommand("undoChange", tr("&Undo the last change"), QKeySequence::Undo);
}

QWidget *MemoryWindow::buildSide()
{
    auto *side = new QWidget(this);
    m_kinds->setObjectName(QStringLiteral("findingList"));
    m_inspect->setObjectName(QStringLiteral("inspect"));
    m_cancel->setObjectName(QStringLiteral("cancelInspection"));
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setAccessibleName(tr("Looking for faults"));
    m_busy->hide();
    m_cancel->hide();
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 12, 0, 12);
    column->setSpacing(8);
    column->addWidget(m_kinds, 1);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(12, 0, 12, 0);
    foot->addWidget(m_busy);
    foot->addWidget(m_cancel);
    foot->addWidget(m_inspect);
    column->addLayout(foot);
    return side;
}

QWidget *MemoryWindow::buildCentre()
{
    m_table->setObjectName(QStringLiteral("unitTable"));
    m_summary->setObjectName(QStringLiteral("unitSummary"));
    auto *units = new QSplitter(Qt::Vertical, this);
    units->setChildrenCollapsible(false);
    units->addWidget(m_table);
    units->addWidget(m_detail);
    units->setStretchFactor(0, 1);
    units->setSizes({startSize.height() - detailHeight, detailHeight});
    auto *commands = new QHBoxLayout;
    commands->setContentsMargins(12, 8, 12, 12);
    commands->setSpacing(8);
    commands->addWidget(m_summary, 1);
    for (QAction *action : {m_edit, m_approve, m_remove, m_changeMany, m_undo}) {
        auto *button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setFocusPolicy(Qt::TabFocus);
        commands->addWidget(button);
    }
    auto *centre = new QWidget(this);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 12, 0, 0);
    column->setSpacing(8);
    auto *search = new QHBoxLayout;
    search->setContentsMargins(12, 0, 12, 0);
    search->addWidget(m_search);
    column->addLayout(search);
    column->addWidget(units, 1);
    column->addLayout(commands);
    return centre;
}

void MemoryWindow::connectParts()
{
    connect(m_find, &QAction::triggered, this, [this] { m_search->box()->setFocus(); });
    connect(m_edit, &QAction::triggered, this, [this] {
        const QModelIndex current = m_table->currentIndex();
        m_table->edit(current.siblingAtColumn(current.column() == widgets::UnitTableModel::Source ? current.column() : widgets::UnitTableModel::Target));
    });
    connect(m_approve, &QAction::triggered, this, &MemoryWindow::approveSelected);
    connect(m_remove, &QAction::triggered, this, &MemoryWindow::removeSelected);
    connect(m_changeMany, &QAction::triggered, this, &MemoryWindow::changeMany);
    connect(m_undo, &QAction::triggered, this, &MemoryWindow::undoLast);
    connect(m_search, &PatternControls::changed, this, [this] {
        if (m_kinds->chosenKind() == allUnits)
            load();
        else
            m_kinds->setCurrentIndex(m_kinds->model()->index(0, 0));   // which loads
    });
    connect(m_kinds, &widgets::FindingList::kindChosen, this, [this](int kind) {
        if (kind != allUnits) {
            const QSignalBlocker quiet(m_search);
            m_search->setPattern({}, m_search->side());
        }
        load();
    });
    connect(m_inspect, &QPushButton::clicked, this, &MemoryWindow::inspect);
    connect(m_cancel, &QPushButton::clicked, this, &MemoryWindow::stopInspection);
    connect(m_table, &widgets::UnitTable::currentUnitChanged, this, &MemoryWindow::showCurrent);
    connect(m_table, &widgets::UnitTable::selectionWasChanged, this, &MemoryWindow::showCommands);
    connect(m_table->units(), &widgets::UnitTableModel::modelReset, this, [this] { showCurrent(-1); });
    connect(m_table->units(), &widgets::UnitTableModel::moreWanted, this, [this] { loadPage(m_nextPage); });
    connect(m_table->units(), &widgets::UnitTableModel::edited, this, &MemoryWindow::edit);
}

void MemoryWindow::setTheme(const widgets::Theme &theme)
{
    m_theme = theme;
    QPalette colours = theme.palette();
    colours.setColor(QPalette::Window, theme.surface);
    setPalette(colours);
    m_messages->setTheme(theme);
    m_kinds->setTheme(theme);
    m_table->setTheme(theme);
    m_detail->setTheme(theme);
}

void MemoryWindow::open(const MemoryPlace &place, const QString &name, const LanguagePair &languages)
{
    stopInspection();
    m_place = place;
    m_name = name;
    m_found.reset();
    m_messages->hide();
    setWindowTitle(tr("%1 — memory").arg(name));
    m_table->units()->setLanguages(languageName(languages.from), languageName(languages.to));
    m_table->units()->setEditable(place.access == cat::Access::Write);
    if (place.access == cat::Access::Read)
        m_messages->showNotice(tr("This memory is read only in the project: it can be looked through, not changed."));
    m_kinds->setEntries({});
    countUnits();
    m_search->setPattern({}, cat::SearchedSide::Both);   // which loads
    m_search->box()->setFocus();
}

void MemoryWindow::closeEvent(QCloseEvent *event)
{
    stopInspection();
    m_stop.request_stop();
    m_thread.run([](MemoryDesk &desk) {
        desk.closeAll();
        return true;
    }, this, [](bool) {});
    QWidget::closeEvent(event);
}

void MemoryWindow::load()
{
    m_stop.request_stop();
    m_stop = {};
    ++m_asked;
    const int kind = m_kinds->chosenKind();
    m_table->setRemarksShown(kind != allUnits);
    if (kind != allUnits && m_found)
        loadFindings(static_cast<cat::FindingKind>(kind));
    else if (m_search->pattern().text.empty())
        loadPage(std::nullopt);
    else
        loadHits();
}

void MemoryWindow::loadPage(std::optional<std::int64_t> before)
{
    m_thread.run([place = m_place, before](MemoryDesk &desk) { return desk.page(place, before, pageUnits); }, this,
                 [this, before, asked = m_asked](const Result<cat::UnitPage> &page) {
                     if (asked != m_asked)
                         return;
                     if (!page)
                         return report(page.error());
                     std::vector<widgets::UnitRow> rows;
                     for (const cat::Unit &unit : page->units)
                         rows.push_back(unitRow(unit));
                     m_nextPage = page->next;
                     const auto more = m_nextPage ? widgets::MorePages::Yes : widgets::MorePages::No;
                     if (before) {
                         m_table->units()->appendRows(rows, more);
                         return;
                     }
                     m_table->setEmptyText(
                         tr("This memory is empty. What you confirm comes in here; Memory ▸ Import into memory… takes the units of a file."));
                     showCount();
                     showRows(std::move(rows), more);
                 });
}

void MemoryWindow::loadHits()
{
    const cat::ConcordanceQuery query{.pattern = m_search->pattern(), .side = m_search->side()};
    m_thread.run([place = m_place, query, stop = m_stop.get_token()](MemoryDesk &desk) { return desk.search(place, query, mostHits, stop); }, this,
                 [this, asked = m_asked](const Result<std::vector<cat::ConcordanceHit>> &hits) {
                     if (asked != m_asked)
                         return;
                     m_table->setEmptyText(hits ? tr("No unit holds this text.") : errorText(hits.error()));
                     std::vector<widgets::UnitRow> rows;
                     if (hits) {
                         for (const cat::ConcordanceHit &hit : *hits)
                             rows.push_back(unitRow(hit.unit, hit.inSource, hit.inTarget));
                     }
                     const int found = static_cast<int>(rows.size());
                     m_summary->setText(rows.size() < mostHits ? tr("%Ln unit(s) with this text, the newest first", nullptr, found)
                                                        : tr("The newest %L1 units with this text").arg(found));
                     showRows(std::move(rows), widgets::MorePages::No);
                 });
}

void MemoryWindow::loadFindings(cat::FindingKind kind)
{
    struct Remark {
        QString text;
        bool beginsGroup = false;
    };
    std::vector<std::string> ids;
    std::vector<Remark> remarks;
    for (const FoundUnits &found : m_found->found) {
        if (found.kind != kind)
            continue;
        for (const std::string &id : found.ids) {
            const bool first = id == found.ids.front();
            ids.push_back(id);
            remarks.push_back({errorText(found.sentence), first && found.ids.size() > 1});
        }
    }
    m_thread.run([place = m_place, ids](MemoryDesk &desk) { return desk.units(place, ids); }, this,
                 [this, ids, remarks, kind, asked = m_asked](const Result<std::vector<cat::Unit>> &units) {
                     if (asked != m_asked)
                         return;
                     if (!units)
                         return report(units.error());
                     std::vector<widgets::UnitRow> rows;
                     std::size_t place = 0;
                     for (const cat::Unit &unit : *units) {   // in the order of the ids, some of which are gone
                         while (ids[place] != unit.id)
                             ++place;
                         rows.push_back(unitRow(unit));
                         rows.back().remark = remarks[place].text;
                         rows.back().beginsGroup = remarks[place].beginsGroup;
                         ++place;
                     }
                     m_table->setEmptyText(tr("Nothing is left here of what was found."));
                     const std::size_t count = m_found->counts[static_cast<std::size_t>(kind)];
                     m_summary->setText(count > Findings::mostOfKind ? tr("The first %L1 of %L2").arg(Findings::mostOfKind).arg(count)
                                                              : tr("%Ln unit(s) to look at", nullptr, static_cast<int>(rows.size())));
                     showRows(std::move(rows), widgets::MorePages::No);
                 });
}

void MemoryWindow::showRows(std::vector<widgets::UnitRow> rows, widgets::MorePages more)
{
    m_table->units()->setRows(std::move(rows), more);
    if (m_table->units()->rowCount() > 0)
        m_table->setCurrentIndex(m_table->units()->index(0, widgets::UnitTableModel::Target));
    showCommands();
}

void MemoryWindow::showCurrent(int row)
{
    if (row < 0 || row >= m_table->units()->rowCount()) {
        m_detail->setUnit(std::nullopt);
        return;
    }
    const widgets::UnitRow unit = m_table->units()->rows()[static_cast<std::size_t>(row)];
    m_detail->setUnit(unit);
    m_thread.run([place = m_place, id = unit.id.toStdString()](MemoryDesk &desk) { return desk.history(place, id); }, this,
                 [this, id = unit.id](const Result<std::vector<cat::UnitVersion>> &versions) {
                     const int current = m_table->currentIndex().row();
                     const bool stillCurrent = current >= 0 && current < m_table->units()->rowCount()
                         && m_table->units()->rows()[static_cast<std::size_t>(current)].id == id;
                     if (versions && stillCurrent)
                         m_detail->setHistory(versionRows(*versions));
                 });
}

void MemoryWindow::showCommands()
{
    const bool writes = m_place.access == cat::Access::Write;
    const bool any = m_table->selectionModel()->hasSelection();
    for (QAction *action : {m_edit, m_approve, m_remove})
        action->setEnabled(writes && any);
    m_changeMany->setEnabled(writes);
    m_undo->setEnabled(writes && m_undoable > 0);
}

void MemoryWindow::showEntries()
{
    std::vector<widgets::FindingEntry> entries{{allUnits, tr("All units"), m_count}};
    for (int kind = 0; m_found && kind < cat::findingKindCount; ++kind) {
        if (const std::size_t count = m_found->counts[static_cast<std::size_t>(kind)]; count > 0)
            entries.push_back({kind, findingKindName(static_cast<cat::FindingKind>(kind)), count});
    }
    m_kinds->setEntries(entries);
}

void MemoryWindow::showCount()
{
    m_summary->setText(tr("%Ln unit(s), the newest first", nullptr, static_cast<int>(m_count)));
}

void MemoryWindow::inspect()
{
    m_stopInspection.request_stop();
    m_stopInspection = {};
    m_inspect->hide();
    m_busy->show();
    m_cancel->show();
    const MemoryPlace place{m_place.path, cat::Access::Read};
    m_inspector.run([place, stop = m_stopInspection.get_token()](MemoryDesk &desk) { return desk.inspect(place, stop); }, this,
                    [this, number = ++m_inspection](const Result<Findings> &findings) {
                        if (number == m_inspection)
                            onInspected(findings);
                    });
}

void MemoryWindow::onInspected(const Result<Findings> &findings)
{
    stopInspection();
    if (!findings)
        return report(findings.error());
    m_found = *findings;
    showEntries();
    const bool clean = std::ranges::all_of(findings->counts, [](std::size_t count) { return count == 0; });
    if (clean)
        m_messages->showNotice(tr("Nothing suspicious was found."));
    m_inspect->setText(tr("&Look again"));
    load();
    Q_EMIT inspected();
}

void MemoryWindow::stopInspection()
{
    m_stopInspection.request_stop();
    ++m_inspection;
    m_busy->hide();
    m_cancel->hide();
    m_inspect->show();
}

void MemoryWindow::report(const Error &error)
{
    if (error.code != ErrorCode::Cancelled)
        m_messages->showError(errorText(error));
}

}  // namespace interlinear::workbench
