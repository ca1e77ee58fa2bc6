// A dialog that makes room for the sentences that come up in it.
//
//   class MemoriesDialog : public GrowingDialog { … };
//
// Its height is at least what its layout needs at its width, whatever appears; it does not shrink.
#pragma once

#include <QDialog>

namespace interlinear::workbench {

class GrowingDialog : public QDialog {
    Q_OBJECT

public:
    using QDialog::QDialog;

protected:
    bool event(QEvent *event) override;
};

}  // namespace interlinear::workbench
