// The filter box, the three chips that choose the rows shown, with how many there are of each, and a fourth with a menu of other choices.
//
//   FilterBar bar;
//   bar.setCounts(session.counts());
//   connect(&bar, &FilterBar::changed, &filter, &SegmentFilter::show);
#pragma once

#include "app/workbench/document_session.h"
#include "app/workbench/segment_filter.h"

#include <QWidget>

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

Q_SIGNALS:
    void changed(interlinear::workbench::SegmentFilter::Rows rows, const QString &text);

private:
    QToolButton *addChip(SegmentFilter::Rows rows);
    void addOthers();
    void choose(SegmentFilter::Rows rows, const QString &name);
    SegmentFilter::Rows rows() const;
    void announce();

    QLineEdit *m_box;
    QButtonGroup *m_chips;
    QToolButton *m_all, *m_open, *m_machine, *m_others;
    SegmentFilter::Rows m_other = SegmentFilter::Rows::Problems;   // what the fourth chip shows
};

}  // namespace interlinear::workbench
