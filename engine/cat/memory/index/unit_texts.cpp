#include "engine/cat/memory/index/unit_texts.h"

#include "engine/cat/database/tag_column.h"

namespace interlinear::cat {

namespace {

TaggedText textAt(const Statement &row, int column)
{
    Result<TaggedText> text = taggedText(row.text(column), row.optionalText(column + 1), {});
    return text ? std::move(*text) : TaggedText{row.text(column), {}};
}

}  // namespace

UnitTexts readUnitTexts(const Statement &row)
{
    return {row.integer(0), row.text(1), textAt(row, 2), textAt(row, 4), static_cast<std::uint32_t>(row.integer(6))};
}

}  // namespace interlinear::cat
