// The real window on a tiny model in memory, in a folder of its own: what the flow tests click and type in.
//
//   WorkbenchFixture fixture;
//   fixture.loadModel();
//   fixture.open(fixture.write("letter.md", "# Welcome\n"));
//   fixture.type("Willkommen");
//   fixture.press(Qt::Key_Return, Qt::ControlModifier);
#pragma once

#include "app/workbench/main_window.h"

#include <QDialog>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace interlinear::tests {

class WorkbenchFixture {
public:
    WorkbenchFixture();
    ~WorkbenchFixture();

    workbench::MainWindow &window() { return *m_window; }
    workbench::DocumentSession &session() { return *m_window->workspace().current(); }
    const std::vector<widgets::SegmentRow> &rows() { return session().model()->rows(); }
    widgets::TargetEditor &editor() { return *m_window->grid().editor(); }
    const widgets::SegmentRow &openRow() { return *m_window->assistant().openRow(); }
    QString path(const QString &name) const { return m_folder.filePath(name); }

    /// A new window on the same project folder, as after closing and starting again. Waits until the old one has saved.
    void restart();
    /// Both wait, and say whether it happened.
    bool loadModel();
    bool open(const QString &file);

    QString write(const QString &name, const QByteArray &bytes);
    QByteArray read(const QString &path);

    void openRowNumber(int number);
    void type(const QString &text);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {});
    /// Until a suggestion for the open row is complete.
    bool waitForSuggestion();
    /// Until everything is on disk.
    bool waitUntilSaved();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<workbench::Appearance> m_appearance;
    std::unique_ptr<workbench::MainWindow> m_window;
};

/// What happens in the modal dialog that comes next; it is closed at the end, whatever happened.
void inNextDialog(std::function<void(QDialog &)> act);

}  // namespace interlinear::tests
