// A suggestion before and after an expert was switched off, one below the other, with the words that changed marked.
//
//   view.setComparison({.title = "Without MT 2 in layer 3", .before = old, .after = fresh, .note = "log-probability −4.1 → −5.3"});
//   view.clear();                                    // nothing to compare: the view hides itself
//   connect(&view, &ComparisonView::restoreRequested, …);
#pragma once

#include "widgets/plot/difference.h"
#include "widgets/plot/theme.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace interlinear::widgets {

class WrappedText;

struct Comparison {
    QString title;     ///< what was changed
    QString before;
    QString after;
    QString note = {}; ///< what else changed, in words; may be empty
};

class ComparisonView : public QWidget {
    Q_OBJECT

public:
    explicit ComparisonView(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setComparison(const Comparison &comparison);
    void clear();
    /// Words that are not the same in both, removed ones and added ones.
    const Differences &differences() const { return m_differences; }

Q_SIGNALS:
    /// Switch everything on again.
    void restoreRequested();
    /// Take the text after the change as the suggestion.
    void adoptRequested();

private:
    void write();

    Theme m_theme = Theme::light();
    std::optional<Comparison> m_comparison;
    Differences m_differences;
    QLabel *m_title;
    QLabel *m_note;
    QLabel *m_beforeName;
    QLabel *m_afterName;
    WrappedText *m_before;
    WrappedText *m_after;
    QPushButton *m_restore;
    QPushButton *m_adopt;
};

}  // namespace interlinear::widgets
