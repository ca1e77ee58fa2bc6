// The memories of the project that a team shares: followed in the background, with what is known of each.
//
//   MemorySharing sharing(workspace);
//   sharing.share("work.itm", "service=team", "ui", dialog);
//   sharing.stateOf("work.itm");                     // nothing for one that is not shared
//
// All of it runs on a thread of its own, which may wait for a network. A server that is away is a state, never a message.
#pragma once

#include "app/workbench/sharing_desk.h"
#include "app/workbench/workspace.h"
#include "widgets/memory/sharing_state.h"

#include <QElapsedTimer>
#include <QTimer>

#include <map>
#include <stop_token>

namespace interlinear::workbench {

class MemorySharing : public QObject {
    Q_OBJECT

public:
    explicit MemorySharing(Workspace &workspace, QObject *parent = nullptr);
    ~MemorySharing() override;

    std::optional<widgets::SharingState> stateOf(const std::filesystem::path &memory) const;
    /// How its server is reached, without a password; empty for one that is not shared.
    std::string connectionOf(const std::filesystem::path &memory) const;

    /// With progress over the parent, where it takes longer; they end with joined() and stateChanged(), or with failed().
    void share(const std::filesystem::path &memory, const std::string &connection, const std::string &name, QWidget *parent);
    void join(const std::filesystem::path &memory, const std::string &connection, const std::string &name, QWidget *parent);
    void moveTo(const std::filesystem::path &memory, const std::string &connection, QWidget *parent);
    void synchronise(const std::filesystem::path &memory);
    /// Its conflicts or units were changed here: that is looked at, and told to the team, soon.
    void onChanged(const std::filesystem::path &memory);

Q_SIGNALS:
    void stateChanged();
    void joined(const std::filesystem::path &memory);
    /// Units of others have come.
    void received(const std::filesystem::path &memory);
    /// Of what a person asked for.
    void failed(const interlinear::Error &error);

private:
    struct Followed {
        widgets::SharingState state;
        std::string connection;
        bool asked = false;              // the thread has something to do for it
        std::chrono::milliseconds pause{0};
        QElapsedTimer lastTry;
    };

    void onProjectChanged();
    void look(const std::filesystem::path &memory);
    void followAll();
    template <typename Work>
    void run(const std::filesystem::path &memory, Work work);
    template <typename Work, typename Then>
    void runWatched(const QString &title, QWidget *parent, const std::filesystem::path &memory, Work work, Then then);
    void take(const std::filesystem::path &memory, const Result<SharingReport> &report);

    Workspace &m_workspace;
    std::set<std::filesystem::path> m_memories;               // of the project
    std::map<std::filesystem::path, Followed> m_followed;     // those of them that are shared
    std::stop_source m_stop;
    QTimer m_timer;
    DeskThread<SharingDesk> m_thread;
};

}  // namespace interlinear::workbench
