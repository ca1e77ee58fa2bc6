// PO files: refusals with their line, plural rules, random edits that msgfmt accepts.
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/locale_name.h"
#include "engine/cat/document/plural_rule.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/core/files.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/document/random_edits.h"

#include <QDirIterator>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

class PoTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void malformedFilesAreRefusedWithTheirLine_data();
    void malformedFilesAreRefusedWithTheirLine();
    void beginningsOfFilesAreReadOrRefused();
    void pluralRules_data();
    void pluralRules();
    void languageTags();
    void otherEncodings_data();
    void otherEncodings();
    void fuzzyFollowsTheState_data();
    void fuzzyFollowsTheState();
    void randomEditsComeBackAndCompile();
    void filesOfTheSystemComeBack();
};

namespace {

const std::string header = "msgid \"\"\nmsgstr \"\"\n\"Project-Id-Version: a 1\\n\"\n\"PO-Revision-Date: 2026-01-01 00:00+0000\\n\"\n"
                           "\"Last-Translator: A <a@example.org>\\n\"\n\"Language-Team: de <de@example.org>\\n\"\n"
                           "\"Language: de\\n\"\n\"MIME-Version: 1.0\\n\"\n"
                           "\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Content-Transfer-Encoding: 8bit\\n\"\n";

Document po(const std::string &bytes)
{
    Result<Document> document = parseDocument(bytes, "po", "en", "a.po");
    if (!document)
        qFatal("%s", document.error().sentence().c_str());
    return std::move(*document);
}

// A catalog of all kinds of entries, in one of three layouts.
std::string randomCatalog(RandomEdits &edits)
{
    struct Message {
        const char *flag;
        const char *singular;
        const char *plural;
    };
    constexpr Message messages[]{
        {"", "Open the file", nullptr},
        {"c-format", "%s of %d files, 100%% done", nullptr},
        {"c-format", "Copy \\\"%1$s\\\" to %2$s\\n", nullptr},
        {"c-format", "%d file", "%d files"},
        {"c-format", "one file", "%d files"},
        {"python-format", "%(count)d item of %(name)s", "%(count)d items of %(name)s"},
        {"python-brace-format", "{count} of {total} {{kept}}", nullptr},
        {"qt-format", "Page %1 of %2", nullptr},
        {"", "\\nUsage: tool [file]\\n\\t-a  all of a long list of things that nobody can remember without help\\n  -b  both\\n", nullptr},
        {"no-wrap", "A very long line that stays on one line of the file, however far it goes beyond the edge of it", nullptr},
        {"", "\\\\path\\\\to\\tthe end ", nullptr},
    };
    const std::size_t forms = edits.oneIn(2) ? 2 : 3;
    const std::string rule = forms == 2 ? "n != 1" : "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2";
    std::string file = header + "\"Plural-Forms: nplurals=" + std::to_string(forms) + "; plural=(" + rule + ");\\n\"\n";
    for (std::size_t i = 0; i < 12; ++i) {
        const Message message = edits.oneOf(messages);
        const bool fuzzy = edits.oneIn(4);
        const std::string number = std::to_string(i);
        file += "\n# Translator's " + number + "\n#. extracted\n#: a.c:" + number + "\n";
        const std::string flag = message.flag;
        if (fuzzy || !flag.empty())
            file += "#," + std::string(fuzzy ? " fuzzy" : "") + (fuzzy && !flag.empty() ? "," : "") + (flag.empty() ? "" : " " + flag) + "\n";
        if (fuzzy)
            file += "#| msgid \"was\"\n";
        file += "msgctxt \"" + number + "\"\nmsgid \"" + message.singular + "\"\n";
        const bool translated = edits.oneIn(2);
        if (!message.plural) {
            file += std::string("msgstr \"") + (translated ? message.singular : "") + "\"\n";
            continue;
        }
        file += std::string("msgid_plural \"") + message.plural + "\"\n";
        for (std::size_t form = 0; form < forms; ++form)
            file += "msgstr[" + std::to_string(form) + "] \"" + (translated ? message.plural : "") + "\"\n";
    }
    return file + "\n#~ msgid \"gone\"\n#~ msgstr \"weg\"\n";
}

// Of plural forms all or none: msgfmt does not take an entry that has some.
void completeForms(RandomEdits &edits, const Document &document, Targets &targets)
{
    for (std::size_t begin = 0, end = 0; begin < targets.size(); begin = end) {
        bool any = false;
        for (end = begin; end < targets.size() && document.segments[end].paragraph == document.segments[begin].paragraph; ++end)
            any |= targets[end].has_value();
        for (std::size_t form = begin; any && end > begin + 1 && form < end; ++form)
            targets[form] = edits.translationOf(document.segments[form]);
    }
}

}  // namespace

