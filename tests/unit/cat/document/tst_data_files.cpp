// Files of keys and values: what is offered of them, and that translations come back as they were typed and as other programs read them.
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/cat/document/target_text.h"
#include "engine/cat/segmentation/white_space.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/document/random_edits.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

class DataFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void untouchedOrCutFilesComeBack_data() { samples(); }
    void untouchedOrCutFilesComeBack();
    void randomEditsComeBack_data() { samples(); }
    void randomEditsComeBack();
    void lineEndsOfAYamlValueStayWhatTheyAre();
    void randomTranslationsComeBackInTheirColumn();
    void hostileFilesAreRefused_data();
    void hostileFilesAreRefused();
    void typedMarksAreEscaped_data();
    void typedMarksAreEscaped();
    void rulesDecide_data();
    void rulesDecide();
    void encodingsAreKept();
    void desktopEntriesGetTheirLanguageBesideThem();
    void aLineOfAnIniFileDoesNotBecomeAKey();
    void noCharacterIsANumberInCData();
    void loneCarriageReturnsPartWordsInIniFiles();
    void noQuotesComeBeforeATabThatBeginsALineOfYaml();

private:
    static void samples();
};

namespace {

const DocumentRules everything{{"*"}, {}};

Document read(const std::string &bytes, const std::string &format, const DocumentRules &rules)
{
    Result<Document> document = parseDocument(bytes, format, "en", "sample", rules);
    if (!document)
        qFatal("%s\n%s", document.error().sentence().c_str(), bytes.c_str());
    return std::move(*document);
}

std::string withoutSpaceAround(std::string_view text)
{
    text.remove_prefix(leadingWhiteSpace(text));
    text.remove_suffix(trailingWhiteSpace(text));
    return std::string(text);
}

// As a program has it: breaks as the characters they stand for, placeholders as they are; only the ends of pairs are told apart.
std::string plain(const TaggedText &text)
{
    std::string result;
    std::size_t at = 0;
    for (const InlineTag &tag : text.tags) {
        result.append(text.text, at, tag.offset - at);
        at = tag.offset;
        result += tag.display == "↵" ? "\n" : tag.display == "⇥" ? "\t" : tag.display == "\\r" ? "" : tag.kind == TagKind::Standalone ? tag.display : "<" + tag.display + ">";
    }
    result.append(text.text, at);
    std::erase(result, '\r');
    return withoutSpaceAround(result);
}

std::string withoutSpace(std::string text)
{
    std::erase_if(text, [](char c) { return c == '\n' || c == '\r' || c == '\t' || c == ' '; });
    return text;
}

struct Judge {
    const char *format;
    const char *check;
};

// Each reads one file "path" or raises.
constexpr Judge judges[] = {
    {"json", "import json; json.loads(open(path, encoding='utf-8-sig').read())"},
    {"table", "import csv; list(csv.reader(open(path, encoding='utf-8-sig', newline=''), delimiter=';', strict=True))"},
    {"android", "import xml.dom.minidom as m; m.parse(path)"},
    {"resx", "import xml.dom.minidom as m; m.parse(path)"},
    {"yaml", "import yaml; list(yaml.safe_load_all(open(path, encoding='utf-8')))"},
    {"stringsdict", "import plistlib; plistlib.load(open(path, 'rb'))"},
    {"desktop", "import configparser; c = configparser.ConfigParser(interpolation=None, strict=False); c.optionxform = str; c.read(path, encoding='utf-8')"},
};

// Empty, or what python3 says of one of the files.
QByteArray judged(const std::string &format, const QDir &folder)
{
    for (const Judge &judge : judges) {
        if (format != judge.format)
            continue;
        if (format == "yaml" && QProcess::execute("python3", {"-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('yaml') is None)"}) != 0)
            return {};
        QProcess python;
        python.start("python3", {"-c", QString("import glob\nfor path in sorted(glob.glob(r'%1/*')):\n    try:\n        %2\n    except Exception as e:\n"
                                               "        raise SystemExit(path + ': ' + str(e) + '\\n' + open(path, encoding='utf-8').read())").arg(folder.path(), judge.check)});
        python.waitForFinished(-1);
        return python.exitCode() == 0 ? QByteArray() : python.readAllStandardError();
    }
    return {};
}

}  // namespace

