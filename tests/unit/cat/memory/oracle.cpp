#include "tests/unit/cat/memory/oracle.h"

#include "tests/support/must.h"

namespace interlinear::cat::samples {

namespace {

constexpr std::size_t limit = 5;

QStringList summary(const std::vector<Match> &matches)
{
    QStringList lines;
    for (const Match &match : matches)
        lines.append(QString("%1 %2").arg(match.perMille).arg(QString::fromStdString(match.unit.id)));
    return lines;
}

std::vector<Match> compareWithAll(const std::vector<Unit> &units, const Matcher &matcher)
{
    std::vector<Match> answer;
    for (const Unit &unit : units) {
        if (std::optional<Match> match = matcher.match(unit))
            insertMatch(answer, std::move(*match), limit);
    }
    return answer;
}

}  // namespace

std::vector<Unit> unitsIn(const Memory &memory)
{
    std::vector<Unit> units;
    tests::must(memory.forEachUnit([&](const Unit &unit) {
        units.push_back(unit);
        return Result<void>();
    }));
    return units;
}

QStringList lookupsThatDiffer(Memory &memory, const std::vector<Unit> &units, Random &random, int queries)
{
    QStringList different;
    for (int question = 0; question < queries && !units.empty(); ++question) {
        const Unit &unit = units[below(random, units.size())];
        const bool near = question % 3 == 2;
        const Query query{near ? TaggedText{edited(unit.source.text, random), {}} : unit.source, unit.previous, unit.next};
        const int threshold = question % 2 == 0 ? perMilleEqual : 500;
        if (summary(tests::must(memory.lookup(query, {threshold, limit}))) != summary(compareWithAll(units, Matcher(query, {threshold, limit}, memory.languages()))))
            different.append(QString::fromStdString(query.text.text));
    }
    return different;
}

}  // namespace interlinear::cat::samples
