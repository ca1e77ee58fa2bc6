// How a large document begins, in the place of its rows while they are being read: to look at, with how far that is and a way out.
//
//   page.begin(look);
//   openNextOpen(page.grid());
//   page.finish();             // the document is there
#pragma once

#include "app/workbench/workspace.h"
#include "widgets/editing/segment_grid.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace interlinear::workbench {

class FirstLookPage : public QWidget {
    Q_OBJECT

public:
    explicit FirstLookPage(QWidget *parent = nullptr);

    void setTheme(const widgets::Theme &theme);
    /// Until finish(); the counts are looked at now and then. Cancel stops this opening and no other.
    void begin(const FirstLook &look);
    void finish();
    bool isOn() const { return m_timer.isActive(); }
    widgets::SegmentGrid &grid() { return *m_grid; }
    /// Where the reader of that document is; nothing when no row of it is open here.
    std::optional<int> openRowNumber(const QString &path) const;

private:
    void showCounts();

    widgets::SegmentTableModel m_model;
    widgets::SegmentGrid *m_grid;
    QLabel *m_sentence;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
    QString m_path;
    std::stop_source m_stop{std::nostopstate};
    std::shared_ptr<const TaskControl::Counts> m_counts;
    QTimer m_timer;   // from one look at the counts to the next
};

}  // namespace interlinear::workbench
