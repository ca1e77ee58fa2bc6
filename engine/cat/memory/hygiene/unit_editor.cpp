#include "engine/cat/memory/hygiene/unit_editor.h"

#include "engine/cat/memory/hygiene/text_replacement.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

/// No pattern gives none.
Result<std::optional<TextPattern>> compiled(const PatternText *pattern)
{
    if (!pattern)
        return std::nullopt;
    Result<TextPattern> result = TextPattern::compile(*pattern);
    if (!result)
        return std::unexpected(result.error());
    return std::move(*result);
}

}  // namespace

UnitEditor::UnitEditor(const BulkChange &change, std::optional<TextPattern> selected, std::optional<TextPattern> replaced)
    : m_change(change), m_ids(change.selection.ids.begin(), change.selection.ids.end()), m_selected(std::move(selected)), m_replaced(std::move(replaced))
{
}

Result<UnitEditor> UnitEditor::create(const BulkChange &change)
{
    const ReplaceText *replacement = std::get_if<ReplaceText>(&change.edit);
    Result<std::optional<TextPattern>> selected = compiled(change.selection.text ? &*change.selection.text : nullptr);
    Result<std::optional<TextPattern>> replaced = compiled(replacement ? &replacement->find : nullptr);
    if (!selected || !replaced)
        return std::unexpected(!selected ? selected.error() : replaced.error());
    return UnitEditor(change, std::move(*selected), std::move(*replaced));
}

Result<bool> UnitEditor::isSelected(const Unit &unit)
{
    if ((!m_ids.empty() && !m_ids.contains(unit.id)) || !passes(m_change.selection.filter, unit))
        return false;
    if (!m_selected)
        return true;
    for (const std::string *text : {&unit.source.text, &unit.target.text}) {
        const Result<std::vector<Occurrence>> found = m_selected->find(*text);
        if (!found)
            return std::unexpected(found.error());
        if (!found->empty())
            return true;
    }
    return false;
}

Result<Unit> UnitEditor::after(const ReplaceText &edit, Unit unit)
{
    for (const auto &[text, otherSide] : {std::pair(&unit.source, SearchedSide::Target), std::pair(&unit.target, SearchedSide::Source)}) {
        if (edit.side == otherSide)
            continue;
        Result<TaggedText> replaced = replaceIn(*text, *m_replaced, edit.replacement);
        if (!replaced)
            return std::unexpected(replaced.error());
        *text = std::move(*replaced);
    }
    if (auto good = checkUnit(unit); !good) {
        good.error().where = "unit " + unit.id + ", " + good.error().where;
        return std::unexpected(good.error());
    }
    return unit;
}

Result<Unit> UnitEditor::after(const SetProperty &edit, Unit unit)
{
    const auto isIt = [&](const Property &property) { return property.kind == Property::Kind::Property && property.name == edit.name; };
    const auto first = std::find_if(unit.properties.begin(), unit.properties.end(), isIt);
    if (!edit.value) {
        std::erase_if(unit.properties, isIt);
    } else if (first == unit.properties.end()) {
        unit.properties.push_back({Property::Kind::Property, edit.name, *edit.value});
    } else {
        first->value = *edit.value;
        unit.properties.erase(std::remove_if(first + 1, unit.properties.end(), isIt), unit.properties.end());
    }
    return unit;
}

Result<Unit> UnitEditor::after(const SetApproved &edit, Unit unit)
{
    unit.approved = edit.approved;
    return unit;
}

Result<std::optional<ChangedUnit>> UnitEditor::edited(const Unit &unit)
{
    const Result<bool> selected = isSelected(unit);
    if (!selected)
        return std::unexpected(selected.error());
    if (!*selected)
        return std::nullopt;
    const auto changedBy = [&](const auto &edit) -> Result<Unit> {
        if constexpr (std::is_same_v<decltype(edit), const RemoveUnits &>)
            return unit;
        else
            return after(edit, unit);
    };
    if (std::holds_alternative<RemoveUnits>(m_change.edit))
        return ChangedUnit{unit, std::nullopt};
    Result<Unit> changed = std::visit(changedBy, m_change.edit);
    if (!changed)
        return std::unexpected(changed.error());
    if (*changed == unit)
        return std::nullopt;
    return ChangedUnit{unit, std::move(*changed)};
}

}  // namespace interlinear::cat
