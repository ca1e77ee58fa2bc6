#include "app/workbench/match_texts.h"

#include "widgets/editing/tag_rules.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <cmath>

namespace interlinear::workbench {

namespace {

struct MatchTexts {
    Q_DECLARE_TR_FUNCTIONS(MatchTexts)
};

QString reasonText(const cat::ScorePart &part)
{
    switch (part.reason) {
    case cat::ScoreReason::Start:
        return {};
    case cat::ScoreReason::WordsReplaced:
        return MatchTexts::tr("%n word(s) replaced", nullptr, part.count);
    case cat::ScoreReason::WordsMissing:
        return MatchTexts::tr("%n word(s) fewer here", nullptr, part.count);
    case cat::ScoreReason::WordsAdded:
        return MatchTexts::tr("%n word(s) more here", nullptr, part.count);
    case cat::ScoreReason::Tags:
        return MatchTexts::tr("%n tag(s) differ", nullptr, part.count);
    case cat::ScoreReason::Numbers:
        return MatchTexts::tr("%n number(s) differ", nullptr, part.count);
    case cat::ScoreReason::Punctuation:
        return MatchTexts::tr("%n punctuation mark(s) differ", nullptr, part.count);
    case cat::ScoreReason::LetterCase:
        return MatchTexts::tr("upper and lower case");
    case cat::ScoreReason::Spacing:
        return MatchTexts::tr("spaces");
    case cat::ScoreReason::PreviousSegment:
        return MatchTexts::tr("same segment before it");
    case cat::ScoreReason::NextSegment:
        return MatchTexts::tr("same segment behind it");
    case cat::ScoreReason::ContextId:
        return MatchTexts::tr("same place in the document");
    case cat::ScoreReason::TextFlow:
        return MatchTexts::tr("same segments before and behind it");
    case cat::ScoreReason::MemoryPenalty:
        return MatchTexts::tr("a memory that is trusted less");
    case cat::ScoreReason::LanguageVariant:
        return MatchTexts::tr("other variant of the language");
    case cat::ScoreReason::Unapproved:
        return MatchTexts::tr("not approved");
    case cat::ScoreReason::MachineOrigin:
        return MatchTexts::tr("machine text");
    }
    return {};
}

/// "−16: 2 words replaced"; points are per mille, shown as percent.
QString partText(const cat::ScorePart &part)
{
    const QLocale locale;
    const double percent = std::abs(part.points) / 10.0;
    const QString points = locale.toString(percent, 'f', part.points % 10 == 0 ? 0 : 1);
    return MatchTexts::tr("%1%2: %3").arg(part.points < 0 ? QStringLiteral("\u2212") : QStringLiteral("+"), points, reasonText(part));
}

/// "adapted: 3 → 4, 1,200 → 1,500"
QString repairText(const cat::Repair &repair)
{
    QStringList replaced;
    for (const cat::RepairedStretch &replacement : repair.replacements)
        replaced << QString::fromStdString(replacement.before) + QStringLiteral(" → ") + QString::fromStdString(replacement.after);
    replaced.removeDuplicates();
    return MatchTexts::tr("adapted: %1").arg(replaced.join(QStringLiteral(", ")));
}

QString originOf(const cat::Match &match)
{
    const cat::Unit &unit = match.unit;
    QStringList facts{QString::fromStdString(match.memory.stem().string())};
    if (!unit.author.empty())
        facts << QString::fromStdString(unit.author);
    const std::int64_t changed = unit.changedMs ? unit.changedMs : unit.createdMs;
    if (changed)
        facts << QDateTime::fromMSecsSinceEpoch(changed).date().toString(Qt::ISODate);
    return facts.join(QStringLiteral(" · "));
}

}  // namespace

widgets::Match matchCard(const cat::Match &match, const std::string &segment)
{
    QStringList lost;
    for (const cat::ScorePart &part : match.explanation) {
        if (part.reason != cat::ScoreReason::Start && part.points != 0)
            lost << partText(part);
    }
    if (match.repair)
        lost << repairText(*match.repair);
    if (match.disputed && match.perMille >= cat::perMilleEqual)
        lost << MatchTexts::tr("the memory has another translation of it");
    return {.kind = widgets::Match::Kind::Memory,
            .scorePerMille = match.perMille,
            .sourceDifferences = widgets::wordDifferences(QString::fromStdString(match.unit.source.text), QString::fromStdString(segment)),
            .target = cat::offeredTarget(match),
            .origin = originOf(match),
            .lost = lost,
            .unitId = match.unit.id};
}

widgets::Match machineCard(const mixmoe::Translation &translation)
{
    QStringList lookAt;
    if (translation.numbersDiffer)
        lookAt << MatchTexts::tr("numbers differ");
    if (translation.sourceCut || !translation.complete)
        lookAt << MatchTexts::tr("the end is missing");
    return {.kind = widgets::Match::Kind::Machine,
            .target = translation.target,
            .origin = widgets::machineOrigin(QString::fromStdString(translation.modelName), deviceName(translation.device, translation.precision),
                                             translation.elapsedMs),
            .lost = lookAt,
            .confidence = translation.confidence};
}

QString deviceName(const std::string &device, const std::string &precision)
{
    QString name = QString::fromStdString(device);
    if (name.startsWith(QStringLiteral("cuda")))
        name = QStringLiteral("GPU") + name.mid(name.indexOf(QLatin1Char(' ')) < 0 ? name.size() : name.indexOf(QLatin1Char(' ')));
    else if (name == QStringLiteral("cpu"))
        name = QStringLiteral("CPU");
    return name + QLatin1Char(' ') + QString::fromStdString(precision);
}

TaggedText fittingTarget(const TaggedText &source, const TaggedText &target)
{
    TaggedText result{target.text, {}};
    const auto accepted = widgets::acceptedTags(source, {}, target.tags, {});
    for (std::size_t i = 0; i < accepted.size(); ++i) {
        if (!accepted[i])
            continue;
        result.tags.push_back(*accepted[i]);
        result.tags.back().offset = target.tags[i].offset;
    }
    return result;
}

}  // namespace interlinear::workbench
