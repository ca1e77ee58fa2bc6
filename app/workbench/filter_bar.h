// The filter box, the three chips that choose the rows shown, and a fourth with a menu of other choices. Where there is no room for it, the chips do not
// say how many rows there are of each.
//
//   FilterBar bar;
//   bar.setCounts(session.counts());
//   connect(&bar, &FilterBar::changed, &filter, &SegmentFilter::show);
#pragma once

#include "app/workbench/document_session.h"
#include "app/workbench/segment_filter.h"

#include <QWidget>

class QAction;
class QButtonGroup;
class QLineEdit;
class QToolButton;

namespace interlinear::workbench {

class FilterBar : public QWidget {
    Q_OBJECT

public:
    explicit FilterBar(QWidget *parent = nullptr);

    void setCounts(const DocumentCounts &counts);
    /// Every row again.
    void reset();
    QLineEdit *box() { return m_box; }

    QSize sizeHint() const override { return m_full; }
    QSize minimumSizeHint() const override { return m_least; }

Q_SIGNALS:
    void changed(interlinear::workbench::SegmentFilter::Rows rows, const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    enum class Names { Full, Short };

    QToolButton *addChip(SegmentFilter::Rows rows);
    void addOthers();
    void choose(SegmentFilter::Rows rows, QAction *action);
    SegmentFilter::Rows rows() const;
    void announce();
    void measure();
    void nameChips();
    void nameChips(Names names);

    QLineEdit *m_box;
    QButtonGroup *m_chips;
    QToolButton *m_all, *m_open, *m_machine, *m_others;
    DocumentCounts m_counts;
    QSize m_full, m_least;
    SegmentFilter::Rows m_other = SegmentFilter::Rows::Problems;   // what the fourth chip shows
    QString m_otherName;
};

}  // namespace interlinear::workbench
