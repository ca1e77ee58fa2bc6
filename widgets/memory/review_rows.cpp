#include "widgets/memory/review_rows.h"

#include "widgets/plot/difference.h"

#include <QHeaderView>
#include <QTextEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace interlinear::widgets {

namespace {

enum Column { PlaceColumn, OutcomeColumn, SourceColumn, TargetColumn };

constexpr int detailHeight = 150;

}  // namespace

ReviewRows::ReviewRows(QWidget *parent)
    : QWidget(parent)
    , m_list(new QTreeWidget(this))
    , m_detail(new QTextEdit(this))
{
    m_list->setObjectName(QStringLiteral("reviewRows"));
    m_list->setAccessibleName(tr("Rows of the file"));
    m_list->setHeaderLabels({tr("Row"), tr("What"), tr("Source"), tr("Target")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->header()->setStretchLastSection(false);
    for (const Column column : {PlaceColumn, OutcomeColumn})
        m_list->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    for (const Column column : {SourceColumn, TargetColumn})
        m_list->header()->setSectionResizeMode(column, QHeaderView::Stretch);
    m_detail->setObjectName(QStringLiteral("reviewDetail"));
    m_detail->setAccessibleName(tr("The row that is selected"));
    m_detail->setReadOnly(true);
    m_detail->setTabChangesFocus(true);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_detail->setMinimumHeight(detailHeight);
    m_detail->document()->setDocumentMargin(8);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_list, 3);
    column->addWidget(m_detail, 2);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &ReviewRows::showSelected);
}

void ReviewRows::setTheme(const Theme &theme)
{
    m_theme = theme;
    setRows(m_rows);
}

void ReviewRows::setRows(std::vector<ReviewRowTexts> rows)
{
    m_rows = std::move(rows);
    m_list->clear();
    QList<QTreeWidgetItem *> items;
    for (const ReviewRowTexts &row : m_rows) {
        auto *item = new QTreeWidgetItem({row.place, row.outcome, row.source.simplified(), row.after.simplified()});
        if (row.refused) {
            QFont bold = font();
            bold.setBold(true);
            item->setFont(OutcomeColumn, bold);
            item->setForeground(OutcomeColumn, m_theme.error);
        }
        items << item;
    }
    m_list->addTopLevelItems(items);
    if (!items.isEmpty())
        m_list->setCurrentItem(items.first());
    showSelected();
}

void ReviewRows::showSelected()
{
    m_detail->clear();
    const QTreeWidgetItem *item = m_list->currentItem();
    const int index = item ? m_list->indexOfTopLevelItem(const_cast<QTreeWidgetItem *>(item)) : -1;
    if (index < 0)
        return;
    const ReviewRowTexts &row = m_rows[static_cast<std::size_t>(index)];
    QTextCharFormat plain, muted;
    plain.setForeground(m_theme.text);
    muted.setForeground(m_theme.muted);
    QTextCursor cursor(m_detail->document());
    const auto beginBlock = [&](const QString &text, int above) {
        QTextBlockFormat block;
        block.setTopMargin(above);
        block.setLayoutDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
        if (!m_detail->document()->isEmpty())
            cursor.insertBlock();
        cursor.setBlockFormat(block);
        cursor.setCharFormat(plain);
    };
    beginBlock(row.source, 0);
    cursor.insertText(row.source, plain);
    beginBlock(row.after.isEmpty() ? row.before : row.after, 8);
    writeDifferences(cursor, wordDifferences(row.before, row.after), DifferenceSide::Both, m_theme);
    cursor.movePosition(QTextCursor::End);
    for (const QString &fact : row.facts) {
        beginBlock(fact, 8);
        cursor.insertText(fact, muted);
    }
    m_detail->moveCursor(QTextCursor::Start);
}

QString ReviewRows::plainText() const
{
    QStringList lines;
    for (const ReviewRowTexts &row : m_rows)
        lines << (QStringList{row.place, row.outcome, row.source.simplified(), row.before.simplified(), row.after.simplified()} + row.facts)
                     .join(QLatin1Char('\t'));
    return lines.join(QLatin1Char('\n'));
}

}  // namespace interlinear::widgets
