#include "app/cli/project_segments.h"

#include "app/cli/project_action.h"
#include "engine/cat/document/tag_notation.h"

#include <nlohmann/json.hpp>

#include <memory>

namespace interlinear::cli {

namespace {

using Json = nlohmann::ordered_json;
using cat::Access;

constexpr const char *author = "interlinear-cli";

struct Options {
    std::int64_t segment = 0;
    std::size_t at = 0;
};

using Action = int (*)(cat::Project &, const Options &, const Invocation &);

std::string line(const cat::ProjectDocument &document, const cat::ProjectSegment &segment, const Invocation &invocation)
{
    const std::string source = cat::toNotation(segment.segment.source);
    const std::string target = cat::toNotation(segment.content.target);
    const std::string state = cat::stateName(segment.content.state);
    if (invocation.json)
        return Json{{"id", segment.id}, {"document", document.name}, {"state", state}, {"source", source}, {"target", target}}.dump() + "\n";
    return std::to_string(segment.id) + "\t" + document.name + "\t" + state + "\t" + source + "\t" + target + "\n";
}

int list(cat::Project &project, const Options &, const Invocation &invocation)
{
    const auto documents = project.documents();
    if (!documents)
        return report(documents.error());
    std::string lines;
    for (const cat::ProjectDocument &document : *documents) {
        const auto segments = project.segments(document.id);
        if (!segments)
            return report(segments.error());
        for (const cat::ProjectSegment &segment : *segments)
            lines += line(document, segment, invocation);
    }
    const Result<void> written = writeOutput("-", lines);
    return written ? Done : report(written.error());
}

int printIds(const std::vector<std::int64_t> &ids, const Invocation &invocation)
{
    if (invocation.json) {
        std::printf("%s\n", Json{{"segments", ids}}.dump().c_str());
        return Done;
    }
    for (const std::int64_t id : ids)
        std::printf("%lld\n", static_cast<long long>(id));
    return Done;
}

int split(cat::Project &project, const Options &options, const Invocation &invocation)
{
    const auto halves = project.splitSegment(options.segment, options.at, author);
    return halves ? printIds({halves->first, halves->second}, invocation) : report(halves.error());
}

int join(cat::Project &project, const Options &options, const Invocation &invocation)
{
    const Result<std::int64_t> whole = project.joinSegments(options.segment, author);
    return whole ? printIds({*whole}, invocation) : report(whole.error());
}

CLI::App *addAction(CLI::App &parent, const char *name, const char *description, Access access, Action action, std::shared_ptr<Options> options,
                    Invocation &invocation)
{
    return addProjectAction(parent, name, description, access, invocation,
                            [action, options, &invocation](cat::Project &opened) { return action(opened, *options, invocation); });
}

}  // namespace

void addProjectSegments(CLI::App &project, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    addAction(project, "segments", "One segment a line: id, document, state, source, target", Access::Read, list, options, invocation);
    auto *splitCommand = addAction(project, "split", "Make two segments of one; their ids", Access::Write, split, options, invocation);
    auto *joinCommand = addAction(project, "join", "Make one of a segment and the one behind it, where the format allows; its id", Access::Write, join, options, invocation);
    for (auto *command : {splitCommand, joinCommand})
        command->add_option("SEGMENT", options->segment, "Its id, as `segments` prints it")->required();
    splitCommand->add_option("--at", options->at, "Byte of the source's text before which the second begins")->required()->type_name("N");
}

}  // namespace interlinear::cli
