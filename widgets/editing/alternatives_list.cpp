#include "widgets/editing/alternatives_list.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScreen>
#include <QStyledItemDelegate>

#include <algorithm>

namespace interlinear::widgets {

namespace {

constexpr int padding = 8;
constexpr int barWidth = 40;
constexpr int barHeight = 6;
constexpr int widest = 460;

QString percent(double probability)
{
    const int share = static_cast<int>(probability * 100 + 0.5);
    return share > 0 ? AlternativesList::tr("%1 %").arg(share) : AlternativesList::tr("< 1 %");
}

QString wordOf(const WordAlternative &alternative)
{
    return alternative.word.isEmpty() ? AlternativesList::tr("(the word ends here)") : alternative.word;
}

class AlternativeDelegate : public QStyledItemDelegate {
public:
    AlternativeDelegate(const AlternativesList &list, const Theme &theme) : m_list(list), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override { return {widest, option.fontMetrics.height() + padding}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const WordAlternative &alternative = m_list.alternatives()[static_cast<std::size_t>(index.row())];
        painter->save();
        painter->fillRect(option.rect, option.state.testFlag(QStyle::State_Selected) ? m_theme.selectedRow : m_theme.surface);
        QRect left = option.rect.adjusted(padding, 0, -padding, 0);
        paintShare(*painter, alternative.probability, option.font, left);
        paintTexts(*painter, alternative, option.font, left);
        painter->restore();
    }

private:
    // Bar and number at the right; takes their room off.
    void paintShare(QPainter &painter, double probability, const QFont &font, QRect &left) const
    {
        painter.setFont(figureFont(secondaryFont(font)));
        const int numberWidth = painter.fontMetrics().horizontalAdvance(percent(1.0));
        painter.setPen(m_theme.muted);
        painter.drawText(left, Qt::AlignRight | Qt::AlignVCenter, percent(probability));
        left.setRight(left.right() - numberWidth - padding);
        const QRect bar(left.right() - barWidth, left.center().y() - barHeight / 2 + 1, barWidth, barHeight);
        painter.fillRect(bar, m_theme.sunken);
        painter.fillRect(QRect(bar.topLeft(), QSize(std::max(1, static_cast<int>(barWidth * std::clamp(probability, 0.0, 1.0))), barHeight)), m_theme.accent);
        left.setRight(bar.left() - padding);
    }

    void paintTexts(QPainter &painter, const WordAlternative &alternative, const QFont &font, QRect left) const
    {
        QFont strong = font;
        strong.setBold(true);
        painter.setFont(strong);
        painter.setPen(alternative.word.isEmpty() ? m_theme.muted : m_theme.text);
        const QString word = painter.fontMetrics().elidedText(wordOf(alternative), Qt::ElideRight, left.width());
        painter.drawText(left, Qt::AlignLeft | Qt::AlignVCenter, word);
        left.setLeft(left.left() + painter.fontMetrics().horizontalAdvance(word));
        painter.setFont(font);
        painter.setPen(m_theme.muted);
        painter.drawText(left, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(alternative.rest, Qt::ElideRight, left.width()));
    }

    const AlternativesList &m_list;
    const Theme &m_theme;
};

}  // namespace

AlternativesList::AlternativesList(QWidget *parent)
    : QListWidget(parent)
{
    setObjectName(QStringLiteral("alternativesList"));
    setAccessibleName(tr("Other words here"));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setItemDelegate(new AlternativeDelegate(*this, m_theme));
    itemDelegate()->setParent(this);
    connect(this, &QListWidget::itemClicked, this, [this](const QListWidgetItem *item) { choose(row(item)); });
    connect(this, &QListWidget::itemEntered, this, [this](QListWidgetItem *item) { setCurrentItem(item); });
}

void AlternativesList::setTheme(const Theme &theme)
{
    m_theme = theme;
    viewport()->update();
}

void AlternativesList::setAlternatives(const std::vector<WordAlternative> &alternatives)
{
    clear();
    m_alternatives = alternatives;
    for (const WordAlternative &alternative : alternatives) {
        auto *item = new QListWidgetItem(wordOf(alternative) + alternative.rest, this);
        item->setData(Qt::AccessibleTextRole, tr("%1, %2").arg(wordOf(alternative), percent(alternative.probability)));
    }
    setCurrentRow(alternatives.empty() ? -1 : 0);
}

QSize AlternativesList::sizeHint() const
{
    const int rows = std::max(1, static_cast<int>(m_alternatives.size()));
    return {widest, rows * (fontMetrics().height() + padding) + 2 * frameWidth()};
}

void AlternativesList::popUpBeside(const QRect &place)
{
    const QRect screen = (parentWidget() ? parentWidget()->screen() : this->screen())->availableGeometry();
    const QSize size = sizeHint();
    const int below = place.bottom() + 2;
    const int top = below + size.height() <= screen.bottom() ? below : std::max(screen.top(), place.top() - 2 - size.height());
    const int leftMost = std::max(screen.left(), screen.right() - size.width());
    setWindowFlag(Qt::Popup);
    setGeometry(QRect(QPoint(std::clamp(place.left() - padding, screen.left(), leftMost), top), size));
    show();
    setFocus();
}

void AlternativesList::choose(int row)
{
    hide();
    if (row >= 0)
        Q_EMIT chosen(row);
}

void AlternativesList::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return choose(currentRow());
    if (event->key() == Qt::Key_Escape) {
        hide();
        return;
    }
    QListWidget::keyPressEvent(event);
}

void AlternativesList::paintEvent(QPaintEvent *event)
{
    QListWidget::paintEvent(event);
    if (!m_alternatives.empty())
        return;
    QPainter painter(viewport());
    painter.setPen(m_theme.muted);
    painter.drawText(viewport()->rect().adjusted(padding, 0, -padding, 0), Qt::AlignLeft | Qt::AlignVCenter, tr("The model sees no other word here."));
}

}  // namespace interlinear::widgets
