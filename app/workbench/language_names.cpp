#include "app/workbench/language_names.h"

#include <QCoreApplication>
#include <QLocale>

#include <unicode/locid.h>

namespace interlinear::workbench {

QString languageName(const std::string &code)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = icu::Locale::forLanguageTag(code, status);
    if (U_FAILURE(status) || locale.isBogus() || *locale.getLanguage() == '\0')
        return QString::fromStdString(code);
    //: The code of the language of these translations: names of languages are taken in it.
    const QByteArray ownLanguage = QCoreApplication::translate("languages", "en").toUtf8();
    icu::UnicodeString name;
    locale.getDisplayName(icu::Locale(ownLanguage.constData()), name);
    return QString::fromUtf16(name.getBuffer(), name.length());
}

bool isLanguageName(const QString &text, const std::string &code)
{
    const QLocale locale(QString::fromStdString(code));
    const QString name = text.trimmed();
    const QString english = QLocale::languageToString(locale.language()), own = locale.nativeLanguageName(), plain = own.section(QLatin1Char(' '), -1);
    const QString language = QLocale::languageToCode(locale.language());
    for (const QString &known : {english, own, plain, languageName(code), languageName(language.toStdString())}) {
        if (name.compare(known, Qt::CaseInsensitive) == 0)
            return true;
    }
    static const QString separators = QStringLiteral("-_");
    return name.startsWith(language, Qt::CaseInsensitive) && (name.size() == language.size() || separators.contains(name[language.size()]));
}

}  // namespace interlinear::workbench
