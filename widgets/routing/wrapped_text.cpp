#include "widgets/routing/wrapped_text.h"

#include <cmath>

namespace interlinear::widgets {

WrappedText::WrappedText(QWidget *parent)
    : QTextBrowser(parent)
{
    setFrameShape(NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setTabChangesFocus(true);
    document()->setDocumentMargin(0);
    viewport()->setAutoFillBackground(false);
}

void WrappedText::showDifferences(const Differences &differences, DifferenceSide side, const Theme &theme)
{
    clear();
    writeDifferences(QTextCursor(document()), differences, side, theme);
    fitHeight();
}

void WrappedText::resizeEvent(QResizeEvent *event)
{
    QTextBrowser::resizeEvent(event);
    fitHeight();
}

void WrappedText::fitHeight()
{
    setFixedHeight(static_cast<int>(std::ceil(document()->size().height())));
}

}  // namespace interlinear::widgets
