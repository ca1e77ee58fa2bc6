// Everything that the window does with memories that a team shares, as plain calls: what a thread runs that may wait for a network.
//
//   SharingDesk desk;
//   Result<std::optional<SharingReport>> known = desk.look("team.itm");   // nothing for a memory that is not shared; asks no server
//   Result<SharingReport> report = desk.follow("team.itm", stop);         // cheap while there is no news
//
// A password that was given with a connection is remembered as long as the desk is, and written nowhere. One thread at a time.
#pragma once

#include "engine/cat/shared/shared_memory.h"
#include "engine/cat/shared/shared_state.h"

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>

namespace interlinear::workbench {

struct SharingReport {
    cat::SharedState state;
    bool unitsCame = false;
    std::optional<Error> problem;   ///< why the server and the file do not agree yet; they are tried again
};

class SharingDesk {
public:
    Result<std::optional<SharingReport>> look(const std::filesystem::path &memory);

    /// These two also synchronise; what SharedMemory::share() and join() refuse is an Error, and then nothing was made.
    Result<SharingReport> share(const std::filesystem::path &memory, const std::string &connection, const std::string &name, std::stop_token stop);
    Result<SharingReport> join(const std::filesystem::path &memory, const std::string &connection, const std::string &name, std::stop_token stop);
    /// The server is there from now on. Then as synchronise().
    Result<SharingReport> moveTo(const std::filesystem::path &memory, const std::string &connection, std::stop_token stop);

    Result<SharingReport> synchronise(const std::filesystem::path &memory, std::stop_token stop);
    /// The same where there is anything to send or to receive.
    Result<SharingReport> follow(const std::filesystem::path &memory, std::stop_token stop);
    /// Lets go of all others.
    void keepOnly(const std::set<std::filesystem::path> &memories);
    void closeAll() { m_open.clear(); }

private:
    struct Followed {
        cat::SharedMemory memory;
        bool inStep = false;   // it has heard of everything until now, and listens
    };

    Result<Followed *> open(const std::filesystem::path &memory);
    Result<SharingReport> begin(const std::filesystem::path &memory, Result<cat::SharedMemory> shared, std::stop_token stop);
    static Result<SharingReport> synchronise(Followed &followed, std::stop_token stop);
    static Result<SharingReport> reportOf(Followed &followed, bool unitsCame, std::optional<Error> problem);

    std::map<std::filesystem::path, Followed> m_open;
};

}  // namespace interlinear::workbench
