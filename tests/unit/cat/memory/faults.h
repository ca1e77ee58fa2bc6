// What befalls files: other programs, full disks, places where nobody may write.
//
//   OtherProgram(path).run("PRAGMA user_version = 2");
//   const SizeLimit full(40'000);          // until the end of the block, files larger than this cannot grow
//   const WithoutRoot nobody;              // until the end of the block, permissions count for root too
#pragma once

#include <filesystem>
#include <sys/resource.h>
#include <sys/types.h>

struct sqlite3;

namespace interlinear::cat::faults {

/// Runs SQL on a database file beside every promise of ours.
class OtherProgram {
public:
    explicit OtherProgram(const std::filesystem::path &path);
    ~OtherProgram();
    OtherProgram(const OtherProgram &) = delete;
    OtherProgram &operator=(const OtherProgram &) = delete;
    bool run(const char *sql);

private:
    sqlite3 *m_connection = nullptr;
};

/// Writing past a size fails as on a full disk.
class SizeLimit {
public:
    explicit SizeLimit(rlim_t bytes);
    ~SizeLimit();
    SizeLimit(const SizeLimit &) = delete;
    SizeLimit &operator=(const SizeLimit &) = delete;

private:
    rlimit m_before{};
    void (*m_handler)(int) = nullptr;
};

/// As root nothing is read-only, so a root becomes somebody else.
class WithoutRoot {
public:
    WithoutRoot();
    ~WithoutRoot();
    WithoutRoot(const WithoutRoot &) = delete;
    WithoutRoot &operator=(const WithoutRoot &) = delete;

private:
    uid_t m_user;
    bool m_changed = false;
};

}  // namespace interlinear::cat::faults
