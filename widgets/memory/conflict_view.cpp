#include "widgets/memory/conflict_view.h"

#include "widgets/memory/count_delegate.h"
#include "widgets/plot/difference.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTextBlock>
#include <QTextEdit>

namespace interlinear::widgets {

namespace {

constexpr int textHeight = 72;

QTextEdit *makeText(QWidget *parent)
{
    auto *text = new QTextEdit(parent);
    text->setReadOnly(true);
    text->setTabChangesFocus(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setMinimumHeight(textHeight);
    text->document()->setDocumentMargin(8);
    return text;
}

QTextCursor emptied(QTextEdit &text, const QString &content)
{
    text.clear();
    QTextCursor cursor(text.document());
    QTextBlockFormat block;
    block.setLayoutDirection(content.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    cursor.setBlockFormat(block);
    return cursor;
}

QString targetOf(const std::optional<ConflictSide> &side)
{
    return side ? side->target : QString();
}

}  // namespace

ConflictView::ConflictView(QWidget *parent)
    : QWidget(parent)
    , m_list(new QListWidget(this))
    , m_delegate(new CountDelegate(this))
    , m_source(makeText(this))
    , m_current(addSide(tr("&Keep this one"), "keepCurrent", ConflictChoice::Current))
    , m_other(addSide(tr("&Take this one"), "takeOther", ConflictChoice::Other))
    , m_both(addChoice(tr("Keep &both"), "keepBoth", ConflictChoice::Both))
{
    m_list->setObjectName(QStringLiteral("conflictList"));
    m_list->setAccessibleName(tr("Conflicts"));
    m_list->setItemDelegate(m_delegate);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_source->setAccessibleName(tr("Source"));
    m_both->setToolTip(tr("Two units of this source: a lookup shows both."));
    m_current.text->setAccessibleName(tr("What holds now"));
    m_other.text->setAccessibleName(tr("What was set aside"));
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    grid->addWidget(m_list, 0, 0, 1, 2);
    grid->addWidget(m_source, 1, 0, 1, 2);
    int column = 0;
    for (const Side &side : {m_current, m_other}) {
        grid->addWidget(side.heading, 2, column);
        grid->addWidget(side.text, 3, column);
        grid->setColumnStretch(column, 1);
        ++column;
    }
    grid->addWidget(m_current.choose, 4, 0, Qt::AlignLeft);
    auto *row = new QHBoxLayout;
    row->addWidget(m_other.choose);
    row->addStretch();
    row->addWidget(m_both);
    grid->addLayout(row, 4, 1);
    grid->setRowStretch(0, 2);
    grid->setRowStretch(1, 1);
    grid->setRowStretch(3, 2);
    QWidget *before = m_list;
    for (QWidget *next : std::initializer_list<QWidget *>{m_source, m_current.text, m_current.choose, m_other.text, m_other.choose, m_both}) {
        setTabOrder(before, next);
        before = next;
    }
    connect(m_list, &QListWidget::currentRowChanged, this, &ConflictView::showSelected);
    showSelected();
}

ConflictView::Side ConflictView::addSide(const QString &choice, const char *name, ConflictChoice chosen)
{
    auto *heading = new QLabel(this);
    heading->setWordWrap(true);
    return {heading, makeText(this), addChoice(choice, name, chosen)};
}

QPushButton *ConflictView::addChoice(const QString &choice, const char *name, ConflictChoice chosen)
{
    auto *button = new QPushButton(choice, this);
    button->setObjectName(QLatin1String(name));
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, [this, chosen] { choose(chosen); });
    return button;
}

void ConflictView::setTheme(const Theme &theme)
{
    m_theme = theme;
    m_delegate->setTheme(theme);
    m_list->viewport()->update();
    showSelected();
}

void ConflictView::setConflicts(std::vector<ConflictRow> conflicts)
{
    const int before = std::max(0, m_list->currentRow());
    m_conflicts = std::move(conflicts);
    m_list->clear();
    for (const ConflictRow &conflict : m_conflicts)
        m_list->addItem(conflict.source.simplified());
    m_list->setCurrentRow(std::min(before, m_list->count() - 1));
    showSelected();
}

void ConflictView::setChoosable(bool choosable)
{
    m_choosable = choosable;
    showSelected();
}

const ConflictRow *ConflictView::selected() const
{
    const int row = m_list->currentRow();
    return row >= 0 && static_cast<std::size_t>(row) < m_conflicts.size() ? &m_conflicts[static_cast<std::size_t>(row)] : nullptr;
}

void ConflictView::showSelected()
{
    const ConflictRow *row = selected();
    QTextCharFormat plain, muted;
    plain.setForeground(m_theme.text);
    muted.setForeground(m_theme.muted);
    emptied(*m_source, row ? row->source : QString()).insertText(row ? row->source : tr("No conflict is open."), row ? plain : muted);
    const Differences parts = row ? wordDifferences(targetOf(row->current), targetOf(row->other)) : Differences();
    const auto write = [&](const Side &side, const std::optional<ConflictSide> &version, const QString &title, DifferenceSide shown) {
        side.heading->setText(version && !version->facts.isEmpty() ? QStringLiteral("%1 · %2").arg(title, version->facts) : title);
        QTextCursor cursor = emptied(*side.text, targetOf(version));
        cursor.setCharFormat(plain);
        if (version)
            writeDifferences(cursor, parts, shown, m_theme);
        else if (row)
            cursor.insertText(tr("deleted"), muted);
        side.choose->setEnabled(row && m_choosable);
    };
    write(m_current, row ? row->current : std::nullopt, tr("Holds now"), DifferenceSide::Before);
    write(m_other, row ? row->other : std::nullopt, tr("Set aside"), DifferenceSide::After);
    m_both->setEnabled(row && m_choosable && row->current && row->other);
}

void ConflictView::choose(ConflictChoice choice)
{
    if (const ConflictRow *row = selected())
        Q_EMIT decided(row->id, choice);
}

}  // namespace interlinear::widgets
