// TS files of Qt Linguist: TypeScript is told apart, states, numerus forms, random edits that lrelease accepts.
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/format.h"
#include "engine/cat/document/ts/qt_plurals.h"
#include "engine/core/files.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/document/random_edits.h"

#include <QDirIterator>
#include <QLibraryInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

class TsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void typeScriptIsNoTs();
    void malformedFilesAreRefused_data();
    void malformedFilesAreRefused();
    void beginningsOfFilesAreRefused();
    void formsByLanguage();
    void statesAreWritten_data();
    void statesAreWritten();
    void formsOneByOne();
    void escapesAreTheFiles();
    void randomEditsComeBackAndCompile();
    void ownTranslationsComeBack();
};

namespace {

Document ts(const std::string &bytes)
{
    Result<Document> document = parseDocument(bytes, "ts", "en", "a.ts");
    if (!document)
        qFatal("%s", document.error().sentence().c_str());
    return std::move(*document);
}

std::string file(const std::string &messages, const std::string &language = "ru")
{
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE TS>\n<TS version=\"2.1\" language=\"" + language +
           "\" sourcelanguage=\"en\">\n<context>\n    <name>A</name>\n" + messages + "</context>\n</TS>\n";
}

std::string randomFile(RandomEdits &edits)
{
    const std::vector<std::string> sources{"Open &amp;file", "Page %1 of %L2", " in \n  two lines\t", "say &quot;hi&quot; &lt;b&gt;",
                                           "%n file(s)", "one &apos;x&apos; <byte value=\"x1b\"/> end"};
    const std::vector<std::string> types{"", "", " type=\"unfinished\"", " type=\"vanished\"", " type=\"obsolete\""};
    std::string messages;
    for (int i = 0; i < 12; ++i) {
        const std::string source = edits.oneOf(sources);
        const bool numerus = source.starts_with("%n");
        const std::string text = edits.oneIn(2) ? source : std::string();
        const std::string type = text.empty() ? " type=\"unfinished\"" : edits.oneOf(types);
        messages += std::string("    <message") + (numerus ? " numerus=\"yes\"" : "") +
                    ">\n        <location filename=\"a.cpp\" line=\"+" + std::to_string(i) + "\"/>\n";
        messages += "        <source>" + source + "</source>\n        <comment>" + std::to_string(i) + "</comment>\n";
        messages += "        <extra-po-flags>c-format</extra-po-flags>\n";
        const std::string form = "            <numerusform>" + text + "</numerusform>\n";
        if (numerus)
            messages += "        <translation" + type + ">\n" + form + form + (edits.oneIn(2) ? form : "") + "        </translation>\n";
        else if (edits.oneIn(5))
            messages += "        <translation" + type + " variants=\"yes\"><lengthvariant>" + text + "</lengthvariant><lengthvariant>" + text +
                        "</lengthvariant></translation>\n";
        else
            messages += "        <translation" + type + (text.empty() && edits.oneIn(2) ? "/>\n" : ">" + text + "</translation>\n");
        messages += "    </message>\n";
    }
    return file(messages);
}

}  // namespace

void TsTest::typeScriptIsNoTs()
{
    const std::string before = "\xEF\xBB\xBF<!-- a -->\n";
    QCOMPARE(formatOfFile("a.ts", file(""))->id, "ts");
    QCOMPARE(formatOfFile("a.TS", before + "<TS></TS>")->id, "ts");
    for (const char *script : {"export const a = <TS>(b: TS) => b;\n", "const a = 1;", "", "// <!DOCTYPE TS>\n"})
        QCOMPARE(formatOfFile("a.ts", script), nullptr);
}

void TsTest::malformedFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("other root") << QByteArray("<html/>") << "a.ts, line 1: the outermost element is not TS";
    QTest::newRow("not closed") << QByteArray("<TS>\n<context>\n</TS>") << "a.ts, line 3: is not well-formed XML";
    QTest::newRow("another file's text")
        << QByteArray("<!DOCTYPE TS [<!ENTITY a SYSTEM \"/etc/passwd\">]>\n<TS>&a;</TS>") << "a.ts, line 2: wants the text of another file";
}

void TsTest::malformedFilesAreRefused()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, sentence);
    const Result<Document> document = parseDocument(bytes.toStdString(), "ts", "en", "a.ts");
    QVERIFY(!document);
    QVERIFY2(document.error().sentence().starts_with(sentence.toStdString()), document.error().sentence().c_str());
}

void TsTest::beginningsOfFilesAreRefused()
{
    RandomEdits edits(1);
    const std::string whole = randomFile(edits);
    for (std::size_t size = 1; size + 1 < whole.size(); size += 7)
        QVERIFY(!parseDocument(whole.substr(0, size), "ts", "en", "a.ts"));
}

void TsTest::formsByLanguage()
{
    const auto count = [](const char *language) { return qtPluralRule(language)->count(); };
    for (const char *one : {"ja", "zh-CN", "hu", "tr", "ko", "fa"})
        QCOMPARE(count(one), 1U);
    for (const char *two : {"de", "fr", "pt-BR", "pt-PT", "en-GB", "is", "he", "xx"})
        QCOMPARE(count(two), 2U);
    for (const char *three : {"ru", "pl", "cs", "sr-Latn", "lt", "lv", "ro", "ga"})
        QCOMPARE(count(three), 3U);
    for (const char *four : {"sl", "mt", "gd"})
        QCOMPARE(count(four), 4U);
    QCOMPARE(count("cy"), 5U);
    QCOMPARE(count("ar"), 6U);
    QVERIFY(!qtPluralRule(""));
}