void PoTest::malformedFilesAreRefusedWithTheirLine_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");

    QTest::newRow("word garbage") << QByteArray("msgid \"a\"\nmsgstr \"b\"\nhello there\n") << "a.po, line 3: 'hello' belongs to no entry";
    QTest::newRow("binary") << QByteArray("\x01\x02\x03") << "a.po, line 1: ";
    QTest::newRow("no msgstr") << QByteArray("msgid \"a\"\n\nmsgid \"b\"\nmsgstr \"\"\n") << "a.po, line 3: 'msgid' belongs to no entry";
    QTest::newRow("ends in an entry") << QByteArray("msgid \"a\"\n") << "a.po, line 2: the file ends in the middle of an entry";
    QTest::newRow("open text") << QByteArray("msgid \"a\nmsgstr \"\"\n") << "a.po, line 1: a quoted text does not end on its line";
    QTest::newRow("unknown escape") << QByteArray("\r\nmsgid \"a\\q\"\r\n") << "a.po, line 2: '\\q' is no escape";
    QTest::newRow("forms in disorder") << QByteArray("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"\"\n") << "a.po, line 3: expected msgstr[0]";
    QTest::newRow("no forms") << QByteArray("msgid \"a\"\nmsgid_plural \"b\"\n") << "a.po, line 3: ";
    QTest::newRow("form without plural") << QByteArray("msgid \"a\"\nmsgstr[0] \"b\"\n") << "a.po, line 2: '[0]' belongs to no entry";
}

void PoTest::malformedFilesAreRefusedWithTheirLine()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, sentence);
    const Result<Document> document = parseDocument(bytes.toStdString(), "po", "en", "a.po");
    QVERIFY(!document);
    QCOMPARE(document.error().code, ErrorCode::BadFormat);
    QVERIFY2(document.error().sentence().starts_with(sentence.toStdString()), document.error().sentence().c_str());
}

void PoTest::beginningsOfFilesAreReadOrRefused()
{
    RandomEdits edits(1);
    const std::string file = randomCatalog(edits);
    for (std::size_t size = 0; size < file.size(); ++size) {
        const std::string bytes = file.substr(0, size);
        const Result<Document> document = parseDocument(bytes, "po", "en", "a.po");
        if (document)
            QCOMPARE(exportDocument(*document, Targets(document->segments.size())).value(), bytes);
        else
            QVERIFY2(document.error().where.starts_with("a.po, line "), document.error().sentence().c_str());
    }
}

