#include "app/workbench/task_progress.h"

namespace interlinear::workbench {

namespace {

constexpr int moment = 400;    // milliseconds without a window
constexpr int step = 100;      // milliseconds from one look to the next
constexpr int permille = 1000;

}  // namespace

TaskProgress::TaskProgress(const QString &title, QWidget *parent)
    : QProgressDialog(title, tr("Cancel"), 0, 0, parent)
{
    m_control.stop = m_stop.get_token();
    setWindowTitle(tr("Interlinear"));
    setMinimumDuration(moment);
    setAutoClose(false);
    setAutoReset(false);
    setMinimumWidth(360);
    connect(this, &QProgressDialog::canceled, this, [this] {
        m_stop.request_stop();
        setLabelText(tr("Stopping …"));
    });
    connect(&m_timer, &QTimer::timeout, this, &TaskProgress::showCounts);
    m_timer.start(step);
}

TaskProgress::~TaskProgress()
{
    m_stop.request_stop();
}

void TaskProgress::showCounts()
{
    const qint64 total = m_control.counts->total;
    if (total <= 0)
        return;
    setMaximum(permille);
    setValue(static_cast<int>(m_control.counts->done * permille / total));
}

}  // namespace interlinear::workbench
