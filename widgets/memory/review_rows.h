// What a file that comes back from review says of each segment: a list of its rows, and the one that is looked at with both texts, what goes struck through
// and what comes bold.
//
//   view.setTheme(theme);
//   view.setRows({{.place = "guide.md 17", .outcome = tr("changed"), .source = "Save", .before = "Ablegen", .after = "Speichern"}});
//   view.plainText();   // for the clipboard
#pragma once

#include "widgets/plot/theme.h"

#include <QStringList>
#include <QWidget>

#include <vector>

class QTextEdit;
class QTreeWidget;

namespace interlinear::widgets {

struct ReviewRowTexts {
    QString place;            ///< document and number
    QString outcome;          ///< in a word or two
    bool refused = false;     ///< marked, so that it is seen
    QString source;
    QString before, after;    ///< targets: ours, and what comes or was refused
    QStringList facts = {};   ///< a sentence each: why it was refused, what was moved, what the reviewer says

    bool operator==(const ReviewRowTexts &) const = default;
};

class ReviewRows : public QWidget {
    Q_OBJECT

public:
    explicit ReviewRows(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    /// The first one is looked at.
    void setRows(std::vector<ReviewRowTexts> rows);
    const std::vector<ReviewRowTexts> &rows() const { return m_rows; }
    /// A line each, fields apart by tabs.
    QString plainText() const;

private:
    void showSelected();

    Theme m_theme = Theme::light();
    std::vector<ReviewRowTexts> m_rows;
    QTreeWidget *m_list;
    QTextEdit *m_detail;
};

}  // namespace interlinear::widgets
