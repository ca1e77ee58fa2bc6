// What is suspicious about single units, against what the memory itself shows as usual.
//
//   UnitStatistics statistics;
//   for (const Unit &unit : units) statistics.add(unit);
//   const UnitChecks checks(std::move(statistics), "en", "de");
//   for (const Unit &unit : units) show(checks.findings(unit));
//
// Statistics take 4 MB, however many units there are.
#pragma once

#include "engine/cat/memory/hygiene/character_model.h"
#include "engine/cat/memory/hygiene/finding.h"
#include "engine/cat/memory/hygiene/number_matching.h"
#include "engine/cat/memory/hygiene/usual_lengths.h"
#include "engine/cat/memory/unit.h"

#include <string>
#include <vector>

namespace interlinear::cat {

struct UnitStatistics {
    LengthCounts lengths;
    CharacterModel source, target;

    void add(const Unit &unit);
};

class UnitChecks {
public:
    /// The memory's languages. Where both are variants of one language nothing is untranslated and nothing in the other's language.
    UnitChecks(UnitStatistics statistics, const std::string &sourceLanguage, const std::string &targetLanguage);

    /// Of a unit that the statistics know. Any thread.
    std::vector<Finding> findings(const Unit &unit) const;

private:
    void checkLength(const Unit &unit, std::vector<Finding> &findings) const;
    void checkNumbers(const Unit &unit, std::vector<Finding> &findings) const;
    void checkTranslation(const Unit &unit, std::vector<Finding> &findings) const;

    UsualLengths m_usual;
    CharacterModel m_source, m_target;
    NumberReader m_sourceNumbers, m_targetNumbers;
    bool m_languagesDiffer;
};

}  // namespace interlinear::cat
