#include "widgets/lookup/number_keys.h"

#include <QShortcut>
#include <QWidget>

namespace interlinear::widgets {

void addNumberKeys(QWidget &widget, Qt::KeyboardModifiers modifiers, const std::function<void(int)> &pressed)
{
    for (int number = 1; number <= numberKeys; ++number) {
        // The window's: a pane's own would sleep while another tab hides the pane.
        auto *shortcut = new QShortcut(QKeySequence(QKeyCombination(modifiers, static_cast<Qt::Key>(Qt::Key_0 + number))), widget.window());
        QObject::connect(shortcut, &QShortcut::activated, &widget, [pressed, number] { pressed(number); });
        QObject::connect(&widget, &QObject::destroyed, shortcut, &QObject::deleteLater);
    }
}

}  // namespace interlinear::widgets
