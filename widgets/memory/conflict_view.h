// Units that two people changed without knowing of each other: both versions side by side, and what becomes of them.
//
//   view.setTheme(theme);
//   view.setConflicts({{.id = "7f…", .source = "Save", .current = {"Speichern", "M. Weber"}, .other = {"Ablegen", "you"}}});
//   connect(&view, &ConflictView::decided, &app, [&](const QString &id, ConflictChoice choice) { … });
//
// Whatever is chosen, the other version stays in the history of the unit.
#pragma once

#include "widgets/plot/theme.h"

#include <QWidget>

#include <optional>
#include <vector>

class QLabel;
class QListWidget;
class QPushButton;
class QTextEdit;

namespace interlinear::widgets {

class CountDelegate;

struct ConflictSide {
    QString target;
    QString facts;      ///< by whom, and when
};

struct ConflictRow {
    QString id;
    QString source;
    std::optional<ConflictSide> current, other;   ///< what holds, and what was set aside; nothing: that the unit be gone
};

enum class ConflictChoice { Current, Other, Both };

class ConflictView : public QWidget {
    Q_OBJECT

public:
    explicit ConflictView(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    /// The selected one stays selected by its place: when it has been decided, the next one is.
    void setConflicts(std::vector<ConflictRow> conflicts);
    const std::vector<ConflictRow> &conflicts() const { return m_conflicts; }
    /// While a decision is on its way.
    void setChoosable(bool choosable);

Q_SIGNALS:
    void decided(const QString &id, interlinear::widgets::ConflictChoice choice);

private:
    struct Side {
        QLabel *heading = nullptr;
        QTextEdit *text = nullptr;
        QPushButton *choose = nullptr;
    };

    Side addSide(const QString &choice, const char *name, ConflictChoice chosen);
    QPushButton *addChoice(const QString &choice, const char *name, ConflictChoice chosen);
    const ConflictRow *selected() const;
    void showSelected();
    void choose(ConflictChoice choice);

    Theme m_theme = Theme::light();
    std::vector<ConflictRow> m_conflicts;
    bool m_choosable = true;
    QListWidget *m_list;
    CountDelegate *m_delegate;
    QTextEdit *m_source;
    Side m_current, m_other;
    QPushButton *m_both;
};

}  // namespace interlinear::widgets
