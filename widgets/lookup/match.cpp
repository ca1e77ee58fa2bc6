#include "widgets/lookup/match.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace interlinear::widgets {

namespace {

constexpr double likelyGood = 0.5;   // good texts are the greater part from here on

int percentOf(double confidence)
{
    return static_cast<int>(std::lround(100 * confidence));
}

QString verdict(double confidence)
{
    const QString words = confidence >= likelyGood ? QCoreApplication::translate("Match", "likely good, %1 %") : QCoreApplication::translate("Match", "check, %1 %");
    return words.arg(percentOf(confidence));
}

}  // namespace

QString Match::explanation() const
{
    QStringList parts = lost;
    if (confidence)
        parts << verdict(*confidence);
    return parts.join(QStringLiteral(" · "));
}

QString Match::confidenceHelp() const
{
    if (!confidence)
        return {};
    return QCoreApplication::translate("Match", "Of 100 texts that the model was as sure of, about %1 came close to a person's translation. "
                                                "This was measured on sentences that it had not learnt from; yours may be harder.")
        .arg(percentOf(*confidence));
}

QString machineOrigin(const QString &model, const QString &device, double elapsedMs)
{
    return QCoreApplication::translate("Match", "%1 · %2 · %3 ms").arg(model, device, QLocale().toString(elapsedMs, 'f', 0));
}

}  // namespace interlinear::widgets
