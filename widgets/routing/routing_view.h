// The routing dock's content: a title, the choice of layers and phase, the bins of the spectrum when asked for, the heatmap, and the comparison when there is one.
//
//   RoutingView view;
//   view.setTitle("Routing of the suggestion in row 12");
//   view.addButton(compareAction);
//   view.heatmap()->setCapture(capture);
//   view.comparison()->setComparison(…);
#pragma once

#include "widgets/routing/band_bar.h"
#include "widgets/routing/comparison_view.h"
#include "widgets/routing/routing_heatmap.h"

#include <QWidget>

class QAction;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QMenu;
class QToolButton;

namespace interlinear::widgets {

class RoutingView : public QWidget {
    Q_OBJECT

public:
    explicit RoutingView(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setTitle(const QString &title);
    /// A button for the action at the right of the title.
    void addButton(QAction *action);

    RoutingHeatmap *heatmap() const { return m_heatmap; }
    ComparisonView *comparison() const { return m_comparison; }
    BandBar *bands() const { return m_bands; }
    /// Of the model's spectrum, see BandBar; without any the button that shows the bar cannot be pressed.
    void setBinCount(int count);

    /// Writes what is shown: SVG for names that end in ".svg", else PNG at `scale` device pixels a unit. False when the file cannot be written.
    bool writePicture(const QString &path, double scale = 2) const;

private:
    void fillLayerMenu();
    void showCheckedLayers();
    void changePhase(int index);
    void showBands(bool shown);

    RoutingHeatmap *m_heatmap;
    ComparisonView *m_comparison;
    BandBar *m_bands;
    QLabel *m_title;
    QComboBox *m_phase;
    QToolButton *m_layers, *m_spectrum;
    QMenu *m_layerMenu;
    QHBoxLayout *m_buttons;
};

}  // namespace interlinear::widgets
