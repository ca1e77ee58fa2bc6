// What stands in the middle while no document is open: what to do next, and a button for it.
#pragma once

#include "widgets/plot/theme.h"

#include <QWidget>

class QAction;
class QLabel;

namespace interlinear::workbench {

class WelcomePage : public QWidget {
    Q_OBJECT

public:
    WelcomePage(QAction *open, QAction *openSample, QWidget *parent = nullptr);

    void setTheme(const widgets::Theme &theme);

private:
    QLabel *m_heading;
    QLabel *m_text;
};

}  // namespace interlinear::workbench
