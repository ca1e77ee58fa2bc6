// One unit in full: its texts, what is known about it, and what it was before.
//
//   detail.setTheme(theme);
//   detail.setUnit(row);
//   detail.setHistory({{"M. Weber, 2025-03-02", "Press Enter.", "Eingabe drücken."}, …});   // oldest first; differences are marked
#pragma once

#include "widgets/memory/unit_row.h"
#include "widgets/plot/theme.h"

#include <QTextEdit>

#include <optional>
#include <vector>

namespace interlinear::widgets {

struct UnitVersionRow {
    QString when;              ///< who and when
    QString source, target;

    bool operator==(const UnitVersionRow &) const = default;
};

class UnitDetail : public QTextEdit {
    Q_OBJECT

public:
    explicit UnitDetail(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    /// Its history is empty until it is set.
    void setUnit(const std::optional<UnitRow> &unit);
    void setHistory(std::vector<UnitVersionRow> versions);

private:
    void write();

    Theme m_theme = Theme::light();
    std::optional<UnitRow> m_unit;
    std::vector<UnitVersionRow> m_versions;
};

}  // namespace interlinear::widgets
