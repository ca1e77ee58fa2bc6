// Units before and after a change of many: what goes is struck through, what comes is bold.
//
//   preview.setChanges({{.sourceBefore = "a colour", .sourceAfter = "a tone", …}}, 1204);
#pragma once

#include "widgets/plot/theme.h"

#include <QTextEdit>

#include <vector>

namespace interlinear::widgets {

struct ChangedTexts {
    QString sourceBefore, sourceAfter;
    QString targetBefore, targetAfter;
    QString note;              ///< what else changes, such as "deleted"; may be empty

    bool operator==(const ChangedTexts &) const = default;
};

class ChangePreview : public QTextEdit {
    Q_OBJECT

public:
    explicit ChangePreview(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    /// `total` may be more than are shown.
    void setChanges(std::vector<ChangedTexts> changes, qulonglong total);
    /// What to do, or what went wrong, instead of changes.
    void setText(const QString &text);

private:
    void write();

    Theme m_theme = Theme::light();
    std::vector<ChangedTexts> m_changes;
    qulonglong m_total = 0;
    QString m_text;
};

}  // namespace interlinear::widgets