void DataFilesTest::samples()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("bytes");
    const QDir folder(INTERLINEAR_SOURCE_DIR "/tests/golden/documents/verify");
    for (const QString &name : folder.entryList({"data-*"}, QDir::Dirs)) {
        const QString path = folder.filePath(name + "/" + QDir(folder.filePath(name)).entryList({"input.*"}).value(0));
        const Result<Document> document = readDocument(path.toStdString(), "en");
        if (!document)
            qFatal("%s", document.error().sentence().c_str());
        QTest::newRow(qPrintable(name)) << QString::fromStdString(document->format) << QString::fromStdString(document->text);
    }
}

void DataFilesTest::untouchedOrCutFilesComeBack()
{
    QFETCH(const QString, format);
    QFETCH(const QString, bytes);
    const std::string whole = bytes.toStdString();
    const std::size_t step = 1 + whole.size() / 300;
    for (std::size_t length = 0; length <= whole.size(); length += length + step > whole.size() && length < whole.size() ? whole.size() - length : step) {
        const std::string cut = whole.substr(0, length);
        const Result<Document> document = parseDocument(cut, format.toStdString(), "en", "sample", everything);
        if (length == whole.size())
            QVERIFY2(document, document ? "" : document.error().sentence().c_str());
        if (!document)
            continue;
        std::size_t behind = 0;
        for (const Segment &segment : document->segments) {
            QVERIFY(segment.source.isWellFormed() && segment.span.begin >= behind && segment.span.begin < segment.span.end);
            behind = segment.span.end;
        }
        QCOMPARE(exportDocument(*document, Targets(document->segments.size())).value(), cut);
    }
}

void DataFilesTest::randomEditsComeBack()
{
    QFETCH(const QString, format);
    QFETCH(const QString, bytes);
    const bool oneLine = format == "desktop" || format == "ini";
    const Document document = read(bytes.toStdString(), format.toStdString(), everything);
    QVERIFY(!document.segments.empty());
    const QTemporaryDir folder;
    for (int round = 1; round <= interlinear::tests::rounds(200); ++round) {
        RandomEdits edits(static_cast<unsigned>(round));
        Targets targets(document.segments.size());
        for (std::size_t i = 0; i < targets.size(); ++i) {
            if (edits.oneIn(3))
                continue;
            targets[i] = edits.translationOf(document.segments[i]);
            targets[i]->text.text += " end";
            if (!withCodesOf(document.segments[i].source, targets[i]->text))   // the code of a plural in another order
                targets[i].reset();
        }
        const Result<std::string> exported = exportDocument(document, targets);
        QVERIFY2(exported, exported ? "" : exported.error().sentence().c_str());
        const std::string &written = *exported;
        const std::string context = "round " + std::to_string(round) + "\n" + written;
        const Result<Document> again = parseDocument(written, format.toStdString(), "en", "again", everything);
        QVERIFY2(again, ((again ? "" : again.error().sentence()) + context).c_str());
        if (again->segments.size() != document.segments.size()) {
            for (const Segment &segment : again->segments)
                qInfo("%s: %s", segment.facts.id.c_str(), toNotation(segment.source).c_str());
            QFAIL(context.c_str());
        }
        for (std::size_t i = 0; i < targets.size(); ++i) {
            QVERIFY2(again->segments[i].facts.id == document.segments[i].facts.id, context.c_str());
            std::string wanted = plain(targets[i] ? targets[i]->text : document.segments[i].source);
            std::string got = plain(again->segments[i].source);
            if (oneLine) {
                wanted = withoutSpace(wanted);
                got = withoutSpace(got);
            }
            QVERIFY2(got == wanted, ("\"" + got + "\" should be \"" + wanted + "\" in " + context).c_str());
        }
        QFile file(folder.filePath(QString::number(round)));
        QVERIFY(round > 200 || (file.open(QIODevice::WriteOnly) && file.write(written.data(), static_cast<qint64>(written.size())) >= 0));
    }
    if (QStandardPaths::findExecutable("python3").isEmpty())
        QSKIP("python3 is not there to judge");
    const QByteArray problem = judged(format.toStdString(), QDir(folder.path()));
    QVERIFY2(problem.isEmpty(), problem.constData());
}

void DataFilesTest::lineEndsOfAYamlValueStayWhatTheyAre()
{
    const Document document = read("a: \"One\\r\\ntwo\\tthree\"\n", "yaml", {});
    TaggedText target = document.segments.at(0).source;
    target.text.replace(0, 3, "Six");
    QCOMPARE(exportDocument(document, {target}).value(), "a: \"Six\\r\\ntwo\\tthree\"\n");
}

