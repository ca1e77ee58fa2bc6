// Keeps what is stored equal to what the window shows: drafts shortly after they were typed, confirmations at once.
//
//   Autosave autosave(storage);
//   connect(session, &DocumentSession::contentChanged, &autosave, &Autosave::note);
//   autosave.flush([this](bool saved) { if (saved) close(); });
//
// A change that could not be written is kept, and tried again with the next one or the next flush(). Interface thread.
#pragma once

#include "app/workbench/storage_thread.h"

#include <QTime>
#include <QTimer>

#include <functional>
#include <map>

namespace interlinear::workbench {

class Autosave : public QObject {
    Q_OBJECT

public:
    enum class State { Saved, Pending, Failed };

    explicit Autosave(StorageThread &storage, QObject *parent = nullptr);

    void note(qint64 segment, const cat::SegmentContent &content);
    /// Writes what is pending now; the answer says whether everything is on disk.
    void flush(std::function<void(bool saved)> then = {});

    State state() const { return m_state; }
    /// When everything was last on disk; invalid before.
    const QTime &savedAt() const { return m_savedAt; }

Q_SIGNALS:
    void stateChanged();
    void failed(const interlinear::Error &error);
    /// Segments were written; their confirmations are in the memory too.
    void written(const interlinear::workbench::StoreReport &report);

private:
    void onWritten(std::map<std::int64_t, cat::SegmentContent> sent, const Result<StoreReport> &result);
    void setState(State state);

    StorageThread &m_storage;
    QTimer m_soon;
    std::map<std::int64_t, cat::SegmentContent> m_pending;   // [segment]: newest content that is not known to be on disk
    State m_state = State::Saved;
    QTime m_savedAt;
};

}  // namespace interlinear::workbench
