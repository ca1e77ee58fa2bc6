// A project in a temporary folder, and a plain model of what its segments hold.
//
//   TemporaryProject place;                                       // with guide.md in it, open
//   place.project().confirm(place.id(0), {"Wärmepumpe", {}}, "Zoë");
//   place.reopen();
//   PlainProject plain(place.segments());
//   plain.change(place.project(), random);                        // the same at random to both
//   plain.contents() == contentsOf(place.segments());
#pragma once

#include "engine/cat/memory/memory.h"
#include "engine/cat/project/project.h"
#include "engine/cat/project/project_memory.h"
#include "tests/unit/cat/memory/samples.h"

#include <QDebug>
#include <QStringList>
#include <QTemporaryDir>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::cat::samples {

/// Markdown of nine segments, with tags in the second and fifth; the third and fourth are equal.
std::string guideText();
/// Plain paragraphs of one sentence each.
std::string paragraphs(std::size_t count);
/// XLIFF of one unit with three segments: the first has a pair of tags across its two sentences, the second two sentences as well, the third no translation.
std::string bilingualText();

class TemporaryProject {
public:
    explicit TemporaryProject(const std::string &text = guideText(), std::string name = "guide.md");

    Project &project() { return *m_project; }
    void close() { m_project.reset(); }
    void reopen();

    std::filesystem::path place() const { return m_place.path().toStdString(); }
    std::filesystem::path folder() const { return place() / "job"; }
    std::filesystem::path statePath() const { return folder() / "state.sqlite"; }
    std::filesystem::path memoryPath() const { return folder() / "memory.itm"; }
    std::filesystem::path settingsPath() const { return folder() / "project.json"; }
    /// The document's file, beside the project's folder.
    std::filesystem::path file() const { return place() / m_name; }

    std::int64_t document() const { return m_document; }
    std::vector<ProjectSegment> segments() const { return m_project->segments(m_document).value(); }
    std::int64_t id(std::size_t index) const { return segments().at(index).id; }
    SegmentContent content(std::size_t index) const { return segments().at(index).content; }

private:
    QTemporaryDir m_place;
    std::string m_name;
    std::optional<Project> m_project;
    std::int64_t m_document = 0;
};

using Contents = std::map<std::int64_t, SegmentContent>;   // by the segment's id

Contents contentsOf(const std::vector<ProjectSegment> &segments);

class PlainProject {
public:
    explicit PlainProject(const std::vector<ProjectSegment> &segments);

    /// Whether the project took the change exactly if it should have.
    bool change(Project &project, Random &random);
    const Contents &contents() const { return m_contents; }
    /// As unitsBetween() should say.
    QStringList doneUnits() const;

private:
    std::int64_t anyId(Random &random) const;
    bool write(const std::vector<SegmentWrite> &writes);
    bool draft(std::int64_t id, const TaggedText &target);
    bool confirm(std::int64_t id, const TaggedText &target);
    bool unconfirm(std::int64_t id);
    bool storeSome(Project &project, Random &random, const std::string &author);

    std::map<std::int64_t, TaggedText> m_sources;
    Contents m_contents;
};

/// A target at any moment of typing: empty, hostile, a tag without its partner, or whole.
TaggedText halfTyped(Random &random);

/// "source → target".
QString pairOf(const TaggedText &source, const TaggedText &target);
/// The pairs of all units that a memory will hold once it knows the outbox, sorted.
QStringList unitsBetween(const Memory &memory, const Outbox &outbox);
QStringList unitsOf(const Memory &memory);
/// The pairs that a lookup of the text finds, sorted.
QStringList found(ProjectMemory &memory, const TaggedText &text, int threshold = 1000);

/// Whether it failed with this code and a sentence that names the file.
template <typename T>
bool failsNaming(const Result<T> &result, ErrorCode code, const std::filesystem::path &file)
{
    if (!result && result.error().code == code && !result.error().message.empty() && result.error().sentence().find(file.string()) != std::string::npos)
        return true;
    qWarning("%s", result ? "no error" : result.error().sentence().c_str());
    return false;
}

/// In the notation of toNotation(), in the order of the document.
std::vector<std::string> sourcesOf(const std::vector<ProjectSegment> &segments);
/// Whether every entry goes on where the one before it ended, from nothing to what the segment holds now.
bool isUnbroken(const std::vector<HistoryEntry> &history, const SegmentContent &now);

}  // namespace interlinear::cat::samples
