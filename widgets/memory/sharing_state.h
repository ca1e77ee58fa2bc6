// How a memory stands with the team that shares it, as people read it.
//
//   SharingState state{.waiting = 3, .offlineSince = noon};
//   sharingText(state);      // "shared, offline since 12:00, 3 changes waiting"
#pragma once

#include <QDateTime>
#include <QString>

namespace interlinear::widgets {

struct SharingState {
    bool synchronising = false;
    qulonglong waiting = 0;      ///< units whose changes the team has not been told yet
    qulonglong conflicts = 0;    ///< that nobody has decided yet
    QDateTime offlineSince;      ///< the server has not answered since then; invalid: it does
    bool passwordNeeded = false; ///< the server lets nobody in without one, and none is known since the program started
    QString problem;             ///< why the last attempt came to nothing, in a sentence; empty: it did not

    bool operator==(const SharingState &) const = default;
};

QString sharingText(const SharingState &state);

}  // namespace interlinear::widgets
