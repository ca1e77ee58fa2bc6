// The one button of a dialog that Enter presses, in the accent colour.
//
//   makePrimary(*buttons->addButton(tr("Import"), QDialogButtonBox::AcceptRole));
#pragma once

class QPushButton;

namespace interlinear::workbench {

/// The style sheet writes it bold, so it is as wide as that needs. Call it again when its text has changed.
void makePrimary(QPushButton &button);

}  // namespace interlinear::workbench