void PoTest::pluralRules_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("forms");   // of 0, 1, 2, 5, 11, 21, 22, 111; empty: no rule

    QTest::newRow("German") << "nplurals=2; plural=(n != 1);" << "1 0 1 1 1 1 1 1";
    QTest::newRow("French") << "nplurals=2; plural=n > 1;" << "0 0 1 1 1 1 1 1";
    QTest::newRow("Japanese") << "nplurals=1; plural=0;" << "0 0 0 0 0 0 0 0";
    QTest::newRow("Russian") << "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);" << "2 0 1 2 2 0 1 2";
    QTest::newRow("Slovenian") << "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3)" << "3 0 1 3 3 3 3 3";
    QTest::newRow("arithmetic") << "nplurals=9; plural=!(n-1) + 2*3/2 - n%1;" << "3 4 3 3 3 3 3 3";
    QTest::newRow("template") << "nplurals=INTEGER; plural=EXPRESSION;" << "";
    QTest::newRow("not closed") << "nplurals=2; plural=(n != 1;" << "";
    QTest::newRow("nothing behind") << "nplurals=2; plural=n !=;" << "";
    QTest::newRow("no forms") << "nplurals=0; plural=0;" << "";
    QTest::newRow("deep") << "nplurals=2; plural=" + QString(100000, '(') << "";
    QTest::newRow("bangs") << "nplurals=2; plural=" + QString(100000, '!') + "n" << "";
    QTest::newRow("none") << "" << "";
}

void PoTest::pluralRules()
{
    QFETCH(const QString, field);
    QFETCH(const QString, forms);
    const std::optional<PluralRule> rule = parsePluralRule(field.toStdString());
    QCOMPARE(rule.has_value(), !forms.isEmpty());
    if (!rule)
        return;
    QStringList found;
    for (const std::uint64_t number : {0U, 1U, 2U, 5U, 11U, 21U, 22U, 111U})
        found << QString::number(rule->formOf(number).value());
    QCOMPARE(found.join(' '), forms);
    QVERIFY(!parsePluralRule("nplurals=2; plural=n/0;")->formOf(3));
    QVERIFY(!parsePluralRule("nplurals=2; plural=n;")->formOf(3));
}

void PoTest::languageTags()
{
    QCOMPARE(languageTagOf("de"), "de");
    QCOMPARE(languageTagOf("pt_BR.UTF-8"), "pt-BR");
    QCOMPARE(languageTagOf("sr@latin"), "sr-Latn");
    for (const char *tag : {"de", "pt-BR", "sr-Latn", "zh-Hans-CN", "ca-valencia"})
        QCOMPARE(languageTagOf(localeName(tag)), tag);
    QCOMPARE(localeName("sr-Latn-RS"), "sr_RS@latin");
    QCOMPARE(localeName("no tag"), "");
    QCOMPARE(languageTagOf("sr_RS@latin"), "sr-Latn-RS");
    QCOMPARE(languageTagOf("ca@valencia"), "ca-valencia");
    for (const char *none : {"", "C", "POSIX", "@", "x y"})
        QCOMPARE(languageTagOf(none), "");
}

void PoTest::otherEncodings_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("source");
    const auto row = [](const char *name, const QByteArray &charset, const QByteArray &id, const char *source) {
        const QByteArray type = "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=" + charset + "\\n\"\n\n";
        QTest::newRow(name) << type + "msgid \"" + id + "\"\nmsgstr \"\"\n" << QString(source);
    };
    row("windows-1251", "CP1251", "\xCF\xF0\xE8\xE2\xE5\xF2", "Привет");
    row("not what it says", "ASCII", "caf\xC3\xA9", "café");
    row("template", "CHARSET", "a", "a");
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBFmsgid \"a\"\r\nmsgstr \"\"\r\n") << QString("a");
}

void PoTest::otherEncodings()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, source);
    const Document document = po(bytes.toStdString());
    QCOMPARE(QString::fromStdString(document.segments.front().source.text), source);
    QCOMPARE(exportDocument(document, Targets(1)).value(), bytes.toStdString());
    const std::string written = exportDocument(document, {document.segments.front().source}).value();
    QCOMPARE(QString::fromStdString(po(written).segments.front().target.value().text.text), source);
}

