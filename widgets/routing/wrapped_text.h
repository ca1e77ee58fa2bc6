// A text that wraps, can be selected and copied, and is as high as it needs to be.
//
//   text->showDifferences(differences, DifferenceSide::After, theme);
#pragma once

#include "widgets/plot/difference.h"

#include <QTextBrowser>

namespace interlinear::widgets {

class WrappedText : public QTextBrowser {
    Q_OBJECT

public:
    explicit WrappedText(QWidget *parent = nullptr);

    void showDifferences(const Differences &differences, DifferenceSide side, const Theme &theme);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitHeight();
};

}  // namespace interlinear::widgets
