#include "engine/cat/project/file_content.h"

namespace interlinear::cat {

namespace {

SegmentState stateOfFile(const Segment &segment)
{
    if (segment.facts.locked)
        return SegmentState::Locked;
    if (!segment.target || segment.target->text.empty())
        return SegmentState::New;
    switch (segment.target->state) {
    case TranslationState::New:
    case TranslationState::Draft:
        return segment.target->machine ? SegmentState::Machine : SegmentState::Draft;
    case TranslationState::Translated:
        return segment.target->needsWork ? SegmentState::Draft : SegmentState::Confirmed;
    case TranslationState::Reviewed:
    case TranslationState::Final:
        return segment.target->needsWork ? SegmentState::Draft : SegmentState::Reviewed;
    }
    return SegmentState::New;
}

}  // namespace

TranslationState stateForFile(SegmentState state)
{
    switch (state) {
    case SegmentState::New:
        return TranslationState::New;
    case SegmentState::Draft:
    case SegmentState::Machine:
        return TranslationState::Draft;
    case SegmentState::Confirmed:
    case SegmentState::Locked:
        return TranslationState::Translated;
    case SegmentState::Reviewed:
        return TranslationState::Reviewed;
    }
    return TranslationState::New;
}

SegmentContent contentOfFile(const Segment &segment)
{
    SegmentContent content;
    content.state = stateOfFile(segment);
    if (!segment.target)
        return content;
    content.target = segment.target->text;
    if (segment.target->machine)
        content.origin = TargetOrigin::machine();
    return content;
}

std::optional<SegmentTarget> targetForFile(const Segment &segment, const SegmentContent &content)
{
    if (segment.facts.locked || content == contentOfFile(segment))
        return std::nullopt;
    return SegmentTarget(content.target, stateForFile(content.state));
}

}  // namespace interlinear::cat