void PoTest::fuzzyFollowsTheState_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("after");
    const int draft = int(TranslationState::Draft);
    const int translated = int(TranslationState::Translated);
    QTest::newRow("goes with its line and the previous text") << "#: a\n#, fuzzy\n#| msgid \"x\"\n" << translated << "#: a\n";
    QTest::newRow("leaves other flags") << "#, fuzzy, c-format\n" << translated << "#, c-format\n";
    QTest::newRow("in the middle") << "#, c-format, fuzzy, no-wrap\n" << translated << "#, c-format, no-wrap\n";
    QTest::newRow("at the end") << "#, c-format, fuzzy\n" << translated << "#, c-format\n";
    QTest::newRow("without spaces") << "#,fuzzy,c-format\n" << translated << "#,c-format\n";
    QTest::newRow("stays") << "#, fuzzy\n#| msgid \"x\"\n" << draft << "#, fuzzy\n#| msgid \"x\"\n";
    QTest::newRow("comes") << "# note\n#: a\n" << draft << "# note\n#: a\n#, fuzzy\n";
    QTest::newRow("comes before others") << "#, c-format\n" << draft << "#, fuzzy, c-format\n";
    QTest::newRow("comes before the previous text") << "#: a\n#| msgid \"x\"\n" << draft << "#: a\n#, fuzzy\n#| msgid \"x\"\n";
}

void PoTest::fuzzyFollowsTheState()
{
    QFETCH(const QString, before);
    QFETCH(const int, state);
    QFETCH(const QString, after);
    const auto file = [](const QString &comments, const char *target) { return (comments + "msgid \"a\"\nmsgstr \"" + target + "\"\n").toStdString(); };
    const Document document = po(file(before, "alt"));
    QCOMPARE(exportDocument(document, {SegmentTarget({"neu"}, TranslationState(state))}).value(), file(after, "neu"));
}

void PoTest::randomEditsComeBackAndCompile()
{
    const QString msgfmt = QStandardPaths::findExecutable("msgfmt");
    const QTemporaryDir folder;
    const int rounds = interlinear::tests::rounds(40);   // of a dozen entries each
    for (int round = 1; round <= rounds; ++round) {
        RandomEdits edits(static_cast<unsigned>(round));
        const Document document = po(randomCatalog(edits));
        Targets targets = edits.targetsFor(document);
        completeForms(edits, document, targets);
        const Edited result = edited(document, targets);
        QVERIFY2(result.problem.empty(), ("round " + std::to_string(round) + ": " + result.problem + "\n" + result.bytes).c_str());
        if (msgfmt.isEmpty())
            continue;
        const QString path = folder.filePath("a.po");
        QVERIFY(writeFileAtomically(path.toStdString(), result.bytes));
        QProcess judge;
        judge.start(msgfmt, {"--check", "--use-fuzzy", "--output-file=/dev/null", path});
        QVERIFY(judge.waitForFinished());
        QVERIFY2(judge.exitCode() == 0, ("round " + std::to_string(round) + ": " + judge.readAllStandardError().toStdString() + "\n" + result.bytes).c_str());
    }
    if (msgfmt.isEmpty())
        qWarning("msgfmt (Debian: gettext) is not there to judge");
}

// The catalogs that some packages bring along, and what msgunfmt makes of compiled ones.
void PoTest::filesOfTheSystemComeBack()
{
    int files = 0;
    for (const char *root : {"/usr/share", "/usr/lib/python3", "/usr/lib/libreoffice"}) {
        QDirIterator paths(root, {"*.po", "*.pot"}, QDir::Files, QDirIterator::Subdirectories);
        while (paths.hasNext()) {
            const std::string path = paths.next().toStdString();
            const Document document = po(readFile(path).value());
            QVERIFY2(exportDocument(document, Targets(document.segments.size())).value() == readFile(path).value(), path.c_str());
            ++files;
        }
    }
    qInfo("%d files came back byte for byte", files);
}

QTEST_GUILESS_MAIN(PoTest)
#include "tst_po.moc"
