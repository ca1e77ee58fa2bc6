#include "widgets/lookup/match_card.h"

#include "widgets/editing/tag_chip.h"
#include "widgets/editing/tagged_document.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QTextOption>

#include <algorithm>
#include <cmath>

namespace interlinear::widgets {

namespace {

constexpr int padding = 12;
constexpr int gap = 4;
constexpr double radius = 8;

int heightAt(QTextDocument &document, int width)
{
    if (document.isEmpty())
        return 0;
    document.setTextWidth(width);
    return static_cast<int>(std::ceil(document.size().height())) + gap;
}

}  // namespace

MatchCard::MatchCard(const Match &match, int number, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_match(match)
    , m_number(number)
    , m_theme(theme)
{
    setObjectName(QStringLiteral("matchCard%1").arg(number));
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Match %1, %2").arg(number).arg(match.badge().spokenText()));
    setAccessibleDescription(QStringList{QString::fromStdString(match.target.text), match.origin, match.explanation()}.join(QStringLiteral(". ")));
    setToolTip(match.confidenceHelp());
    writeTexts();
}

void MatchCard::writeTexts()
{
    QFont targetFont = font();
    targetFont.setWeight(QFont::Medium);
    QTextOption option;
    option.setTextDirection(Qt::LayoutDirectionAuto);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    for (QTextDocument *document : {&m_source, &m_target}) {
        document->clear();
        document->setUndoRedoEnabled(false);
        document->setDocumentMargin(0);
        document->setDefaultFont(document == &m_target ? targetFont : font());
        document->setDefaultTextOption(option);
        registerTagChips(*document, m_theme);
    }
    writeDifferences(QTextCursor(&m_source), m_match.sourceDifferences, DifferenceSide::Both, m_theme);
    writeTaggedText(QTextCursor(&m_target), m_match.target);
}

int MatchCard::headHeight() const
{
    return static_cast<int>(std::ceil(matchBadgeSize(font()).height())) + 2 * gap;
}

int MatchCard::footHeight(int width) const
{
    if (m_match.explanation().isEmpty())
        return 0;
    return QFontMetrics(secondaryFont(font())).boundingRect(QRect(0, 0, width, 0), Qt::AlignRight | Qt::TextWordWrap, m_match.explanation()).height() + gap;
}

int MatchCard::heightForWidth(int width) const
{
    const int inner = width - 2 * padding;
    return padding + headHeight() + heightAt(m_source, inner) + heightAt(m_target, inner) + footHeight(inner) + padding - gap;
}

QSize MatchCard::sizeHint() const
{
    return {320, heightForWidth(320)};
}

QSize MatchCard::minimumSizeHint() const
{
    return {160, headHeight() + 2 * padding};
}

void MatchCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double edge = hasFocus() ? 2 : 1;
    painter.setPen(QPen(hasFocus() ? m_theme.accent : m_theme.line, edge));
    painter.setBrush(m_theme.sunken);
    painter.drawRoundedRect(QRectF(rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2), radius, radius);

    const QRect inner = rect().adjusted(padding, padding, -padding, -padding);
    paintHead(painter, QRect(inner.left(), inner.top(), inner.width(), headHeight() - 2 * gap));
    paintBody(painter, inner.adjusted(0, headHeight(), 0, -footHeight(inner.width())));
    painter.setFont(secondaryFont(font()));
    painter.setPen(m_theme.muted);
    painter.drawText(inner, Qt::AlignRight | Qt::AlignBottom | Qt::TextWordWrap, m_match.explanation());
}

void MatchCard::paintHead(QPainter &painter, const QRect &line)
{
    const int badgeWidth = static_cast<int>(std::ceil(matchBadgeSize(font()).width()));
    paintMatchBadge(painter, QRectF(line.left(), line.top(), badgeWidth, line.height()), m_match.badge(), m_theme, font());
    painter.setFont(secondaryFont(font()));
    painter.setPen(m_theme.muted);
    const QString key = m_number <= 9 ? tr("Ctrl+%1").arg(m_number) : QString();
    const int keyWidth = painter.fontMetrics().horizontalAdvance(key);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, key);
    const QRect origin = line.adjusted(badgeWidth + padding, 0, -keyWidth - padding, 0);
    painter.drawText(origin, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(m_match.origin, Qt::ElideMiddle, origin.width()));
}

void MatchCard::paintBody(QPainter &painter, const QRect &body)
{
    int y = body.top();
    for (QTextDocument *document : {&m_source, &m_target}) {
        const int height = heightAt(*document, body.width());
        QAbstractTextDocumentLayout::PaintContext context;
        context.palette.setColor(QPalette::Text, m_theme.text);
        painter.save();
        painter.translate(body.left(), y);
        document->documentLayout()->draw(&painter, context);
        painter.restore();
        y += height;
    }
}

void MatchCard::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        Q_EMIT chosen();
        return;
    case Qt::Key_Up:
        Q_EMIT neighbourRequested(-1);
        return;
    case Qt::Key_Down:
        Q_EMIT neighbourRequested(1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void MatchCard::mouseDoubleClickEvent(QMouseEvent *)
{
    Q_EMIT chosen();
}

void MatchCard::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void MatchCard::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void MatchCard::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        writeTexts();
        updateGeometry();
    }
}

}  // namespace interlinear::widgets
