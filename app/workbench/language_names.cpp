#include "app/workbench/language_names.h"

#include <QCoreApplication>
#include <QLocale>

namespace interlinear::workbench {

namespace {

[[maybe_unused]] const char *const translatable[] = {
    QT_TRANSLATE_NOOP("languages", "Chinese"),    QT_TRANSLATE_NOOP("languages", "Czech"),   QT_TRANSLATE_NOOP("languages", "Dutch"),
    QT_TRANSLATE_NOOP("languages", "English"),    QT_TRANSLATE_NOOP("languages", "French"),  QT_TRANSLATE_NOOP("languages", "German"),
    QT_TRANSLATE_NOOP("languages", "Italian"),    QT_TRANSLATE_NOOP("languages", "Polish"),  QT_TRANSLATE_NOOP("languages", "Portuguese"),
    QT_TRANSLATE_NOOP("languages", "Russian"),    QT_TRANSLATE_NOOP("languages", "Spanish"), QT_TRANSLATE_NOOP("languages", "Turkish"),
};

}  // namespace

QString languageName(const std::string &code)
{
    const QLocale::Language language = QLocale(QString::fromStdString(code)).language();
    if (language == QLocale::C || language == QLocale::AnyLanguage)
        return QString::fromStdString(code);
    return QCoreApplication::translate("languages", QLocale::languageToString(language).toUtf8().constData());
}

}  // namespace interlinear::workbench
