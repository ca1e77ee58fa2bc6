#include "engine/cat/memory/index/unit_words.h"

#include "engine/cat/database/tag_column.h"
#include "engine/cat/memory/scoring/tokens.h"

namespace interlinear::cat {

namespace {

TaggedText textAt(const Statement &row, int column)
{
    Result<TaggedText> text = taggedText(row.text(column), row.optionalText(column + 1), {});
    return text ? std::move(*text) : TaggedText{row.text(column), {}};
}

std::vector<std::string> wordsOf(const TaggedText &text)
{
    const TokenList list = tokenise(text);
    const std::vector<std::string_view> keys = contentKeys(list);
    return {keys.begin(), keys.end()};
}

}  // namespace

UnitTexts readUnitTexts(const Statement &row)
{
    return {row.integer(0), row.text(1), textAt(row, 2), textAt(row, 4)};
}

UnitWords wordsOf(const UnitTexts &unit)
{
    return {wordsOf(unit.source), wordsOf(unit.target)};
}

}  // namespace interlinear::cat
