#include "app/workbench/primary_button.h"

#include <QPushButton>

namespace interlinear::workbench {

namespace {

constexpr int sides = 2 * 16;

}  // namespace

void makePrimary(QPushButton &button)
{
    QFont bold = button.font();
    bold.setWeight(QFont::DemiBold);
    button.setMinimumWidth(QFontMetrics(bold).size(Qt::TextShowMnemonic, button.text()).width() + sides);
    button.setDefault(true);
}

}  // namespace interlinear::workbench
