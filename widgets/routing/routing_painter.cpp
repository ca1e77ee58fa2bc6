#include "widgets/routing/routing_painter.h"

#include "widgets/plot/colour_space.h"
#include "widgets/routing/routing_sentence.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace interlinear::widgets {

using mixmoe::ExpertGroup;

namespace {

constexpr double largestLabel = 160;
constexpr double narrow = 760;  // below, the sentence has a line of its own
constexpr double rampWidth = 84;
constexpr double edge = 12;

struct RoutingTexts {
    Q_DECLARE_TR_FUNCTIONS(Routing)
};

QFont bold(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

class Painting {
public:
    Painting(QPainter &painter, const RoutingScene &scene, const RoutingLayout &layout, const Theme &theme, const QFont &font,
             const RoutingViewport &viewport)
        : m_painter(painter)
        , m_scene(scene)
        , m_layout(layout)
        , m_theme(theme)
        , m_font(secondaryFont(font))
        , m_figures(bold(figureFont(secondaryFont(font))))
        , m_viewport(viewport)
        , m_legendTop(viewport.size.height() - legendHeight(font, viewport.size.width()))
        , m_body(layout.labelColumn(), layout.headHeight(), viewport.size.width() - layout.labelColumn(),
                 m_legendTop - layout.headHeight() - layout.footHeight())
    {
    }

    void paint()
    {
        m_painter.setRenderHint(QPainter::Antialiasing);
        clipped(m_body, [this] { paintCells(); });
        clipped(QRectF(0, m_body.top(), m_layout.labelColumn(), m_body.height()), [this] { paintLabels(); });
        clipped(QRectF(m_body.left(), 0, m_body.width(), m_body.top()), [this] { paintHeads(); });
        clipped(QRectF(m_body.left(), m_body.top(), m_body.width(), m_legendTop - m_body.top()), [this] { paintFeet(); });
        clipped(QRectF(0, m_body.top() - 2, m_viewport.size.width(), m_body.height() + 2), [this] { paintSelection(); });
        paintLegend();
    }

private:
    /// The clip is set only where something lies beyond it, for SVG knows none.
    template <typename Paint> void clipped(const QRectF &area, Paint paintArea)
    {
        m_painter.save();
        const bool beyond
            = m_layout.size().width() > m_viewport.size.width() || m_layout.size().height() > m_legendTop || !m_viewport.scroll.isNull();
        if (beyond)
            m_painter.setClipRect(area);
        paintArea();
        m_painter.restore();
    }

    QRectF scrolled(const QRectF &rect) const { return rect.translated(-m_viewport.scroll); }
    const ColourRamp &ramp(ExpertGroup group) const { return group == ExpertGroup::LanguageModel ? m_theme.languageModel : m_theme.translation; }
    QColor groupColour(ExpertGroup group) const { return mixed(ramp(group).at(0.85), m_theme.text, 0.85); }
    int modelLayer(int shown) const { return m_scene.table->layerIndex()[static_cast<std::size_t>(m_scene.layers[static_cast<std::size_t>(shown)])]; }

    /// Up to the last that is there as a whole: a sliver of the next one would look like a row of its own.
    std::pair<int, int> visibleRows() const
    {
        const int first = static_cast<int>(std::floor(m_viewport.scroll.y() / m_layout.cellHeight()));
        const int last = static_cast<int>(std::floor((m_viewport.scroll.y() + m_body.height() + 0.5) / m_layout.cellHeight()));
        return {std::clamp(first, 0, m_layout.shape().rows), std::clamp(last, 0, m_layout.shape().rows)};
    }

    template <typename Visit> void forEachVisibleBlock(Visit visit) const
    {
        for (int layer = 0; layer < m_layout.shape().layers; ++layer) {
            for (int group = 0; group < m_layout.shape().groups; ++group) {
                const QRectF block = scrolled(m_layout.blockRect(layer, static_cast<ExpertGroup>(group)));
                if (block.right() >= m_body.left() && block.left() <= m_viewport.size.width())
                    visit(layer, static_cast<ExpertGroup>(group), block);
            }
        }
    }

    void paintCells()
    {
        const auto [first, last] = visibleRows();
        forEachVisibleBlock([&, firstRow = first, lastRow = last](int layer, ExpertGroup group, const QRectF &) {
            for (int row = firstRow; row < lastRow; ++row) {
                for (int expert = 0; expert < m_layout.shape().expertsPerGroup; ++expert)
                    paintCell({row, layer, group, expert});
            }
        });
        if (m_scene.cursor) {
            m_painter.setBrush(Qt::NoBrush);
            m_painter.setPen(QPen(m_theme.accent, 2));
            m_painter.drawRoundedRect(scrolled(m_layout.cellRect(*m_scene.cursor)).adjusted(-1, -1, 1, 1), 4, 4);
        }
    }

    void paintCell(const RoutingCell &cell)
    {
        const int token = m_scene.rows[static_cast<std::size_t>(cell.row)];
        const int layer = m_scene.layers[static_cast<std::size_t>(cell.layer)];
        const QRectF rect = scrolled(m_layout.cellRect(cell)).adjusted(0.5, 0.5, -0.5, -0.5);
        const std::optional<float> p = m_scene.table->probability(layer, token, cell.group, cell.expert);
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(p ? ramp(cell.group).at(*p) : m_theme.sunken);
        m_painter.drawRoundedRect(rect, 2, 2);
        if (isSwitchedOff(m_scene.interventions, modelLayer(cell.layer), cell.group, cell.expert))
            paintHatch(rect);
        if (m_scene.table->weightOf(layer, token, cell.group, cell.expert))
            paintChosen(rect, cell.group, p);
    }

    void paintChosen(const QRectF &rect, ExpertGroup group, std::optional<float> p)
    {
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(QPen(m_theme.text, 1.4));
        m_painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        if (!p || !m_layout.holdsNumbers())
            return;
        const int hundredths = static_cast<int>(std::lround(*p * 100));
        m_painter.setFont(m_figures);
        m_painter.setPen(ramp(group).textOn(*p));
        const QString digits = QString::number(hundredths % 100).rightJustified(2, QLatin1Char('0'));
        m_painter.drawText(rect, Qt::AlignCenter, hundredths >= 100 ? QStringLiteral("1.0") : QLatin1Char('.') + digits);
    }

    void paintHatch(const QRectF &rect)
    {
        m_painter.setPen(QPen(m_theme.muted, 1));
        constexpr double step = 5;
        for (double shift = step / 2; shift < rect.width() + rect.height(); shift += step) {
            const double fromX = std::max(0.0, shift - rect.height());
            const double toX = std::min(shift, rect.width());
            m_painter.drawLine(QPointF(rect.left() + fromX, rect.top() + shift - fromX), QPointF(rect.left() + toX, rect.top() + shift - toX));
        }
    }

    void paintFeet()
    {
        forEachVisibleBlock([this](int, ExpertGroup, const QRectF &block) { paintExpertNumbers(block); });
    }

    void paintExpertNumbers(const QRectF &block)
    {
        const double top = std::min(block.bottom(), m_body.bottom());
        m_painter.setFont(m_font);
        m_painter.setPen(m_theme.muted);
        int every = 1;
        while (every * m_layout.cellWidth() < 1.4 * m_layout.shape().textHeight)
            every *= 2;
        for (int expert = 0; expert < m_layout.shape().expertsPerGroup; expert += every) {
            const double centre = block.left() + (expert + 0.5) * m_layout.cellWidth();
            m_painter.drawText(QRectF(centre - 20, top + 2, 40, m_layout.footHeight() - 2), Qt::AlignHCenter | Qt::AlignTop,
                               QString::number(expert));
        }
    }

    /// What is not scrolled out, so that a name stays in sight; at least a name wide.
    QRectF shownPart(const QRectF &rect) const
    {
        const double nameWidth = 6 * m_layout.shape().textHeight;
        const double left = std::min(std::max(rect.left(), m_body.left()), rect.right() - std::min(rect.width(), nameWidth));
        const double right = std::max(std::min(rect.right(), m_viewport.size.width()), rect.left() + std::min(rect.width(), nameWidth));
        return {left, rect.top(), right - left, rect.height()};
    }

    void paintHeads()
    {
        const double line = m_layout.headHeight() / 2;
        const QPointF scroll(m_viewport.scroll.x(), 0);
        for (int layer = 0; layer < m_layout.shape().layers; ++layer) {
            const QRectF rect = m_layout.layerRect(layer).translated(-scroll);
            m_painter.setFont(m_font);
            m_painter.setPen(m_theme.muted);
            m_painter.drawText(shownPart(QRectF(rect.left(), 0, rect.width(), line)), Qt::AlignCenter, RoutingTexts::tr("layer %1").arg(modelLayer(layer)));
        }
        m_painter.setFont(bold(m_font));
        forEachVisibleBlock([&](int, ExpertGroup group, const QRectF &block) {
            const bool isLm = group == ExpertGroup::LanguageModel;
            const QRectF head
                = shownPart(QRectF(block.left(), line, block.width(), line)).adjusted(-m_layout.cellWidth(), 0, m_layout.cellWidth(), 0);
            m_painter.setPen(groupColour(group));
            m_painter.drawText(head, Qt::AlignCenter, isLm ? RoutingTexts::tr("LM experts") : RoutingTexts::tr("MT experts"));
        });
    }

    bool isSelected(int row) const
    {
        return static_cast<std::size_t>(row) < m_scene.selected.size() && m_scene.selected[static_cast<std::size_t>(row)];
    }

    void paintLabels()
    {
        const auto [first, last] = visibleRows();
        for (int row = first; row < last; ++row) {
            const mixmoe::CapturedToken &token = m_scene.table->token(m_scene.rows[static_cast<std::size_t>(row)]);
            const QRectF line = m_layout.rowRect(row).translated(0, -m_viewport.scroll.y());
            m_painter.setFont(isSelected(row) ? bold(m_font) : m_font);
            const bool quiet = token.control || token.byteFallback || token.phase == mixmoe::Phase::Prompt;
            m_painter.setPen(isSelected(row) ? m_theme.accent : quiet ? m_theme.muted : m_theme.text);
            const QRectF label(4, line.top(), m_layout.labelColumn() - 4 - edge, line.height());
            const QString text = QFontMetricsF(m_painter.font()).elidedText(tokenLabel(token), Qt::ElideRight, label.width());
            m_painter.drawText(label, Qt::AlignRight | Qt::AlignVCenter, text);
        }
    }

    void paintSelection()
    {
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(QPen(m_theme.accent, 1.5));
        const double right = std::min(m_viewport.size.width(), m_layout.size().width()) - 2;
        const auto [first, last] = visibleRows();
        for (int row = first; row < last; ++row) {
            if (!isSelected(row))
                continue;
            int end = row;
            while (end + 1 < last && isSelected(end + 1))
                ++end;
            const QRectF top = m_layout.rowRect(row).translated(0, -m_viewport.scroll.y());
            m_painter.drawRoundedRect(QRectF(2, top.top(), right - 2, top.height() * (end - row + 1)), 4, 4);
            row = end;
        }
    }

    double paintRamp(double x, double centre, ExpertGroup group)
    {
        const QString name = group == ExpertGroup::LanguageModel ? RoutingTexts::tr("LM") : RoutingTexts::tr("MT");
        m_painter.setFont(bold(m_font));
        m_painter.setPen(groupColour(group));
        const QFontMetricsF metrics(m_painter.font());
        const double height = metrics.height();
        const auto text = [&](const QString &word) {
            const double width = metrics.horizontalAdvance(word);
            m_painter.drawText(QRectF(x, centre - height / 2, width + 1, height), Qt::AlignLeft | Qt::AlignVCenter, word);
            x += width + 4;
        };
        text(name);
        m_painter.setFont(m_font);
        m_painter.setPen(m_theme.muted);
        text(QStringLiteral("0"));
        constexpr int steps = 21;
        x = std::round(x);
        for (int i = 0; i < steps; ++i)
            m_painter.fillRect(QRectF(x + i * rampWidth / steps, std::round(centre) - 5, rampWidth / steps, 10),
                               ramp(group).at(i / double(steps - 1)));
        x += rampWidth + 4;
        m_painter.setPen(m_theme.muted);
        text(QStringLiteral("1"));
        return x + edge;
    }

    QString legendNote() const
    {
        QStringList notes;
        if (!m_scene.quantity.isEmpty())
            notes << m_scene.quantity;
        notes << RoutingTexts::tr("outlined: chosen");
        const bool masks = std::ranges::any_of(
            m_scene.interventions, [](const mixmoe::Intervention &item) { return item.enabled && item.kind == mixmoe::Intervention::Kind::Mask; });
        if (masks)
            notes << RoutingTexts::tr("hatched: switched off");
        return notes.join(QStringLiteral(" · "));
    }

    void paintLegend()
    {
        const double height = m_viewport.size.height() - m_legendTop;
        const double lines = m_viewport.size.width() < narrow ? 2 : 1;
        const double centre = m_legendTop + height / lines / 2;
        double x = edge;
        for (int group = 0; group < m_layout.shape().groups; ++group)
            x = paintRamp(x, centre, static_cast<ExpertGroup>(group));
        m_painter.setFont(m_font);
        m_painter.setPen(m_theme.muted);
        const QString note = legendNote();
        const double noteWidth = std::min(m_painter.fontMetrics().horizontalAdvance(note) + 1.0, m_viewport.size.width() - x - edge);
        const double lineHeight = QFontMetricsF(m_font).height();
        m_painter.drawText(QRectF(x, centre - lineHeight / 2, noteWidth, lineHeight), Qt::AlignLeft | Qt::AlignVCenter,
                           QFontMetricsF(m_font).elidedText(note, Qt::ElideRight, noteWidth));

        const double left = lines > 1 ? edge : x + noteWidth + edge;
        const QRectF place(left, m_viewport.size.height() - height / lines, m_viewport.size.width() - left - edge, height / lines);
        m_painter.setPen(m_theme.text);
        m_painter.drawText(place, (lines > 1 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter,
                           QFontMetricsF(m_font).elidedText(m_scene.sentence, Qt::ElideRight, place.width()));
    }

    QPainter &m_painter;
    const RoutingScene &m_scene;
    const RoutingLayout &m_layout;
    const Theme &m_theme;
    QFont m_font;
    QFont m_figures;
    RoutingViewport m_viewport;
    double m_legendTop;
    QRectF m_body;  ///< of the cells
};

}  // namespace

RoutingLayout routingLayout(const RoutingScene &scene, const QFont &font, double availableWidth)
{
    const QFontMetricsF metrics(bold(secondaryFont(font)));
    double labelWidth = 0;
    for (const int row : scene.rows)
        labelWidth = std::max(labelWidth, metrics.horizontalAdvance(tokenLabel(scene.table->token(row))));
    return RoutingLayout({.layers = static_cast<int>(scene.layers.size()),
                          .groups = scene.table ? scene.table->groups() : 0,
                          .expertsPerGroup = scene.table ? scene.table->expertsPerGroup() : 0,
                          .rows = static_cast<int>(scene.rows.size()),
                          .availableWidth = availableWidth,
                          .labelWidth = std::min(largestLabel, std::ceil(labelWidth)),
                          .textHeight = metrics.height()});
}

double legendHeight(const QFont &font, double width)
{
    return (std::ceil(QFontMetricsF(secondaryFont(font)).height()) + 8) * (width < narrow ? 2 : 1);
}

void paintRouting(QPainter &painter, const RoutingScene &scene, const RoutingLayout &layout, const Theme &theme, const QFont &font,
                  const RoutingViewport &viewport)
{
    painter.save();
    painter.fillRect(QRectF({}, viewport.size), theme.surface);
    Painting(painter, scene, layout, theme, font, viewport).paint();
    painter.restore();
}

bool isSwitchedOff(const mixmoe::Interventions &interventions, int modelLayer, ExpertGroup group, int expert)
{
    return std::ranges::any_of(interventions, [&](const mixmoe::Intervention &item) {
        return item.enabled && item.kind == mixmoe::Intervention::Kind::Mask && item.group == group && (item.expert == -1 || item.expert == expert)
            && (item.layer == -1 || item.layer == modelLayer);
    });
}

}  // namespace interlinear::widgets
