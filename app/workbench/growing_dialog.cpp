#include "app/workbench/growing_dialog.h"

#include <QEvent>
#include <QLayout>

#include <algorithm>

namespace interlinear::workbench {

bool GrowingDialog::event(QEvent *event)
{
    const bool done = QDialog::event(event);
    const bool changed = event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show;
    if (changed && layout() && layout()->hasHeightForWidth())
        resize(width(), std::max(height(), layout()->totalHeightForWidth(width())));
    return done;
}

}  // namespace interlinear::workbench
