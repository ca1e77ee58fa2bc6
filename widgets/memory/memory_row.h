// A memory of the project as lists show it.
//
//   MemoryRow row{.name = "heating", .units = 184212};
//   MemoryRow other{.name = "client", .readOnly = true, .penaltyPerMille = 50, .problem = "client.itm: is damaged"};
#pragma once

#include "widgets/memory/sharing_state.h"

#include <QString>

#include <optional>

namespace interlinear::widgets {

struct MemoryRow {
    QString name;
    qulonglong units = 0;
    bool readOnly = false;       ///< looked up in, never written to
    int penaltyPerMille = 0;     ///< what each of its matches loses
    QString problem;             ///< a sentence; empty: it answers
    std::optional<SharingState> sharing = std::nullopt;   ///< of one that a team shares

    bool operator==(const MemoryRow &) const = default;
};

}  // namespace interlinear::widgets
