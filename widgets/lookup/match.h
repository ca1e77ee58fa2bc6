// One answer to "what could stand here": a unit of a memory, or what the model wrote.
//
//   Match fuzzy{.scorePerMille = 840, .sourceDifferences = wordDifferences(unitSource, segmentSource), .target = {"Die …"},
//               .origin = "heating.tm · M. Weber, 2025-03-02", .lost = {"−16: two words"}};
//   Match suggestion{.kind = Match::Kind::Machine, .target = text, .origin = machineOrigin("interlinear-base", "GPU bf16", 38), .confidence = 0.91};
#pragma once

#include "engine/core/tagged_text.h"
#include "widgets/plot/difference.h"
#include "widgets/plot/match_badge.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <string>

namespace interlinear::widgets {

struct Match {
    enum class Kind { Memory, Machine };

    Kind kind = Kind::Memory;
    int scorePerMille = 0;                    ///< 0 to 1020; Memory only
    Differences sourceDifferences = {};       ///< removed: only in the unit; added: only in the segment. Empty: the source is not shown
    TaggedText target = {};
    QString origin = {};                      ///< one line: memory, author, date
    QStringList lost = {};                    ///< what took points away, or what to look at, in words
    std::optional<double> confidence = {};    ///< of a machine's text: how likely it is good, 0 to 1; none where nobody measured it
    std::string unitId = {};                  ///< of the memory's unit, for whoever takes the match; Memory only

    MatchBadge badge() const { return kind == Kind::Machine ? MatchBadge::machine() : MatchBadge::memory(scorePerMille); }
    /// The line at the card's bottom: what was lost, and from the confidence whether to look closer.
    QString explanation() const;
    /// What the confidence means, in sentences; empty without one.
    QString confidenceHelp() const;

    bool operator==(const Match &) const = default;
};

/// "interlinear-base · GPU bf16 · 38 ms"
QString machineOrigin(const QString &model, const QString &device, double elapsedMs);

}  // namespace interlinear::widgets
