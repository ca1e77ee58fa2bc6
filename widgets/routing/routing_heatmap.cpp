#include "widgets/routing/routing_heatmap.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace interlinear::widgets {

namespace {

bool passes(PhaseFilter filter, mixmoe::Phase phase)
{
    return filter == PhaseFilter::Both || (filter == PhaseFilter::Prompt) == (phase == mixmoe::Phase::Prompt);
}

/// A caret belongs to the token it stands in or before, and at the very end to the last one.
bool holdsCaret(const Utf16Span &token, std::size_t caret, bool last)
{
    return (token.begin <= caret && caret < token.end) || (last && caret == token.end && !token.empty());
}

int columnAfter(int column, int key, int last)
{
    switch (key) {
    case Qt::Key_Left:
        return std::max(0, column - 1);
    case Qt::Key_Right:
        return std::min(last, column + 1);
    case Qt::Key_Home:
        return 0;
    case Qt::Key_End:
        return last;
    default:
        return column;
    }
}

int rowAfter(int row, int key, int last, int page)
{
    switch (key) {
    case Qt::Key_Up:
        return std::max(0, row - 1);
    case Qt::Key_Down:
        return std::min(last, row + 1);
    case Qt::Key_PageUp:
        return std::max(0, row - page);
    case Qt::Key_PageDown:
        return std::min(last, row + page);
    default:
        return row;
    }
}

/// Where a key leads from this cell; columns go on from group to group and from layer to layer.
RoutingCell neighbour(const RoutingCell &cell, int key, const RoutingLayout::Shape &shape, int page)
{
    const int perLayer = shape.groups * shape.expertsPerGroup;
    const int column
        = columnAfter(cell.layer * perLayer + static_cast<int>(cell.group) * shape.expertsPerGroup + cell.expert, key, shape.layers * perLayer - 1);
    const int inLayer = column % perLayer;
    return {rowAfter(cell.row, key, shape.rows - 1, page), column / perLayer, static_cast<mixmoe::ExpertGroup>(inLayer / shape.expertsPerGroup),
            inLayer % shape.expertsPerGroup};
}

}  // namespace

