#include "widgets/lookup/match.h"

#include <QCoreApplication>
#include <QLocale>

namespace interlinear::widgets {

QString Match::explanation() const
{
    QStringList parts = lost;
    if (confidence)
        parts << QCoreApplication::translate("Match", "confidence %1").arg(QLocale().toString(*confidence, 'f', 2));
    return parts.join(QStringLiteral(" · "));
}

QString machineOrigin(const QString &model, const QString &device, double elapsedMs)
{
    return QCoreApplication::translate("Match", "%1 · %2 · %3 ms").arg(model, device, QLocale().toString(elapsedMs, 'f', 0));
}

}  // namespace interlinear::widgets
