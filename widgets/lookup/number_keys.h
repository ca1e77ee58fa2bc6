// Nine keys of a list: modifiers and a digit, anywhere in the window and whichever of its panes is in sight.
//
//   addNumberKeys(pane, Qt::ControlModifier, [&](int number) { take(number); });   // Ctrl+1 calls take(1)
#pragma once

#include <Qt>

#include <functional>

class QWidget;

namespace interlinear::widgets {

constexpr int numberKeys = 9;

/// For the window in which the widget is at that time; gone with the widget.
void addNumberKeys(QWidget &widget, Qt::KeyboardModifiers modifiers, const std::function<void(int)> &pressed);

}  // namespace interlinear::widgets
