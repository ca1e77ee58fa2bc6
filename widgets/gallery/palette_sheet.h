// The small shared pieces side by side: states, badges, ramps, and standard controls in the style sheet.
#pragma once

#include "widgets/plot/theme.h"

#include <QWidget>

namespace interlinear::widgets::gallery {

class PaletteSheet : public QWidget {
    Q_OBJECT

public:
    explicit PaletteSheet(const Theme &theme, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme m_theme;
};

}  // namespace interlinear::widgets::gallery
