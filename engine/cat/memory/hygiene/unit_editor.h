// A bulk change, unit by unit.
//
//   Result<UnitEditor> editor = UnitEditor::create(change);
//   Result<std::optional<ChangedUnit>> changed = editor->edited(unit);   // nothing: it stays as it is
#pragma once

#include "engine/cat/memory/hygiene/bulk_change.h"

#include <optional>
#include <set>
#include <string>

namespace interlinear::cat {

class UnitEditor {
public:
    /// What TextPattern::compile() refuses.
    static Result<UnitEditor> create(const BulkChange &change);
    /// `after` is as `before` but for what the edit changes: dates stay. InvalidArgument for a unit that no memory would take.
    Result<std::optional<ChangedUnit>> edited(const Unit &unit);

private:
    UnitEditor(const BulkChange &change, std::optional<TextPattern> selected, std::optional<TextPattern> replaced);
    Result<bool> isSelected(const Unit &unit);
    Result<Unit> after(const ReplaceText &edit, Unit unit);
    static Result<Unit> after(const SetProperty &edit, Unit unit);
    static Result<Unit> after(const SetApproved &edit, Unit unit);

    BulkChange m_change;
    std::set<std::string> m_ids;
    std::optional<TextPattern> m_selected, m_replaced;
};

}  // namespace interlinear::cat
