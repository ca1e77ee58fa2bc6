#include "engine/cat/document/segment.h"

#include <array>

namespace interlinear::cat {

namespace {

constexpr std::array blockKindNames{"paragraph", "heading", "list-item", "quote", "table-cell", "attribute", "note", "entry", "subtitle"};
constexpr std::array translationStateNames{"new", "draft", "translated", "reviewed", "final"};
constexpr std::array lengthUnitNames{"characters", "bytes", "pixels"};

}  // namespace

const char *blockKindName(BlockKind kind)
{
    return blockKindNames.at(static_cast<std::size_t>(kind));
}

const char *translationStateName(TranslationState state)
{
    return translationStateNames.at(static_cast<std::size_t>(state));
}

const char *lengthUnitName(LengthLimit::Unit unit)
{
    return lengthUnitNames.at(static_cast<std::size_t>(unit));
}

}  // namespace interlinear::cat
