#include "app/workbench/language_names.h"

#include <QCoreApplication>
#include <QLocale>

namespace interlinear::workbench {

namespace {

[[maybe_unused]] const char *const translatable[] = {
    QT_TRANSLATE_NOOP("languages", "Albanian"), QT_TRANSLATE_NOOP("languages", "Arabic"), QT_TRANSLATE_NOOP("languages", "Bulgarian"),
    QT_TRANSLATE_NOOP("languages", "Catalan"), QT_TRANSLATE_NOOP("languages", "Chinese"), QT_TRANSLATE_NOOP("languages", "Croatian"),
    QT_TRANSLATE_NOOP("languages", "Czech"), QT_TRANSLATE_NOOP("languages", "Danish"), QT_TRANSLATE_NOOP("languages", "Dutch"),
    QT_TRANSLATE_NOOP("languages", "English"), QT_TRANSLATE_NOOP("languages", "Estonian"), QT_TRANSLATE_NOOP("languages", "Finnish"),
    QT_TRANSLATE_NOOP("languages", "French"), QT_TRANSLATE_NOOP("languages", "German"), QT_TRANSLATE_NOOP("languages", "Greek"),
    QT_TRANSLATE_NOOP("languages", "Hebrew"), QT_TRANSLATE_NOOP("languages", "Hindi"), QT_TRANSLATE_NOOP("languages", "Hungarian"),
    QT_TRANSLATE_NOOP("languages", "Icelandic"), QT_TRANSLATE_NOOP("languages", "Indonesian"), QT_TRANSLATE_NOOP("languages", "Irish"),
    QT_TRANSLATE_NOOP("languages", "Italian"), QT_TRANSLATE_NOOP("languages", "Japanese"), QT_TRANSLATE_NOOP("languages", "Korean"),
    QT_TRANSLATE_NOOP("languages", "Latvian"), QT_TRANSLATE_NOOP("languages", "Lithuanian"), QT_TRANSLATE_NOOP("languages", "Maltese"),
    QT_TRANSLATE_NOOP("languages", "Norwegian Bokmal"), QT_TRANSLATE_NOOP("languages", "Polish"), QT_TRANSLATE_NOOP("languages", "Portuguese"),
    QT_TRANSLATE_NOOP("languages", "Romanian"), QT_TRANSLATE_NOOP("languages", "Russian"), QT_TRANSLATE_NOOP("languages", "Serbian"),
    QT_TRANSLATE_NOOP("languages", "Slovak"), QT_TRANSLATE_NOOP("languages", "Slovenian"), QT_TRANSLATE_NOOP("languages", "Spanish"),
    QT_TRANSLATE_NOOP("languages", "Swedish"), QT_TRANSLATE_NOOP("languages", "Thai"), QT_TRANSLATE_NOOP("languages", "Turkish"),
    QT_TRANSLATE_NOOP("languages", "Ukrainian"), QT_TRANSLATE_NOOP("languages", "Vietnamese"),
};

}  // namespace

QString languageName(const std::string &code)
{
    const QLocale::Language language = QLocale(QString::fromStdString(code)).language();
    if (language == QLocale::C || language == QLocale::AnyLanguage)
        return QString::fromStdString(code);
    return QCoreApplication::translate("languages", QLocale::languageToString(language).toUtf8().constData());
}

bool isLanguageName(const QString &text, const std::string &code)
{
    const QLocale locale(QString::fromStdString(code));
    const QString name = text.trimmed();
    const QString english = QLocale::languageToString(locale.language()), own = locale.nativeLanguageName(), plain = own.section(QLatin1Char(' '), -1);
    for (const QString &known : {english, own, plain, languageName(code)}) {
        if (name.compare(known, Qt::CaseInsensitive) == 0)
            return true;
    }
    static const QString separators = QStringLiteral("-_");
    const QString language = QLocale::languageToCode(locale.language());
    return name.startsWith(language, Qt::CaseInsensitive) && (name.size() == language.size() || separators.contains(name[language.size()]));
}

}  // namespace interlinear::workbench
