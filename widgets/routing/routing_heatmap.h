// Which experts the routers chose for every token of a suggestion: tokens down, experts across, LM and MT apart in every layer.
//
//   heatmap.setCapture(translation.capture);                          // or beginStream() and appendToken() while it is decoded
//   connect(&heatmap, &RoutingHeatmap::tokenActivated, editor, [=](Utf16Span span) { editor->setHighlightedSpan(span); });
//   connect(editor, &TargetEditor::selectedSpanChanged, &heatmap, &RoutingHeatmap::setSelectedSpan);
//   connect(&heatmap, &RoutingHeatmap::expertToggleRequested, &app, …);
//   heatmap.renderTo(painter, QRectF({}, heatmap.pictureSize()));     // PNG and SVG
//
// Arrows move a cell cursor, Enter or a click asks to switch its expert off or on again; a click on a token activates it. Main thread.
#pragma once

#include "engine/core/spans.h"
#include "widgets/routing/routing_painter.h"
#include "widgets/routing/routing_sentence.h"

#include <QAbstractScrollArea>

#include <memory>
#include <optional>

namespace interlinear::widgets {

enum class PhaseFilter { Generated, Prompt, Both };

class RoutingHeatmap : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit RoutingHeatmap(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setEmptyText(const QString &text);

    /// Shows a finished suggestion; null clears. Its interventions are hatched.
    void setCapture(const std::shared_ptr<const mixmoe::RoutingCapture> &capture);
    /// Shows nothing yet of a suggestion of this shape.
    void beginStream(std::vector<int> layerIndex, int expertsPerGroup, int groups, int topK = 1);
    /// One more row; false when the routing has another shape.
    bool appendToken(const mixmoe::CapturedToken &token, const mixmoe::TokenRouting &routing);
    void clear();
    const RoutingTable &table() const { return m_table; }

    void setPhase(PhaseFilter phase);
    PhaseFilter phase() const { return m_phase; }
    /// Captured layers, 0-based, in the order to be shown; empty: all.
    void setShownLayers(const std::vector<int> &layers);
    const std::vector<int> &shownLayers() const { return m_scene.layers; }
    void setInterventions(const mixmoe::Interventions &interventions);

    /// Outlines the generated tokens that hold these characters of the target; an empty span is a caret. Emits nothing.
    void setSelectedSpan(std::optional<interlinear::Utf16Span> span);

    /// Where the cell cursor stands, in captured layers and tokens.
    std::optional<RoutingPlace> cursorPlace() const;
    void setCursorPlace(const RoutingPlace &place);
    const QString &sentence() const { return m_scene.sentence; }

    /// Of the picture with everything that is chosen to be shown, unscrolled.
    QSizeF pictureSize() const;
    /// The same drawing call as the screen's, everything unscrolled, scaled into the rectangle, without the cell cursor.
    void renderTo(QPainter &painter, const QRectF &rect) const;
    /// Geometry in the coordinates of the unscrolled picture.
    const RoutingLayout &layout() const { return m_layout; }
    /// The cell under a point of the viewport.
    std::optional<RoutingPlace> placeAt(const QPoint &viewportPoint) const;

    QSize sizeHint() const override;

Q_SIGNALS:
    /// Characters of the target that the token stands for; those of the whole character for a byte piece.
    void tokenActivated(interlinear::Utf16Span span);
    /// `layer` as the model counts, from 0, `expert` inside its group, from 0: as in mixmoe::Intervention.
    void expertToggleRequested(int layer, interlinear::mixmoe::ExpertGroup group, int expert);
    /// What is under the pointer or, without one, under the cell cursor.
    void sentenceChanged(const QString &sentence);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void showTable(RoutingTable table);
    void refresh();
    void updateScrollBars();
    void selectRows();
    bool holdsSelection(const mixmoe::CapturedToken &token) const;
    void activateRow(int row);
    void toggle(const RoutingCell &cell);
    void moveCursor(const RoutingCell &cell);
    void moveCursorByKey(int key);
    void showSentence();
    void ensureVisible(const QRectF &rect, Qt::Orientations orientations);
    std::optional<RoutingCell> cellAt(const QPoint &viewportPoint) const;
    std::optional<int> rowAt(const QPoint &viewportPoint) const;
    QPointF toPicture(const QPoint &viewportPoint) const;
    QPointF scroll() const;
    RoutingPlace placeOf(const RoutingCell &cell) const;

    Theme m_theme = Theme::light();
    QString m_emptyText;
    RoutingTable m_table;
    PhaseFilter m_phase = PhaseFilter::Generated;
    std::vector<int> m_wantedLayers;
    std::optional<Utf16Span> m_selectedSpan;
    RoutingScene m_scene;
    RoutingLayout m_layout;
    std::optional<RoutingCell> m_cursor;
    std::optional<RoutingCell> m_hovered;
};

}  // namespace interlinear::widgets