RoutingHeatmap::RoutingHeatmap(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_emptyText(tr("No routing yet. It appears here as soon as the model suggests something for the open segment."))
{
    setObjectName(QStringLiteral("routingHeatmap"));
    setAccessibleName(tr("Routing heatmap"));
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    m_scene.table = &m_table;
    m_scene.quantity = tr("gate probability before the choice, 0 to 1");
}

void RoutingHeatmap::setTheme(const Theme &theme)
{
    m_theme = theme;
    viewport()->update();
}

void RoutingHeatmap::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

void RoutingHeatmap::setCapture(const std::shared_ptr<const mixmoe::RoutingCapture> &capture)
{
    if (!capture)
        return clear();
    m_scene.interventions = capture->interventions;
    showTable(RoutingTable::fromCapture(*capture));
}

void RoutingHeatmap::beginStream(std::vector<int> layerIndex, int expertsPerGroup, int groups, int topK)
{
    showTable(RoutingTable(std::move(layerIndex), expertsPerGroup, groups, topK));
}

bool RoutingHeatmap::appendToken(const mixmoe::CapturedToken &token, const mixmoe::TokenRouting &routing)
{
    if (!m_table.append(token, routing))
        return false;
    refresh();
    return true;
}

void RoutingHeatmap::clear()
{
    m_scene.interventions.clear();
    showTable({});
}

void RoutingHeatmap::showTable(RoutingTable table)
{
    const bool sameShape = table.layerIndex() == m_table.layerIndex();
    m_table = std::move(table);
    if (!sameShape)
        m_wantedLayers.clear();
    refresh();
}

void RoutingHeatmap::setPhase(PhaseFilter phase)
{
    m_phase = phase;
    m_cursor.reset();
    refresh();
}

void RoutingHeatmap::setShownLayers(const std::vector<int> &layers)
{
    m_wantedLayers = layers;
    m_cursor.reset();
    refresh();
}

void RoutingHeatmap::setInterventions(const mixmoe::Interventions &interventions)
{
    m_scene.interventions = interventions;
    viewport()->update();
}

void RoutingHeatmap::refresh()
{
    m_scene.rows.clear();
    for (int token = 0; token < m_table.tokens(); ++token) {
        if (passes(m_phase, m_table.token(token).phase))
            m_scene.rows.push_back(token);
    }
    m_scene.layers.clear();
    std::ranges::copy_if(m_wantedLayers, std::back_inserter(m_scene.layers), [this](int layer) { return layer >= 0 && layer < m_table.layers(); });
    if (m_scene.layers.empty()) {
        m_scene.layers.resize(static_cast<std::size_t>(m_table.layers()));
        std::iota(m_scene.layers.begin(), m_scene.layers.end(), 0);
    }
    m_layout = routingLayout(m_scene, font(), viewport()->width());
    m_hovered.reset();
    if (m_cursor
        && (m_cursor->row >= m_layout.shape().rows || m_cursor->layer >= m_layout.shape().layers
            || m_cursor->expert >= m_layout.shape().expertsPerGroup))
        m_cursor.reset();
    selectRows();
    updateScrollBars();
    showSentence();
    viewport()->update();
}

void RoutingHeatmap::updateScrollBars()
{
    const auto fit = [](QScrollBar *bar, double content, double page, double step) {
        bar->setRange(0, std::max(0, static_cast<int>(std::ceil(content - page))));
        bar->setPageStep(static_cast<int>(page));
        bar->setSingleStep(static_cast<int>(step));
    };
    const QSizeF content = m_layout.size();
    fit(horizontalScrollBar(), content.width(), viewport()->width(), 2 * m_layout.cellWidth());
    fit(verticalScrollBar(), content.height(), viewport()->height() - legendHeight(font(), viewport()->width()), m_layout.cellHeight());
}

bool RoutingHeatmap::holdsSelection(const mixmoe::CapturedToken &token) const
{
    if (!m_selectedSpan || token.phase != mixmoe::Phase::Generated)
        return false;
    const Utf16Span &span = *m_selectedSpan;
    const bool last = &token == &m_table.token(m_table.tokens() - 1);
    if (span.empty())
        return holdsCaret(token.spanUtf16, span.begin, last);
    return token.spanUtf16.empty() ? token.spanUtf16.begin >= span.begin && token.spanUtf16.begin < span.end : token.spanUtf16.overlaps(span);
}

void RoutingHeatmap::selectRows()
{
    m_scene.selected.clear();
    for (const int row : m_scene.rows)
        m_scene.selected.push_back(holdsSelection(m_table.token(row)));
}

void RoutingHeatmap::setSelectedSpan(std::optional<Utf16Span> span)
{
    m_selectedSpan = span;
    selectRows();
    const auto first = std::ranges::find(m_scene.selected, true);
    if (first != m_scene.selected.end())
        ensureVisible(m_layout.rowRect(static_cast<int>(first - m_scene.selected.begin())), Qt::Vertical);
    viewport()->update();
}

RoutingPlace RoutingHeatmap::placeOf(const RoutingCell &cell) const
{
    return {m_scene.rows[static_cast<std::size_t>(cell.row)], m_scene.layers[static_cast<std::size_t>(cell.layer)], cell.group, cell.expert};
}

std::optional<RoutingPlace> RoutingHeatmap::cursorPlace() const
{
    return m_cursor ? std::optional(placeOf(*m_cursor)) : std::nullopt;
}

void RoutingHeatmap::setCursorPlace(const RoutingPlace &place)
{
    const auto row = std::ranges::find(m_scene.rows, place.token);
    const auto layer = std::ranges::find(m_scene.layers, place.layer);
    if (row != m_scene.rows.end() && layer != m_scene.layers.end())
        moveCursor({static_cast<int>(row - m_scene.rows.begin()), static_cast<int>(layer - m_scene.layers.begin()), place.group, place.expert});
}

QPointF RoutingHeatmap::scroll() const
{
    return QPointF(horizontalScrollBar()->value(), verticalScrollBar()->value());
}

QSizeF RoutingHeatmap::pictureSize() const
{
    const double width = std::max(m_layout.size().width(), static_cast<double>(viewport()->width()));
    return {width, m_layout.size().height() + legendHeight(font(), width)};
}

void RoutingHeatmap::renderTo(QPainter &painter, const QRectF &rect) const
{
    const QSizeF size = pictureSize();
    painter.save();
    painter.translate(rect.topLeft());
    painter.scale(rect.width() / size.width(), rect.height() / size.height());
    paintRouting(painter, m_scene, m_layout, m_theme, font(), {size, {}});
    painter.restore();
}

void RoutingHeatmap::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    if (m_layout.isEmpty()) {
        painter.fillRect(viewport()->rect(), m_theme.surface);
        painter.setPen(m_theme.muted);
        painter.drawText(viewport()->rect().adjusted(24, 12, -24, -12), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    RoutingScene scene = m_scene;
    if (hasFocus())
        scene.cursor = m_cursor;
    paintRouting(painter, scene, m_layout, m_theme, font(), {viewport()->size(), scroll()});
}

void RoutingHeatmap::resizeEvent(QResizeEvent *)
{
    refresh();
}

void RoutingHeatmap::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        refresh();
}

QSize RoutingHeatmap::sizeHint() const
{
    return {720, 280};
}

QPointF RoutingHeatmap::toPicture(const QPoint &viewportPoint) const
{
    return viewportPoint + scroll();
}

std::optional<int> RoutingHeatmap::rowAt(const QPoint &point) const
{
    const double bottom = viewport()->height() - legendHeight(font(), viewport()->width()) - m_layout.footHeight();
    if (point.y() < m_layout.headHeight() || point.y() >= bottom)
        return std::nullopt;
    return m_layout.rowAt(toPicture(point));
}

std::optional<RoutingCell> RoutingHeatmap::cellAt(const QPoint &point) const
{
    return rowAt(point) && point.x() >= m_layout.labelColumn() ? m_layout.cellAt(toPicture(point)) : std::nullopt;
}

std::optional<RoutingPlace> RoutingHeatmap::placeAt(const QPoint &viewportPoint) const
{
    const std::optional<RoutingCell> cell = cellAt(viewportPoint);
    return cell ? std::optional(placeOf(*cell)) : std::nullopt;
}

void RoutingHeatmap::showSentence()
{
    const std::optional<RoutingCell> cell = m_hovered ? m_hovered : m_cursor;
    const QString sentence = cell ? cellSentence(m_table, placeOf(*cell)) : QString();
    if (sentence == m_scene.sentence)
        return;
    m_scene.sentence = sentence;
    viewport()->update();
    Q_EMIT sentenceChanged(sentence);
}

bool RoutingHeatmap::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const std::optional<RoutingPlace> place = placeAt(help->pos());
        QToolTip::showText(help->globalPos(), place ? cellDetails(m_table, *place) : QString(), viewport());
        return true;
    }
    if (event->type() == QEvent::Leave) {
        m_hovered.reset();
        showSentence();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void RoutingHeatmap::mouseMoveEvent(QMouseEvent *event)
{
    m_hovered = cellAt(event->position().toPoint());
    showSentence();
}

void RoutingHeatmap::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint point = event->position().toPoint();
    const std::optional<RoutingCell> cell = cellAt(point);
    if (cell)
        moveCursor(*cell);
    if (const std::optional<int> row = rowAt(point))
        activateRow(*row);
    if (cell)
        toggle(*cell);
}