void DataFilesTest::randomTranslationsComeBackInTheirColumn()
{
    const std::string file = "key;en;de;note\na;One;;\nb;\"Two; %s\";Zwei;x\nc;Three {0};\"\";\"y\"\nd;\"Four\nlines\";\"Vier;\";\n";
    const DocumentRules rules{.columns = {"en"}, .targetColumn = "de"};
    const Document document = read(file, "table", rules);
    QCOMPARE(document.segments.size(), 4U);
    QCOMPARE(exportDocument(document, Targets(4)).value(), file);
    const QTemporaryDir folder;
    for (int round = 1; round <= interlinear::tests::rounds(200); ++round) {
        RandomEdits edits(static_cast<unsigned>(round));
        Targets targets(document.segments.size());
        for (std::size_t i = 0; i < targets.size(); ++i) {
            if (!edits.oneIn(3))
                targets[i] = edits.oneIn(8) ? SegmentTarget(TaggedText{}) : edits.translationOf(document.segments[i]);
        }
        const std::string written = exportDocument(document, targets).value();
        const Document again = read(written, "table", rules);
        QCOMPARE(again.segments.size(), document.segments.size());
        for (std::size_t i = 0; i < targets.size(); ++i) {
            const FileTarget none;
            const TaggedText &wanted = targets[i] ? targets[i]->text : document.segments[i].target.value_or(none).text;
            QCOMPARE(again.segments[i].source, document.segments[i].source);
            QVERIFY2(plain(again.segments[i].target.value_or(none).text) == plain(wanted), written.c_str());
        }
        QFile out(folder.filePath(QString::number(round)));
        QVERIFY(round > 200 || (out.open(QIODevice::WriteOnly) && out.write(written.data(), static_cast<qint64>(written.size())) >= 0));
    }
    if (QStandardPaths::findExecutable("python3").isEmpty())
        QSKIP("python3 is not there to judge");
    const QByteArray problem = judged("table", QDir(folder.path()));
    QVERIFY2(problem.isEmpty(), problem.constData());
}

void DataFilesTest::hostileFilesAreRefused_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("where");
    QTest::newRow("JSON, a comma too many") << "json" << QByteArray("{\n \"a\": \"b\",\n}") << "line 3";
    QTest::newRow("JSON, a comment") << "json" << QByteArray("{\n// no\n}") << "line 2";
    QTest::newRow("JSON, two values") << "json" << QByteArray("{}\n{}") << "line 2";
    QTest::newRow("JSON, deep") << "json" << QByteArray(3000000, '[') << "line 1";
    QTest::newRow("JSON, an open text") << "json" << QByteArray("[\n\"a\nb\"]") << "line 2";
    QTest::newRow("JSON, a bad escape") << "json" << QByteArray("[\n\"\\x41\"]") << "line 2";
    QTest::newRow("JSON, a leading zero") << "json" << QByteArray("[01]") << "line 1";
    QTest::newRow("CSV, an open quote") << "table" << QByteArray("a,b\nc,\"d\n") << "line 2";
    QTest::newRow("CSV, text behind a quote") << "table" << QByteArray("a,b\nc,\"d\"e\n") << "line 2";
    QTest::newRow("Android, not closed") << "android" << QByteArray("<resources>\n<string name='a'>b</resources>") << "line 2";
    QTest::newRow("YAML, a tab") << "yaml" << QByteArray("a: b\nc:\n\t- d\n") << "line 3";
    QTest::newRow("strings, no semicolon") << "strings" << QByteArray("\"a\" = \"b\";\n\"c\" = \"d\"\n\"e\" = \"f\";") << "line 3";
    QTest::newRow("RESX, cut") << "resx" << QByteArray("<root>\n<data name='a'><value>b") << "line 2";
    QTest::newRow("properties, half an escape") << "properties" << QByteArray("a=b\nc=\\u12\n") << "line 2";
}

void DataFilesTest::hostileFilesAreRefused()
{
    QFETCH(const QString, format);
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, where);
    const Result<Document> document = parseDocument(bytes.toStdString(), format.toStdString(), "en", "bad");
    QVERIFY(!document);
    QCOMPARE(QString::fromStdString(document.error().where), "bad, " + where);
}

