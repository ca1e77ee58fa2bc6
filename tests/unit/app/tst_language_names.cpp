// Languages by their names, in English and in a window of another language.
#include "app/workbench/language_names.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QTranslator>

using namespace interlinear::workbench;

namespace {

/// A window in German.
class German : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *text, const char *, int) const override
    {
        return QLatin1String(context) == QLatin1String("languages") && QLatin1String(text) == QLatin1String("en") ? QStringLiteral("de") : QString();
    }
};

}  // namespace

class TestLanguageNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesHaveTheirRegion()
    {
        QCOMPARE(languageName("de"), QStringLiteral("German"));
        QCOMPARE(languageName("de-AT"), QStringLiteral("German (Austria)"));
        QVERIFY(languageName("zh-Hant").startsWith(QLatin1String("Chinese (Traditional")));
        for (const char *unknown : {"", "qqq", "??"})
            QCOMPARE(languageName(unknown), QString::fromLatin1(unknown));
    }

    void namesAreInTheLanguageOfTheWindow()
    {
        German german;
        QCoreApplication::installTranslator(&german);
        QCOMPARE(languageName("en-US"), QStringLiteral("Englisch (Vereinigte Staaten)"));
        for (const char *name : {"Englisch", "englisch (Vereinigte Staaten)", "English", "en", "en-US", "en_GB"})
            QVERIFY2(isLanguageName(QString::fromLatin1(name), "en-US"), name);
        for (const char *other : {"Deutsch", "Spanisch", "e", "energy", ""})
            QVERIFY2(!isLanguageName(QString::fromLatin1(other), "en-US"), other);
        QCoreApplication::removeTranslator(&german);
    }

    void everyTranslationSaysItsLanguage()
    {
        const QDir folder(QStringLiteral(INTERLINEAR_SOURCE_DIR "/i18n"));
        const QStringList files = folder.entryList({QStringLiteral("interlinear_*.ts")});
        QVERIFY(files.contains(QStringLiteral("interlinear_de.ts")));
        for (const QString &name : files) {
            const QString language = name.section(QLatin1Char('_'), 1).section(QLatin1Char('.'), 0, 0);
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            static const QRegularExpression said(QStringLiteral("<name>languages</name>.*?<source>en</source>.*?<translation>([^<]*)</translation>"), QRegularExpression::DotMatchesEverythingOption);
            const QRegularExpressionMatch match = said.match(QString::fromUtf8(file.readAll()));
            QCOMPARE(match.hasMatch() ? match.captured(1) : QStringLiteral("en"), language);
        }
    }
};

QTEST_GUILESS_MAIN(TestLanguageNames)
#include "tst_language_names.moc"
