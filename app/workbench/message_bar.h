// One sentence above the segments when something went wrong or is worth knowing; it stays until it is closed or replaced, a notice until work goes on.
//
//   bar.showError(errorText(error));
//   bar.showNotice(tr("Written to %1").arg(path));
#pragma once

#include "widgets/plot/theme.h"

#include <QFrame>

class QAction;
class QLabel;
class QToolButton;

namespace interlinear::workbench {

class MessageBar : public QFrame {
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);

    void setTheme(const widgets::Theme &theme);
    void showError(const QString &sentence);
    void showNotice(const QString &sentence);
    /// With a button for what can be done about it, until the sentence goes.
    void showNotice(const QString &sentence, QAction *action);
    /// Nothing happens to an error.
    void hideNotice();
    QString sentence() const;
    bool isError() const { return m_isError; }

private:
    void showSentence(const QString &sentence, bool error, QAction *action);
    void paintColours();

    widgets::Theme m_theme = widgets::Theme::light();
    bool m_isError = false;
    QLabel *m_mark;
    QLabel *m_sentence;
    QToolButton *m_button;
};

}  // namespace interlinear::workbench
