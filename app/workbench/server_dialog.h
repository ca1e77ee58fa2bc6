// Where the server of a shared memory is, and what goes with it.
//
//   ServerDialog dialog(tr("Join a shared memory"), tr("Join"), window);
//   dialog.askForName({}, tr("empty: the only one on the server"));
//   dialog.askForFile("team.itm");
//   if (dialog.exec() == QDialog::Accepted) sharing.join(dialog.file(), dialog.connection(), dialog.name(), window);
#pragma once

#include "app/workbench/growing_dialog.h"

#include <filesystem>
#include <string>

class QFormLayout;
class QLineEdit;
class QPushButton;

namespace interlinear::workbench {

class ServerDialog : public GrowingDialog {
    Q_OBJECT

public:
    ServerDialog(const QString &title, const QString &accept, QWidget *parent);

    /// Where only the password is left to say.
    void setConnection(const QString &connection);
    /// `hint` stands in the empty field.
    void askForName(const QString &proposed, const QString &hint);
    void askForFile(const QString &proposed);

    /// With the password, where one was given: to connect with, not to be kept.
    std::string connection() const;
    std::string name() const;
    std::filesystem::path file() const;

private:
    void check();

    QFormLayout *m_form;
    QLineEdit *m_connection, *m_password;
    QLineEdit *m_name = nullptr, *m_file = nullptr;   // where they are asked for
    QPushButton *m_accept;
};

}  // namespace interlinear::workbench
