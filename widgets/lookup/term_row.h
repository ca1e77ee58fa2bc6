// A term of the open segment with one term of the other language: plain values for the list of terms.
//
//   TermRow row{.source = "hard disk", .target = "Festplatte", .status = TermState::Preferred, .explanation = "What data is kept on."};
#pragma once

#include "widgets/lookup/list_entry.h"

#include <QString>

namespace interlinear::widgets {

enum class TermState { Unknown, Preferred, Admitted, Forbidden };

struct TermRow {
    QString source;
    QString target = {};        ///< empty: the concept has no term of that language
    TermState status = TermState::Unknown;
    QString explanation = {};   ///< definition, domains, notes; may be empty

    /// Whether it may be put into a target.
    bool isUsable() const { return !target.isEmpty() && status != TermState::Forbidden; }
    bool operator==(const TermRow &) const = default;
};

/// "preferred", "admitted", "forbidden"; nothing for Unknown.
QString termStateName(TermState state);

/// As a row of a list. `key` stands beside the source; may be empty.
ListEntry termEntry(const TermRow &row, const QString &key);

}  // namespace interlinear::widgets
