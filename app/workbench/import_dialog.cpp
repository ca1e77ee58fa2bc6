#include "app/workbench/import_dialog.h"

#include "app/workbench/primary_button.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>

namespace interlinear::workbench {

ImportDialog::ImportDialog(const QString &fileName, const ProjectMemories &memories, QWidget *parent)
    : QDialog(parent)
    , m_memory(new QComboBox(this))
    , m_sameSource(new QComboBox(this))
    , m_approved(new QCheckBox(tr("The units count as approved where the file says nothing else"), this))
{
    setObjectName(QStringLiteral("importDialog"));
    setWindowTitle(tr("Import %1").arg(fileName));
    m_memory->setObjectName(QStringLiteral("importInto"));
    for (std::size_t place = 0; place < memories.count(); ++place) {
        if (!memories.summary(place).problem)
            m_memory->addItem(memories.summary(place).name, static_cast<int>(place));
    }
    m_sameSource->addItem(tr("Keep both: a lookup shows both"), static_cast<int>(cat::SameSource::Add));
    m_sameSource->addItem(tr("Keep the memory's"), static_cast<int>(cat::SameSource::KeepOurs));
    m_sameSource->addItem(tr("Take the file's: the other stays in the history"), static_cast<int>(cat::SameSource::Replace));
    m_approved->setChecked(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton *import = buttons->addButton(tr("Import"), QDialogButtonBox::AcceptRole);
    makePrimary(*import);
    import->setEnabled(m_memory->count() > 0);
    auto *form = new QFormLayout(this);
    form->setContentsMargins(24, 24, 24, 16);
    form->setVerticalSpacing(12);
    form->addRow(tr("Into"), m_memory);
    form->addRow(tr("Where the memory has another translation"), m_sameSource);
    form->addRow(m_approved);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

std::size_t ImportDialog::memory() const
{
    return static_cast<std::size_t>(m_memory->currentData().toInt());
}

cat::ImportSettings ImportDialog::settings() const
{
    return {.approved = m_approved->isChecked(), .sameSource = static_cast<cat::SameSource>(m_sameSource->currentData().toInt())};
}

}  // namespace interlinear::workbench