void RoutingHeatmap::activateRow(int row)
{
    int token = m_scene.rows[static_cast<std::size_t>(row)];
    if (m_table.token(token).phase != mixmoe::Phase::Generated)
        return;
    while (m_table.token(token).spanUtf16.empty() && token + 1 < m_table.tokens())
        ++token;
    const Utf16Span span = m_table.token(token).spanUtf16;
    setSelectedSpan(span);
    Q_EMIT tokenActivated(span);
}

void RoutingHeatmap::toggle(const RoutingCell &cell)
{
    const RoutingPlace place = placeOf(cell);
    Q_EMIT expertToggleRequested(m_table.layerIndex()[static_cast<std::size_t>(place.layer)], place.group, place.expert);
}

void RoutingHeatmap::moveCursor(const RoutingCell &cell)
{
    m_cursor = cell;
    ensureVisible(m_layout.cellRect(cell), Qt::Horizontal | Qt::Vertical);
    m_hovered.reset();
    showSentence();
    setAccessibleDescription(m_scene.sentence);
    QAccessibleEvent change(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&change);
    viewport()->update();
}

void RoutingHeatmap::ensureVisible(const QRectF &rect, Qt::Orientations orientations)
{
    const auto reveal = [](QScrollBar *bar, double begin, double end, double page) {
        if (begin < bar->value())
            bar->setValue(static_cast<int>(std::floor(begin)));
        else if (end > bar->value() + page)
            bar->setValue(static_cast<int>(std::ceil(end - page)));
    };
    if (orientations & Qt::Horizontal) {
        const double left = m_layout.labelColumn();
        reveal(horizontalScrollBar(), rect.left() - left, rect.right() - left, viewport()->width() - left);
    }
    if (orientations & Qt::Vertical) {
        const double top = m_layout.headHeight();
        const double page = viewport()->height() - top - m_layout.footHeight() - legendHeight(font(), viewport()->width());
        reveal(verticalScrollBar(), rect.top() - top, rect.bottom() - top, page);
    }
}

void RoutingHeatmap::moveCursorByKey(int key)
{
    const int page = std::max(1, static_cast<int>(verticalScrollBar()->pageStep() / m_layout.cellHeight()) - 1);
    const RoutingCell cell = m_cursor ? neighbour(*m_cursor, key, m_layout.shape(), page) : RoutingCell{};
    const bool rowChanged = !m_cursor || cell.row != m_cursor->row;
    moveCursor(cell);
    if (rowChanged)
        activateRow(cell.row);
}

void RoutingHeatmap::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (m_layout.isEmpty())
        return QAbstractScrollArea::keyPressEvent(event);
    if (enter && m_cursor)
        return toggle(*m_cursor);
    constexpr int arrows[] = {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down, Qt::Key_Home, Qt::Key_End, Qt::Key_PageUp, Qt::Key_PageDown};
    if (std::ranges::find(arrows, event->key()) == std::end(arrows))
        return QAbstractScrollArea::keyPressEvent(event);
    moveCursorByKey(event->key());
}

void RoutingHeatmap::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    const bool byKey
        = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason || event->reason() == Qt::ShortcutFocusReason;
    if (byKey && !m_cursor && !m_layout.isEmpty())
        moveCursor({});
    viewport()->update();
}

void RoutingHeatmap::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

}  // namespace interlinear::widgets