void DataFilesTest::typedMarksAreEscaped_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("after");
    QTest::newRow("JSON") << "json" << R"({"a": "One two"})" << "\"q\" \\\n" "end" << R"({"a": "\"q\" \\\nend"})";
    QTest::newRow("CSV, bare") << "table" << "key;text\nk;One two\n" << "1; \"2\"" << "key;text\nk;\"1; \"\"2\"\"\"\n";
    QTest::newRow("CSV, quoted") << "table" << "key,text\nk,\"One two\"\n" << "1, \"2\"" << "key,text\nk,\"1, \"\"2\"\"\"\n";
    QTest::newRow("properties") << "properties" << "a = One two\n" << "= ü\\\n!" << "a = \\= \\u00FC\\\\\\n!\n";
    QTest::newRow("Android") << "android" << "<resources><string name=\"a\">One two</string></resources>" << "?it's <\"b\">\n\\  c"
                             << R"(<resources><string name="a">\?it\'s &lt;\"b\">\n\\ \u0020c</string></resources>)";
    QTest::newRow("Android, CDATA") << "android" << "<resources><string name=\"a\"><![CDATA[One <b>two</b>]]></string></resources>" << "it's <b>]]></b> & so"
                                    << R"(<resources><string name="a"><![CDATA[it\'s <b>]]\u003e</b> & so]]></string></resources>)";
    QTest::newRow("YAML, plain") << "yaml" << "a: One two  # why\nb: 1\n" << "Eins zwei" << "a: Eins zwei  # why\nb: 1\n";
    QTest::newRow("YAML, plain no more") << "yaml" << "a: One two\n" << "Eins: zwei" << "a: \"Eins: zwei\"\n";
    QTest::newRow("YAML, single quotes") << "yaml" << "a: 'One two'\n" << "it's #1" << "a: 'it''s #1'\n";
    QTest::newRow("YAML, literal") << "yaml" << "a: |\n  One two\nb: 1\n" << "Eins\nzwei" << "a: |\n  Eins\n  zwei\nb: 1\n";
    QTest::newRow("RESX") << "resx" << "<root><data name=\"a\"><value>One two</value></data></root>" << "a<b> & ]]>"
                          << "<root><data name=\"a\"><value>a&lt;b> &amp; ]]&gt;</value></data></root>";
}

void DataFilesTest::typedMarksAreEscaped()
{
    QFETCH(const QString, format);
    QFETCH(const QString, before);
    QFETCH(const QString, target);
    QFETCH(const QString, after);
    const Document document = read(before.toStdString(), format.toStdString(), {});
    QCOMPARE(document.segments.size(), 1U);
    const std::string written = exportDocument(document, {SegmentTarget(TaggedText{target.toStdString(), {}})}).value();
    QCOMPARE(QString::fromStdString(written), after);
}

void DataFilesTest::rulesDecide_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("bytes");
    QTest::addColumn<QStringList>("keys");
    QTest::addColumn<QStringList>("columns");
    QTest::addColumn<QString>("offered");
    const QString json = R"({"a": {"title": "One", "id": "two"}, "b": {"title": "x_y"}})";
    QTest::newRow("JSON, looks") << "json" << json << QStringList() << QStringList() << "One|two";
    QTest::newRow("JSON, one pattern") << "json" << json << QStringList{"*.title"} << QStringList() << "One|x_y";
    QTest::newRow("JSON, looks but") << "json" << json << QStringList{"!a.title"} << QStringList() << "two";
    QTest::newRow("JSON, all but") << "json" << json << QStringList{"*", "!a.*"} << QStringList() << "x_y";
    const QString table = "id,en,de\n1,Apple,Apfel\n2,Pear,Birne\n";
    QTest::newRow("table, looks") << "table" << table << QStringList() << QStringList() << "Apple|Apfel|Pear|Birne";
    QTest::newRow("table, by name") << "table" << table << QStringList() << QStringList{"de"} << "Apfel|Birne";
    QTest::newRow("table, by number") << "table" << table << QStringList() << QStringList{"2"} << "Apple|Pear";
    QTest::newRow("table, by a long number") << "table" << QString(123'455, QLatin1Char(',')) + "Pear\n" << QStringList() << QStringList{"123456"} << "Pear";
    QTest::newRow("table without names") << "table" << "Hello there;1,5\nGood bye;2,5\n" << QStringList() << QStringList() << "Hello there|Good bye";
}

void DataFilesTest::rulesDecide()
{
    QFETCH(const QString, format);
    QFETCH(const QString, bytes);
    QFETCH(const QStringList, keys);
    QFETCH(const QStringList, columns);
    QFETCH(const QString, offered);
    DocumentRules rules;
    for (const QString &key : keys)
        rules.keys.push_back(key.toStdString());
    for (const QString &column : columns)
        rules.columns.push_back(column.toStdString());
    QStringList found;
    for (const Segment &segment : read(bytes.toStdString(), format.toStdString(), rules).segments)
        found << QString::fromStdString(segment.source.text);
    QCOMPARE(found.join('|'), offered);
}

