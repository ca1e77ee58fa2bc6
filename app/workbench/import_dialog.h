// What to do with a file's units before they come in.
//
//   ImportDialog dialog("client.tmx", memories, window);
//   if (dialog.exec() == QDialog::Accepted) import(dialog.memory(), dialog.settings());
#pragma once

#include "app/workbench/project_memories.h"

#include <QDialog>

class QCheckBox;
class QComboBox;

namespace interlinear::workbench {

class ImportDialog : public QDialog {
    Q_OBJECT

public:
    ImportDialog(const QString &fileName, const ProjectMemories &memories, QWidget *parent);

    /// The place of the memory that takes the units.
    std::size_t memory() const;
    cat::ImportSettings settings() const;

private:
    QComboBox *m_memory;
    QComboBox *m_sameSource;
    QCheckBox *m_approved;
};

}  // namespace interlinear::workbench
