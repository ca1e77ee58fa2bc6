#include "widgets/memory/sharing_state.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace interlinear::widgets {

namespace {

struct SharingTexts {
    Q_DECLARE_TR_FUNCTIONS(SharingState)
};

QString timeText(const QDateTime &time)
{
    const bool today = time.date() == QDate::currentDate();
    return today ? QLocale().toString(time.time(), QLocale::ShortFormat) : QLocale().toString(time, QLocale::ShortFormat);
}

}  // namespace

QString sharingText(const SharingState &state)
{
    QStringList parts{SharingTexts::tr("shared")};
    if (state.conflicts > 0)
        parts << SharingTexts::tr("%Ln conflict(s)", nullptr, static_cast<int>(state.conflicts));
    if (state.synchronising)
        parts << SharingTexts::tr("synchronising");
    else if (state.passwordNeeded)
        parts << SharingTexts::tr("password needed");
    else if (state.offlineSince.isValid())
        parts << SharingTexts::tr("offline since %1").arg(timeText(state.offlineSince));
    else if (!state.problem.isEmpty())
        parts << SharingTexts::tr("not in step");
    if (state.waiting > 0)
        parts << SharingTexts::tr("%Ln change(s) waiting", nullptr, static_cast<int>(state.waiting));
    else if (parts.size() == 1)
        parts << SharingTexts::tr("in step");
    return parts.join(QStringLiteral(", "));
}

}  // namespace interlinear::widgets
