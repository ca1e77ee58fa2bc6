// What the engine says of a failure, in the language of the window: every sentence has its German one, and none is left of what nobody says any more.
#include "app/workbench/error_text.h"
#include "engine/cat/memory/hygiene/finding.h"

#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QXmlStreamReader>

using namespace interlinear;

namespace {

/// Literals side by side are one.
const QString literals = QStringLiteral(R"re((?:"(?:[^"\\]|\\.)*"\s*)+)re");

QString valueOf(const QString &written)
{
    static const QRegularExpression one(QStringLiteral(R"re("((?:[^"\\]|\\.)*)")re"));
    QString value;
    for (const QRegularExpressionMatch &match : one.globalMatch(written))
        value += match.captured(1);
    return value.replace(QStringLiteral("\\\""), QStringLiteral("\"")).replace(QStringLiteral("\\\\"), QStringLiteral("\\"));
}

/// The arguments of a call whose opening parenthesis is before `at`.
QStringList argumentsAt(const QString &text, qsizetype at)
{
    QStringList arguments{QString()};
    int depth = 1;
    bool quoted = false;
    for (; at < text.size(); ++at) {
        const QChar c = text[at];
        if (quoted && c == QLatin1Char('\\')) {
            arguments.last() += c;
            ++at;
        } else if (c == QLatin1Char('"')) {
            quoted = !quoted;
        } else if (!quoted && QStringLiteral("([{").contains(c)) {
            ++depth;
        } else if (!quoted && QStringLiteral(")]}").contains(c) && --depth == 0) {
            return arguments;
        } else if (!quoted && c == QLatin1Char(',') && depth == 1) {
            arguments << QString();
            continue;
        }
        arguments.last() += text[at];
    }
    return arguments;
}

QMap<QString, QString> readTranslations(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    QMap<QString, QString> translations;
    QXmlStreamReader xml(&file);
    QString source;
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement())
            continue;
        if (xml.name() == QStringLiteral("source"))
            source = xml.readElementText();
        else if (xml.name() == QStringLiteral("translation"))
            translations[source] = xml.readElementText();
    }
    return translations;
}

QStringList placesIn(const QString &sentence)
{
    static const QRegularExpression place(QStringLiteral("%[1-9]"));
    QStringList places;
    for (const QRegularExpressionMatch &match : place.globalMatch(sentence))
        places << match.captured();
    places.sort();
    return places;
}

}  // namespace

class TestErrorText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        static const QRegularExpression literal(literals), call(QStringLiteral("\\bfail\\(")), onlyLiterals(QStringLiteral("^\\s*%1$").arg(literals));
        for (const char *folder : {"engine/core", "engine/cat", "app/workbench"}) {
            QDirIterator files(QStringLiteral(INTERLINEAR_SOURCE_DIR "/") + QLatin1String(folder), {QStringLiteral("*.cpp")}, QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                const QString text = QString::fromUtf8(file.readAll()).remove(QStringLiteral("'\"'"));   // no beginning of a text
                for (const QRegularExpressionMatch &match : literal.globalMatch(text))
                    m_literals << valueOf(match.captured());
                for (const QRegularExpressionMatch &match : call.globalMatch(text)) {
                    const QStringList arguments = argumentsAt(text, match.capturedEnd());
                    if (arguments.size() > 2 && onlyLiterals.match(arguments[2]).hasMatch())
                        m_sentences << valueOf(arguments[2]);
                }
            }
        }
        for (std::size_t kind = 0; kind < cat::findingKindCount; ++kind)
            m_sentences << QString::fromUtf8(cat::findingSentence(static_cast<cat::FindingKind>(kind)));
        m_sentences.remove(QString());
        QVERIFY(m_sentences.size() > 100);
        m_german = readTranslations(QStringLiteral(INTERLINEAR_SOURCE_DIR "/i18n/errors_de.ts"));
    }

    void everySentenceIsTranslated()
    {
        QStringList missing;
        for (const QString &sentence : std::as_const(m_sentences)) {
            if (m_german.value(sentence).isEmpty())
                missing << sentence;
        }
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
    }

    void noTranslationIsLeftOver()
    {
        QStringList left;
        for (const QString &sentence : m_german.keys()) {
            if (!m_literals.contains(sentence))
                left << sentence;
        }
        QVERIFY2(left.isEmpty(), qPrintable(left.join(QLatin1Char('\n'))));
    }

    void nothingThatIsSaidGetsLost()
    {
        for (auto it = m_german.cbegin(); it != m_german.cend(); ++it)
            QVERIFY2(placesIn(it.key()) == placesIn(it.value()), qPrintable(it.key()));
    }

    void nothingIsUnfinished()
    {
        QDirIterator files(QStringLiteral(INTERLINEAR_SOURCE_DIR "/i18n"), {QStringLiteral("*.ts")}, QDir::Files);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("unfinished"), qPrintable(file.fileName()));
        }
    }

    void withoutATranslationItIsTheEnglishSentence()
    {
        QCOMPARE(workbench::errorText({ErrorCode::NotFound, "a.itm", "does not exist; a %1 was expected", {"translation memory"}}),
                 QStringLiteral("a.itm: does not exist; a translation memory was expected"));
    }

private:
    QSet<QString> m_literals, m_sentences;
    QMap<QString, QString> m_german;
};

QTEST_GUILESS_MAIN(TestErrorText)
#include "tst_error_text.moc"
