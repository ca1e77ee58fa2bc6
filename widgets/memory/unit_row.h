// A translation unit as tables show it.
//
//   UnitRow row{.id = "5d2…", .source = "Press <1>Enter</1>.", .target = "Drücken Sie <1>Enter</1>.", .facts = {"M. Weber", "2025-03-02"}};
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace interlinear::widgets {

/// UTF-16 units from first up to, not including, end.
struct TextStretch {
    int first = 0;
    int end = 0;

    bool operator==(const TextStretch &) const = default;
};

struct UnitRow {
    QString id;
    QString source, target;               ///< on one line, tags as <1>, </1> and <1/>
    QList<TextStretch> inSource, inTarget;   ///< what was searched for
    QStringList facts;                    ///< author, date, document, …
    bool approved = true;
    QString remark;                       ///< what is suspicious about it; may be empty
    bool beginsGroup = false;             ///< the units from here on belong together

    bool operator==(const UnitRow &) const = default;
};

}  // namespace interlinear::widgets
