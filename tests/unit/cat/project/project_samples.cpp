#include "tests/unit/cat/project/project_samples.h"

#include "engine/cat/document/tag_notation.h"
#include "engine/core/files.h"

#include <algorithm>
#include <set>

namespace interlinear::cat::samples {

namespace {

constexpr std::int64_t unknownId = 1'000'000;

bool isFinished(SegmentState state)
{
    return state != SegmentState::New && state != SegmentState::Draft && state != SegmentState::Machine;
}

bool hasText(const TaggedText &target)
{
    return target.text.find_first_not_of(" \t\n\r\v\f") != std::string::npos;
}

SegmentContent anyContent(Random &random)
{
    SegmentContent content{halfTyped(random), static_cast<SegmentState>(below(random, 6)), {}};
    if (below(random, 2) == 0)
        content.origin = below(random, 2) == 0 ? TargetOrigin::machine() : TargetOrigin::memory(500 + static_cast<int>(below(random, 521)));
    return content;
}

}  // namespace

std::string guideText()
{
    return "# Heat pump\n\nPress **Enter** to confirm. Close the cover.\n\n- Close the cover.\n- Read [the manual](https://example.org) first.\n\n"
           "| Part | Price |\n|------|-------|\n| Fan  | Ask us |\n";
}

std::string paragraphs(std::size_t count)
{
    std::string text;
    for (std::size_t i = 1; i <= count; ++i)
        text += "This is paragraph number " + std::to_string(i) + ".\n\n";
    return text;
}

std::string bilingualText()
{
    return "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.0\" srcLang=\"en\" trgLang=\"de\"><file id=\"f\"><unit id=\"u\">\n"
           "<segment id=\"a\" state=\"reviewed\"><source>Wait <pc id=\"1\">here. Then go</pc>.</source><target>Warte <pc id=\"1\">hier. Dann geh</pc>.</target></segment>\n"
           "<ignorable><source> </source></ignorable>\n"
           "<segment id=\"b\" state=\"reviewed\"><source>Stop. Now.</source><target>Halt. Jetzt.</target></segment>\n"
           "<ignorable><source> </source></ignorable>\n<segment id=\"c\"><source>Last.</source></segment>\n</unit></file></xliff>\n";
}

TemporaryProject::TemporaryProject(const std::string &text, std::string name) : m_name(std::move(name))
{
    writeFileAtomically(file(), text).value();
    m_project = Project::create(folder(), {"en", "de"}).value();
    m_document = m_project->addDocument(file()).value().id;
}

void TemporaryProject::reopen()
{
    close();
    m_project = Project::open(folder()).value();
}

Contents contentsOf(const std::vector<ProjectSegment> &segments)
{
    Contents contents;
    for (const ProjectSegment &segment : segments)
        contents[segment.id] = segment.content;
    return contents;
}

PlainProject::PlainProject(const std::vector<ProjectSegment> &segments) : m_contents(contentsOf(segments))
{
    for (const ProjectSegment &segment : segments)
        m_sources[segment.id] = segment.segment.source;
}

bool PlainProject::change(Project &project, Random &random)
{
    const std::int64_t id = anyId(random);
    const std::string author = below(random, 3) == 0 ? "M. Weber" : "Zoë";
    const TaggedText target = halfTyped(random);
    switch (below(random, 5)) {
    case 0:
    case 1: return project.saveDraft(id, target, author).has_value() == draft(id, target);
    case 2: return project.confirm(id, target, author).has_value() == confirm(id, target);
    case 3: return project.unconfirm(id, author).has_value() == unconfirm(id);
    default: return storeSome(project, random, author);
    }
}

QStringList PlainProject::doneUnits() const
{
    QStringList units;
    for (const auto &[id, content] : m_contents) {
        if (isFinished(content.state) && hasText(content.target))
            units.append(pairOf(m_sources.at(id), content.target));
    }
    units.sort();
    return units;
}

std::int64_t PlainProject::anyId(Random &random) const
{
    if (below(random, 30) == 0)
        return unknownId;
    return std::next(m_contents.begin(), static_cast<std::ptrdiff_t>(below(random, m_contents.size())))->first;
}

bool PlainProject::write(const std::vector<SegmentWrite> &writes)
{
    Contents contents = m_contents;
    for (const SegmentWrite &write : writes) {
        if (!contents.contains(write.id) || (isFinished(write.content.state) && !write.content.target.isWellFormed()))
            return false;
        contents[write.id] = write.content;
    }
    m_contents = std::move(contents);
    return true;
}

bool PlainProject::draft(std::int64_t id, const TaggedText &target)
{
    if (!m_contents.contains(id))
        return false;
    const bool nothing = target.text.empty() && target.tags.empty();
    return write({{id, nothing ? SegmentContent() : SegmentContent{target, SegmentState::Draft, m_contents[id].origin}}});
}

bool PlainProject::confirm(std::int64_t id, const TaggedText &target)
{
    return m_contents.contains(id) && write({{id, {target, SegmentState::Confirmed, m_contents[id].origin}}});
}

bool PlainProject::unconfirm(std::int64_t id)
{
    if (!m_contents.contains(id))
        return false;
    SegmentState &state = m_contents[id].state;
    if (state != SegmentState::New && state != SegmentState::Machine)
        state = SegmentState::Draft;
    return true;
}

bool PlainProject::storeSome(Project &project, Random &random, const std::string &author)
{
    std::vector<SegmentWrite> writes;
    for (std::size_t count = below(random, 4); count > 0; --count)
        writes.push_back({anyId(random), anyContent(random)});
    return project.store(writes, author).has_value() == write(writes);
}

TaggedText halfTyped(Random &random)
{
    std::string text;
    switch (below(random, 6)) {
    case 0: break;
    case 1: text = hostileText(random); break;
    case 2: text = " \t "; break;
    default: text = sentence(random); break;
    }
    TaggedText target = withTags(std::move(text), random);
    if (!target.tags.empty() && below(random, 2) == 0)
        target.tags.erase(target.tags.begin() + static_cast<std::ptrdiff_t>(below(random, target.tags.size())));
    return target;
}

QString pairOf(const TaggedText &source, const TaggedText &target)
{
    return QString::fromStdString(toNotation(source) + " → " + toNotation(target));
}

QStringList unitsBetween(const Memory &memory, const Outbox &outbox)
{
    std::set<std::string> counted = outbox.goneIds();
    QStringList units;
    const auto count = [&](const Unit &unit) {
        if (counted.insert(unit.id).second)
            units.append(pairOf(unit.source, unit.target));
        return Result<void>();
    };
    memory.forEachUnit(count).value();
    for (const PostedUnit &posted : outbox.units)
        static_cast<void>(count(posted.unit));
    units.sort();
    return units;
}

QStringList unitsOf(const Memory &memory)
{
    return unitsBetween(memory, {});
}

QStringList found(ProjectMemory &memory, const TaggedText &text, int threshold)
{
    QStringList pairs;
    const std::vector<Match> matches = memory.lookup({text, {}, {}}, {threshold, 50}).value();
    for (const Match &match : matches)
        pairs.append(pairOf(match.unit.source, match.unit.target));
    pairs.sort();
    return pairs;
}

std::vector<std::string> sourcesOf(const std::vector<ProjectSegment> &segments)
{
    std::vector<std::string> sources;
    for (const ProjectSegment &segment : segments)
        sources.push_back(toNotation(segment.segment.source));
    return sources;
}

bool isUnbroken(const std::vector<HistoryEntry> &history, const SegmentContent &now)
{
    SegmentContent content;
    for (const HistoryEntry &entry : history) {
        if (entry.before != content)
            return false;
        content = entry.after;
    }
    return content == now;
}

}  // namespace interlinear::cat::samples