void DataFilesTest::encodingsAreKept()
{
    const Document latin = read("a=caf\xE9 au lait\n", "properties", {});
    QCOMPARE(exportDocument(latin, {SegmentTarget({"thé, 5 €", {}})}).value(), std::string("a=th\xE9, 5 \\u20AC\n"));
    const Document utf8 = read("a=café au lait\n", "properties", {});
    QCOMPARE(exportDocument(utf8, {SegmentTarget({"5 €", {}})}).value(), std::string("a=5 €\n"));
}

void DataFilesTest::desktopEntriesGetTheirLanguageBesideThem()
{
    Document document = read("[Desktop Entry]\nName=Tide pool\nName[cs]=Bazének\nName[fr]=Mare\nGenericName=Photo manager\nGenericName[de]=Bilder\nExec=tide\n", "desktop", {});
    QCOMPARE(document.segments.size(), std::size_t(2));
    const Targets targets{SegmentTarget({"Gezeitenbecken", {}}), SegmentTarget({"Bilderverwaltung", {}})};
    document.targetLanguage = "de";
    QCOMPARE(exportDocument(document, targets).value(),
             std::string("[Desktop Entry]\nName=Tide pool\nName[cs]=Bazének\nName[de]=Gezeitenbecken\nName[fr]=Mare\nGenericName=Photo manager\n"
                         "GenericName[de]=Bilderverwaltung\nExec=tide\n"));
    document.targetLanguage = "sr-Latn";
    QVERIFY(exportDocument(document, targets).value().ends_with("GenericName[de]=Bilder\nGenericName[sr@latin]=Bilderverwaltung\nExec=tide\n"));
    document.targetLanguage.clear();
    QVERIFY(exportDocument(document, targets).value().starts_with("[Desktop Entry]\nName=Gezeitenbecken\nName[cs]"));
}

void DataFilesTest::noCharacterIsANumberInCData()
{
    const Document document = read("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<resources>\n<string name=\"a\"><![CDATA[Good <b>morning</b>]]></string>\n</resources>\n", "android", {});
    QCOMPARE(document.segments.size(), std::size_t(1));
    TaggedText target = document.segments[0].source;
    target.text += " 5 \u20AC";
    const auto exported = exportDocument(document, {SegmentTarget(target)});
    QVERIFY(!exported);   // a reader would see "&#8364;" there, not the sign
}

void DataFilesTest::loneCarriageReturnsPartWordsInIniFiles()
{
    const Document document = read("a = two words\n", "ini", {});
    QCOMPARE(exportDocument(document, {SegmentTarget({"zwei\rWorte", {}})}).value(), std::string("a = zwei Worte\n"));
    QCOMPARE(exportDocument(document, {SegmentTarget({"zwei\r\nWorte", {}})}).value(), std::string("a = zwei Worte\n"));
}

void DataFilesTest::aLineOfAnIniFileDoesNotBecomeAKey()
{
    const Document document = read("tip = One word\n  more words\npath = C:\\dir\\\nlast = The end\n", "ini", {});
    QCOMPARE(document.segments.size(), std::size_t(2));
    TaggedText target{"keya=b", document.segments[0].source.tags};
    target.tags[0].offset = 3;
    QCOMPARE(exportDocument(document, {SegmentTarget(target), std::nullopt}).value(), std::string("tip = key a=b\npath = C:\\dir\\\nlast = The end\n"));
    target.text = "keyword";
    QCOMPARE(exportDocument(document, {SegmentTarget(target), std::nullopt}).value(), std::string("tip = key\n  word\npath = C:\\dir\\\nlast = The end\n"));
}

void DataFilesTest::noQuotesComeBeforeATabThatBeginsALineOfYaml()
{
    const std::string file = "One word\n\t\n";
    const Document document = read(file, "yaml", everything);
    QCOMPARE(exportDocument(document, {SegmentTarget({"Ein Wort", {}})}).value(), std::string("Ein Wort\n\t\n"));
    const Result<PartialExport> quoted = exportWhatFits(document, {SegmentTarget({"\"Ein\" Wort", {}})});
    QVERIFY(quoted);
    QCOMPARE(quoted->refused.size(), std::size_t(1));
    QCOMPARE(quoted->bytes, file);
}

QTEST_GUILESS_MAIN(DataFilesTest)
#include "tst_data_files.moc"
