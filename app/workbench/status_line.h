// The status bar: where one is on the left; on the right what is saved, what computes, which model, and that nothing leaves the machine.
//
//   status.setPlace(12, session.counts());
//   status.setSaved(autosave.state(), autosave.savedAt());
//   status.setEngine(*engine.loaded());
//   connect(&status, &StatusLine::cancelRequested, job, &Pretranslation::cancel);
#pragma once

#include "app/workbench/autosave.h"
#include "app/workbench/document_session.h"
#include "app/workbench/pretranslation.h"
#include "engine/mixmoe/serve/engine.h"

#include <QStatusBar>
#include <QTimer>

class QLabel;
class QProgressBar;
class QToolButton;

namespace interlinear::workbench {

class StatusLine : public QStatusBar {
    Q_OBJECT

public:
    explicit StatusLine(QWidget *parent = nullptr);

    /// `row` as shown, nothing when none is open.
    void setPlace(std::optional<int> row, const DocumentCounts &counts);
    void clearPlace();
    /// Says nothing of a place, while another document is about to be shown.
    void hidePlace();
    void setSaved(Autosave::State state, const QTime &at);
    void setEngine(const mixmoe::LoadedModel &loaded);
    void setNoEngine(const QString &reason);
    /// What made it, and how fast.
    void setSpeed(const mixmoe::Translation &translation);

    /// What storage is at, "Opening guide.docx …": shown when it takes more than a moment; empty when it is done.
    void setWork(const QString &work);

    void showProgress(const PretranslationProgress &progress);
    void hideProgress();

Q_SIGNALS:
    void cancelRequested();

private:
    QLabel *m_place;
    QLabel *m_progressText;
    QProgressBar *m_progress;
    QLabel *m_workText;
    QProgressBar *m_work;
    QTimer m_workShown;
    QToolButton *m_cancel;
    QLabel *m_saved;
    QLabel *m_device;
    QLabel *m_model;
};

}  // namespace interlinear::workbench
