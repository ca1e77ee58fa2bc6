// Keeps what is stored equal to what the window shows: drafts shortly after they were typed, confirmations at once.
//
//   Autosave autosave(storage);
//   autosave.setProject(opened.number);
//   connect(session, &DocumentSession::contentChanged, &autosave, &Autosave::note);
//   autosave.flush([this](bool saved) { if (saved) close(); });
//
// A change that could not be written is kept, and tried again by itself after a while, or at once with the next confirmation or flush(). Interface thread.
#pragma once

#include "app/workbench/storage_thread.h"

#include <QTime>
#include <QTimer>

#include <chrono>
#include <functional>
#include <map>
#include <optional>

namespace interlinear::workbench {

class Autosave : public QObject {
    Q_OBJECT

public:
    enum class State { Saved, Pending, Failed };
    /// How long it waits after the first failure, the second, …; the last one is repeated.
    using Pauses = std::vector<std::chrono::milliseconds>;

    explicit Autosave(StorageThread &storage, Pauses pauses = {std::chrono::seconds(2), std::chrono::seconds(5), std::chrono::seconds(15)},
                      QObject *parent = nullptr);

    /// The project of all segments that are noted from now on. Everything of the one before must be saved.
    void setProject(int number);
    void note(qint64 segment, const cat::SegmentContent &content);
    /// Writes what is pending now, and what comes in meanwhile; answers true when all of it is on disk, false when some could not be written.
    void flush(std::function<void(bool saved)> then = {});

    State state() const { return m_state; }
    /// When everything was last on disk; invalid before.
    const QTime &savedAt() const { return m_savedAt; }
    /// Why the latest write failed; nothing when it did not.
    const std::optional<Error> &problem() const { return m_problem; }

Q_SIGNALS:
    void stateChanged();
    /// It is tried again.
    void failed(const interlinear::Error &error);
    /// The first write after a failure that succeeded.
    void recovered();
    /// Segments were written; their confirmations are in the memory too.
    void written(const interlinear::workbench::StoreReport &report);

private:
    using Contents = std::map<std::int64_t, cat::SegmentContent>;   // [segment]

    void write();
    void onWritten(const Contents &sent, const Result<StoreReport> &result);
    void onFailed(const Error &error);
    void answer(bool saved);
    void setState(State state);

    StorageThread &m_storage;
    Pauses m_pauses;
    QTimer m_next;
    int m_project = 0;
    Contents m_pending;                                      // newest content that is not known to be on disk
    bool m_writing = false;                                  // one write is on its way at a time
    bool m_again = false;                                    // flush() was called meanwhile
    std::vector<std::function<void(bool saved)>> m_waiting;  // for the answer of flush()
    std::size_t m_failures = 0;                              // one after the other
    std::optional<Error> m_problem;
    State m_state = State::Saved;
    QTime m_savedAt;
};

}  // namespace interlinear::workbench
