#include "engine/cat/project/segment_content.h"

#include <array>
#include <charconv>

namespace interlinear::cat {

namespace {

constexpr std::array<const char *, 6> stateNames{"new", "draft", "machine", "confirmed", "reviewed", "locked"};
constexpr std::string_view machineText = "machine";
constexpr std::string_view memoryText = "memory ";

}  // namespace

std::string stateName(SegmentState state)
{
    return stateNames[static_cast<std::size_t>(state)];
}

std::optional<SegmentState> stateFromName(std::string_view name)
{
    for (std::size_t i = 0; i < stateNames.size(); ++i) {
        if (name == stateNames[i])
            return static_cast<SegmentState>(i);
    }
    return std::nullopt;
}

bool isDone(SegmentState state)
{
    return state == SegmentState::Confirmed || state == SegmentState::Reviewed || state == SegmentState::Locked;
}

std::string originText(const TargetOrigin &origin)
{
    switch (origin.kind) {
    case TargetOrigin::Kind::Typed:
        break;
    case TargetOrigin::Kind::Machine:
        return std::string(machineText);
    case TargetOrigin::Kind::Memory:
        return std::string(memoryText) + std::to_string(origin.perMille) + (origin.unitId.empty() ? "" : " " + origin.unitId);
    }
    return {};
}

std::optional<TargetOrigin> originFromText(std::string_view text)
{
    if (text.empty())
        return TargetOrigin();
    if (text == machineText)
        return TargetOrigin::machine();
    if (!text.starts_with(memoryText))
        return std::nullopt;
    int perMille = 0;
    const char *end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data() + memoryText.size(), end, perMille);
    if (problem != std::errc() || (stop != end && *stop != ' '))
        return std::nullopt;
    return TargetOrigin::memory(perMille, stop == end ? std::string() : std::string(stop + 1, end));
}

}  // namespace interlinear::cat