void TsTest::statesAreWritten_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("target");
    QTest::addColumn<int>("state");   // -1: none
    QTest::addColumn<QString>("after");
    const int draft = int(TranslationState::Draft);
    QTest::newRow("done") << "<translation type=\"unfinished\"></translation>" << "neu" << -1 << "<translation>neu</translation>";
    QTest::newRow("draft") << "<translation type=\"unfinished\">alt</translation>" << "neu" << draft << "<translation type=\"unfinished\">neu</translation>";
    QTest::newRow("back to draft") << "<translation>alt</translation>" << "alt" << draft << "<translation type=\"unfinished\">alt</translation>";
    QTest::newRow("taken away") << "<translation>alt</translation>" << "" << -1 << "<translation type=\"unfinished\"></translation>";
    QTest::newRow("self-closing") << "<translation type='unfinished' />" << "neu" << -1 << "<translation>neu</translation>";
    QTest::newRow("other attributes")
        << "<translation  other=\"1\" type=\"unfinished\">a</translation >" << "neu" << -1 << "<translation  other=\"1\">neu</translation >";
}

void TsTest::statesAreWritten()
{
    QFETCH(const QString, before);
    QFETCH(const QString, target);
    QFETCH(const int, state);
    QFETCH(const QString, after);
    const auto message = [](const QString &translation) {
        return file("    <message>\n        <source>new</source>\n        " + translation.toStdString() + "\n    </message>\n");
    };
    const auto wanted = state < 0 ? std::optional<TranslationState>() : TranslationState(state);
    QCOMPARE(exportDocument(ts(message(before)), {SegmentTarget({target.toStdString()}, wanted)}).value(), message(after));
}

void TsTest::formsOneByOne()
{
    const auto message = [](const std::string &type, const std::string &forms) {
        return file("    <message numerus=\"yes\">\n        <source>%n file(s)</source>\n" + std::string("        <translation") + type + ">\n" +
                    forms + "        </translation>\n    </message>\n");
    };
    const auto form = [](const char *text) { return "            <numerusform>" + std::string(text) + "</numerusform>\n"; };
    const Document document = ts(message(" type=\"unfinished\"", form("") + form("")));
    QCOMPARE(document.segments.size(), 3U);   // as Russian has them
    QCOMPARE(document.segments[0].facts.notes.back(), "numerusform 1: n = 1, 21, 31, 41, 51, 61, …");
    TaggedText target = document.segments[2].source;
    const std::string once = exportDocument(document, {std::nullopt, std::nullopt, target}).value();
    QCOMPARE(once, message(" type=\"unfinished\"", form("") + form("") + form("%n file(s)")));
    const std::string twice = exportDocument(ts(once), {target, target, std::nullopt}).value();
    QCOMPARE(twice, message("", form("%n file(s)") + form("%n file(s)") + form("%n file(s)")));
}

void TsTest::escapesAreTheFiles()
{
    const auto message = [](const std::string &source, const std::string &translation) {
        return file("    <message>\n        <source>" + source + "</source>\n        <translation>" + translation + "</translation>\n    </message>\n");
    };
    const TaggedText typed{"<\"'>\u00A0&", {}};
    QCOMPARE(exportDocument(ts(message("a", "b")), {typed}).value(), message("a", "&lt;&quot;&apos;&gt;&#xa0;&amp;"));
    QCOMPARE(exportDocument(ts(message("a\"'>\u00A0b", "b")), {typed}).value(), message("a\"'>\u00A0b", "&lt;\"'>\u00A0&amp;"));
}

void TsTest::randomEditsComeBackAndCompile()
{
    const QString lrelease = QStandardPaths::findExecutable("lrelease", {QLibraryInfo::path(QLibraryInfo::BinariesPath), "/usr/lib/qt6/bin"});
    const QTemporaryDir folder;
    const int rounds = interlinear::tests::rounds(40);   // of a dozen messages each
    for (int round = 1; round <= rounds; ++round) {
        RandomEdits edits(static_cast<unsigned>(round));
        const Document document = ts(randomFile(edits));
        QCOMPARE(exportDocument(document, Targets(document.segments.size())).value(), document.text);
        const Edited result = edited(document, edits.targetsFor(document));
        const std::string place = "round " + std::to_string(round) + ": ";
        QVERIFY2(result.problem.empty(), (place + result.problem + "\n" + document.text + "\nbecame\n" + result.bytes).c_str());
        if (lrelease.isEmpty())
            continue;
        const QString path = folder.filePath("a.ts");
        QVERIFY(writeFileAtomically(path.toStdString(), result.bytes));
        QProcess judge;
        judge.start(lrelease, {path, "-qm", folder.filePath("a.qm")});
        QVERIFY(judge.waitForFinished());
        QVERIFY2(judge.exitCode() == 0, (place + judge.readAllStandardError().toStdString() + "\n" + result.bytes).c_str());
    }
    if (lrelease.isEmpty())
        qWarning("lrelease (Debian: qt6-l10n-tools) is not there to judge");
}

// Every translation of the window written anew: the same bytes.
void TsTest::ownTranslationsComeBack()
{
    QDirIterator paths(INTERLINEAR_SOURCE_DIR "/i18n", {"*.ts"});
    while (paths.hasNext()) {
        const Document document = ts(readFile(paths.next().toStdString()).value());
        QVERIFY(!document.segments.empty());
        std::vector<Replacement> replacements;
        for (std::size_t i = 0; i < document.segments.size(); ++i) {
            if (const Segment &segment = document.segments[i]; segment.target)
                replacements.push_back({i, segment.span, segment.target->text, segment.target->state});
        }
        QCOMPARE(spliced(document.text, formatById("ts")->write(document, replacements).value().splices), document.text);
    }
}

QTEST_GUILESS_MAIN(TsTest)
#include "tst_ts.moc"
