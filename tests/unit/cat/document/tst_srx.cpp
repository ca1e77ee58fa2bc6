#include "engine/cat/document/document_files.h"
#include "engine/cat/segmentation/sentence_breaker.h"
#include "engine/cat/segmentation/srx_rules.h"
#include "engine/cat/segmentation/tagged_sentences.h"
#include "engine/core/files.h"
#include "engine/core/spans.h"
#include "tests/support/rounds.h"

#include <unicode/regex.h>

#include <QTest>

#include <random>

using namespace interlinear;
using namespace interlinear::cat;
using interlinear::tests::rounds;

// SRX files, their rules, and the patterns in them: against ICU where ICU can say what is right.
class SrxTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void firstRuleDecides();
    void languagesHaveTheRulesOfTheirMaps();
    void foreignFile();
    void javaPatterns_data();
    void javaPatterns();
    void unreadableFilesAreNamed_data();
    void unreadableFilesAreNamed();
    void badPatternsAreNamed_data();
    void badPatternsAreNamed();
    void ownFileComesBack();
    void writtenRulesAreReadAgain();
    void truncatedFilesNeverCrash();
    void patternsFitAsIcuHasIt();
    void hostilePatternsEnd_data();
    void hostilePatternsEnd();
    void tagsGoWhereTheRulesSay_data();
    void tagsGoWhereTheRulesSay();
    void linesAreSegments();
};

namespace {

SrxRules rulesOf(std::vector<SrxRule> rules)
{
    SrxRules all;
    all.languages = {{"Only", std::move(rules)}};
    all.maps = {{".*", "Only"}};
    return all;
}

SentenceBreaker breakerOf(const SrxRules &rules, const std::string &language = "en")
{
    Result<SentenceBreaker> breaker = SentenceBreaker::create(language, rules);
    if (!breaker)
        qFatal("%s", breaker.error().sentence().c_str());
    return std::move(*breaker);
}

QString cut(SentenceBreaker &breaker, const std::string &text)
{
    std::string marked = text;
    const std::vector<std::size_t> breaks = breaker.breaks(text);
    for (auto at = breaks.rbegin(); at != breaks.rend(); ++at)
        marked.insert(*at, "|");
    return QString::fromStdString(marked);
}

SrxRules rulesInFile(const QString &path)
{
    const Result<std::string> bytes = readFile(path.toStdString());
    if (!bytes)
        qFatal("%s", bytes.error().sentence().c_str());
    Result<SrxRules> rules = readSrx(*bytes, path.toStdString());
    if (!rules)
        qFatal("%s", rules.error().sentence().c_str());
    return std::move(*rules);
}

}  // namespace

void SrxTest::firstRuleDecides()
{
    SentenceBreaker keeps = breakerOf(rulesOf({{false, "Dr\\.", "\\s"}, {true, "\\.", "\\s"}}));
    QCOMPARE(cut(keeps, "Dr. No. Yes."), "Dr. No.| Yes.");
    SentenceBreaker breaks = breakerOf(rulesOf({{true, "\\.", "\\s"}, {false, "Dr\\.", "\\s"}}));
    QCOMPARE(cut(breaks, "Dr. No. Yes."), "Dr.| No.| Yes.");
    SentenceBreaker everywhere = breakerOf(rulesOf({{true, "", ""}}));
    QCOMPARE(cut(everywhere, "aé語👍"), "a|é|語|👍");
}

void SrxTest::languagesHaveTheRulesOfTheirMaps()
{
    SrxRules rules;
    rules.languages = {{"General", {{true, "\\.", ""}}}, {"English", {{false, "x\\.", ""}}}, {"None", {}}};
    rules.maps = {{"EN.*", "English"}, {"(fr|it)", "None"}, {".*", "General"}};
    rules.cascade = true;
    SentenceBreaker english = breakerOf(rules, "en-GB");
    QCOMPARE(cut(english, "x.a.b"), "x.a.|b");
    SentenceBreaker french = breakerOf(rules, "fr");
    QCOMPARE(cut(french, "x.a.b"), "x.|a.|b");
    rules.cascade = false;
    SentenceBreaker onlyEnglish = breakerOf(rules, "en-GB");
    QCOMPARE(cut(onlyEnglish, "x.a.b"), "x.a.b");
}

void SrxTest::foreignFile()
{
    const SrxRules rules = rulesInFile(QString(INTERLINEAR_SOURCE_DIR) + "/tests/golden/segmentation/foreign.srx");
    QVERIFY(rules.cascade && rules.tags.isolated && !rules.tags.start);
    SentenceBreaker breaker = breakerOf(rules, "en-US");
    QCOMPARE(cut(breaker, "See Dr. Bell. Use PROF. Young, e.g. Boots! Who? me."), "See Dr. Bell. |Use PROF. Young, e.g. Boots! |Who? me.");
    QCOMPARE(cut(breaker, "J. Bell wrote [...] Then he left."), "J. Bell wrote [...] Then he left.");
    QCOMPARE(cut(breaker, "One. Two 'Three.' four\nFive。Six。seven"), "One. |Two 'Three.' four\n|Five。|Six。seven");
    QVERIFY(breaker.givenUp().empty());
}

void SrxTest::javaPatterns_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("marked");
    QTest::newRow("short class") << "\\pL!" << "a!| 1!";
    QTest::newRow("script") << "\\p{IsCyrillic}" << "aб|c";
    QTest::newRow("block") << "\\p{InCyrillic}" << "aб|c";
    QTest::newRow("Java's letters") << "\\p{javaLetter}1" << "a1|.1.";
    QTest::newRow("without") << "\\P{javaDigit}-" << "a-|1-2";
    QTest::newRow("quotation") << "\\Qa.b\\E" << "a.b|axb.";
    QTest::newRow("quotation in a class") << "[\\Q]-[\\E]x" << "]x|-x|[x|ax.";
    QTest::newRow("quotation to the end") << "\\Qa.b" << "a.b|axb.";
    QTest::newRow("flags") << "(?iu)ab" << "AB|ab|Ac";
    QTest::newRow("flags of a group") << "(?U:a)b" << "ab|Ab";
    QTest::newRow("surrogates") << "\\uD83D\\uDC4D" << "a👍|b";
    QTest::newRow("possessive") << "a++b" << "aab|ab|b";
    QTest::newRow("lookbehind without end") << "(?<=x\\s*)y" << "x  y|zy.";
    QTest::newRow("line end") << "a\\R" << "a\n|b";
    QTest::newRow("unpaired brackets") << "a]|b}" << "a]|b}|c";
    QTest::newRow("bracket first") << "[]x]y" << "]y|xy|ay.";
    QTest::newRow("intersection") << "[a-z&&[^b]]!" << "a!|b!c!|.";
    QTest::newRow("back reference") << "([ab])\\1" << "aa|bb|ab.";
    QTest::newRow("horizontal") << "\\h\\H" << "\ta|b";
    // As the rules of OmegaT, LanguageTool and Okapi have them, or nearly.
    QTest::newRow("possessive in a lookbehind") << "(?<=a++)b" << "aab|b.";
    QTest::newRow("possessive optional") << "a?+b" << "ab|b|.";
    QTest::newRow("possessive count") << "a{2,}+b" << "aaab|ab.";
    QTest::newRow("possessive that takes all") << "a*+ab" << "aab.";
    QTest::newRow("nested repetitions in a lookbehind") << "(?<=(?:a+b+)+)c" << "aabbabc|bc.";
    QTest::newRow("count without end in a lookbehind") << "(?<=x\\s{2,})y" << "x  y|x y.";
    QTest::newRow("class in a lookbehind") << "(?<=[*+]x)y" << "+xy|xy.";
    QTest::newRow("negative lookbehind without end") << "(?<!\\d\\s*)y" << "1  yzy|.";
    QTest::newRow("lookahead within") << "a(?=b)(?!bc)b" << "ab|dabc.";
    QTest::newRow("lower case") << "\\p{javaLowerCase}\\p{javaUpperCase}" << "éÉ|ÉÉ.";
    QTest::newRow("white space without no-break spaces") << "a\\p{javaWhitespace}" << "a |a\u00A0.";
    QTest::newRow("what is no white space in a class") << "[\\P{javaWhitespace}]!" << "\u00A0!| !";
    QTest::newRow("identifier") << "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}!" << "a1!|_$!|1a!.";
    QTest::newRow("identifier of Unicode") << "\\p{javaUnicodeIdentifierStart}!" << "é!|1!.";
    QTest::newRow("letter or digit in a class") << "[\\p{javaLetterOrDigit}-]!" << "a!|-!|.!.";
    QTest::newRow("not alphabetic in a class") << "[^\\p{javaAlphabetic}]!" << "1!|a!.";
    QTest::newRow("title case") << "\\p{IsTitlecase}!" << "\u01C5!|A!.";
    QTest::newRow("classes of Unicode by name") << "[\\p{IsAlphabetic}&&\\p{IsUppercase}]\\p{IsPunctuation}" << "A!|a!.";
    QTest::newRow("POSIX") << "\\p{Upper}\\p{Punct}\\p{Space}" << "A! |a! .";
    QTest::newRow("script and category by name") << "\\p{script=Greek}\\p{gc=Lu}" << "αA|aA.";
    QTest::newRow("block with a hyphen") << "\\p{InLatin-1Supplement}" << "é|a.";
    QTest::newRow("quotation of nothing") << "a\\Q\\Eb" << "ab|b.";
    QTest::newRow("quotation of brackets") << "\\Q([{+*?\\E" << "([{+*?|.";
    QTest::newRow("repeated quotation") << "\\Q.)\\E+" << ".)|a.)|)|a)." ;
    QTest::newRow("flag for all of Unicode") << "(?U)\\w!" << "é!|.!.";
    QTest::newRow("flags turned off") << "(?i)a(?-iu)b" << "Ab|AB.";
    QTest::newRow("flag of lines alone") << "(?d)a.b" << "axb|.";
    QTest::newRow("named group") << "(?<first>[ab])\\k<first>" << "aa|cab.";
    QTest::newRow("named group with digits") << "(?<g1>a)b" << "ab|b.";
    QTest::newRow("atomic group") << "(?>a+)b" << "aab|b.";
    QTest::newRow("intersection of three") << "[\\w&&[^\\d]&&[^_]]!" << "a!|1!_!.";
    QTest::newRow("intersection with a negated union") << "[^a-c[x-z]]!" << "m!|a!x!.";
    QTest::newRow("intersection without brackets") << "[a-m&&h-z]!" << "j!|b!t!.";
    QTest::newRow("range of hyphens") << "[+--]!" << "-!|,!|+!|.!";
    QTest::newRow("and sign alone in a class") << "[&a]!" << "&!|a!|b!.";
    QTest::newRow("octal of Java") << "\\0041" << "a!|b.";
    QTest::newRow("character by number") << "\\x{1F44D}" << "👍|b.";
    QTest::newRow("vertical space") << "a\\v" << "a\n|b.";
    QTest::newRow("cluster") << "a\\X!" << "ae\u0301!|a!.";
}

void SrxTest::javaPatterns()
{
    QFETCH(const QString, before);
    QFETCH(const QString, marked);
    SentenceBreaker breaker = breakerOf(rulesOf({{true, before.toStdString(), ""}}));
    QCOMPARE(cut(breaker, QString(marked).remove('|').toStdString()), marked);
}

void SrxTest::unreadableFilesAreNamed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("sentence");
    const QByteArray head = "<srx version=\"2.0\">\n<header cascade=\"yes\"/>\n<body>\n";
    QTest::newRow("empty") << QByteArray() << QByteArray("x.srx, line 1: is not well-formed XML");
    QTest::newRow("no XML") << QByteArray("rules\n") << QByteArray("x.srx, line");
    QTest::newRow("not closed") << head << QByteArray("x.srx, line 3: is not well-formed XML");
    QTest::newRow("another format") << QByteArray("\n<tmx/>") << QByteArray("x.srx, line 2: is no file of segmentation rules: it begins with 'tmx'");
    QTest::newRow("no maps") << head + "</body></srx>" << QByteArray("x.srx: maps no language to rules");
    QTest::newRow("map to nothing") << head + "<maprules><languagemap languagepattern=\"en\" languagerulename=\"E\"/></maprules></body></srx>"
                                    << QByteArray("maps 'en' to the rules 'E', which are not in the file");
    QTest::newRow("break perhaps") << head + "<languagerule languagerulename=\"E\">\n<rule break=\"perhaps\"/></languagerule></body></srx>"
                                   << QByteArray("x.srx, line 5: break is 'perhaps'; expected yes or no");
    QTest::newRow("unknown tags") << QByteArray("<srx><header>\n<formathandle type=\"both\" include=\"no\"/></header></srx>")
                                  << QByteArray("x.srx, line 2: type is 'both'; expected start, end or isolated");
}

void SrxTest::unreadableFilesAreNamed()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, sentence);
    const Result<SrxRules> rules = readSrx(bytes.toStdString(), "x.srx");
    QVERIFY(!rules.has_value());
    const QByteArray found = QByteArray::fromStdString(rules.error().sentence());
    QVERIFY2(found.contains(sentence), found);
}

void SrxTest::badPatternsAreNamed_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QByteArray>("sentence");
    QTest::newRow("open group") << "(a" << QByteArray("rule 2 of 'Only': '(a' is no regular expression that ICU takes");
    QTest::newRow("Java alone") << "a\\b{g}b" << QByteArray("rule 2 of 'Only': '\\b{g}' is a construct of Java that ICU has nothing for");
    QTest::newRow("unknown class") << "\\p{IsNothing}" << QByteArray("rule 2 of 'Only': '\\p{IsNothing}' is no regular expression that ICU takes");
    QTest::newRow("backslash alone") << "a\\" << QByteArray("rule 2 of 'Only': ");
}

void SrxTest::badPatternsAreNamed()
{
    QFETCH(const QString, before);
    QFETCH(const QByteArray, sentence);
    const Result<SentenceBreaker> breaker = SentenceBreaker::create("en", rulesOf({{true, "a", ""}, {true, before.toStdString(), ""}}));
    QVERIFY(!breaker.has_value());
    const QByteArray found = QByteArray::fromStdString(breaker.error().sentence());
    QVERIFY2(found.startsWith(sentence), found);
}

void SrxTest::ownFileComesBack()
{
    const Result<SrxRules> again = readSrx(writeSrx(*ownSrxRules()), "own");
    QVERIFY(again.has_value());
    QVERIFY(*again == *ownSrxRules());
    QVERIFY(*ownSrxRules() == rulesInFile(QString(INTERLINEAR_SOURCE_DIR) + "/resources/srx/default.srx"));
}

void SrxTest::writtenRulesAreReadAgain()
{
    const std::vector<std::string> pieces{"<", ">", "&", "\"", "'", "\n", "\r\n", "\t", " ", "  ", "]]>", "&amp;", "<!--", "é", "語", "👍", "\\s+", "[^a]", "\u2028", "x"};
    for (int seed = 1; seed <= rounds(500); ++seed) {
        std::mt19937 random(static_cast<unsigned>(seed));
        const auto text = [&] {
            std::string result;
            for (std::size_t i = random() % 6; i > 0; --i)
                result += pieces[random() % pieces.size()];
            return result;
        };
        SrxRules rules;
        rules.segmentSubflows = random() % 2;
        rules.cascade = random() % 2;
        rules.tags = {random() % 2 == 0, random() % 2 == 0, random() % 2 == 0};
        for (std::size_t language = 0; language < 1 + random() % 3; ++language) {
            rules.languages.push_back({text() + std::to_string(language), {}});
            for (std::size_t i = random() % 5; i > 0; --i)
                rules.languages.back().rules.push_back({random() % 2 == 0, text(), text()});
            rules.maps.push_back({text(), rules.languages[random() % rules.languages.size()].name});
        }
        const std::string file = writeSrx(rules);
        const Result<SrxRules> again = readSrx(file, "again");
        QVERIFY2(again.has_value() && *again == rules, ("seed " + std::to_string(seed) + "\n" + file).c_str());
    }
}

void SrxTest::truncatedFilesNeverCrash()
{
    const std::string_view file = ownSrxFile();
    for (std::size_t length = 0; length < file.size(); length += 97)
        QVERIFY(!readSrx(file.substr(0, length), "cut").has_value());
}

// Random patterns that the automata run, each place of random texts: what ICU finds looking back and ahead.
void SrxTest::patternsFitAsIcuHasIt()
{
    const std::vector<std::string> atoms{"a",   "b",     "\\.",   " ",   "[ab]",       "[^a]",  "\\s", "\\S",   "\\w",           "\\W",  "\\d", ".",
                                         "\\b", "\\B",   "^",     "é",   "\\p{Lu}",    "\\P{L}", "A",   "[a-c&&[^b]]", "(?i:a)", "\\h", "1",   "\\u3002",
                                         "[\\p{L}\\d]", "\\x{1F44D}", "[^\\s.]", "\\v"};
    const std::vector<std::string> quantifiers{"*", "+", "?", "{2}", "{1,2}", "{0,3}", "*?", "+?"};
    const std::vector<std::string> characters{"a", "b", "c", "A", "B", ".", " ", "\n", "é", "É", "1", "。", "👍", "_", "\t", "-"};
    for (int seed = 1; seed <= rounds(1500); ++seed) {
        std::mt19937 random(static_cast<unsigned>(seed));
        const auto pick = [&](const auto &list) { return list[random() % list.size()]; };
        const auto pattern = [&](auto &self, int depth) -> std::string {
            std::string result;
            for (std::size_t i = random() % 4; i > 0; --i) {
                const std::string atom = depth > 0 && random() % 4 == 0 ? "(?:" + self(self, depth - 1) + "|" + self(self, depth - 1) + ")" : pick(atoms);
                const bool alone = atom.starts_with("(?:") || atom == "\\b" || atom == "\\B" || atom == "^";
                result += atom + (!alone && random() % 3 == 0 ? pick(quantifiers) : "");
            }
            return result;
        };
        const std::string before = pattern(pattern, 2);
        const std::string after = pattern(pattern, 2);
        std::string text;
        for (int i = 0; i < 24; ++i)
            text += pick(characters);

        std::string bounded;   // as far as the text goes
        for (const char c : before)
            bounded += c == '*' ? "{0,30}" : c == '+' ? "{1,30}" : std::string{c};
        UErrorCode status = U_ZERO_ERROR;
        const icu::UnicodeString characters16 = icu::UnicodeString::fromUTF8(text);
        icu::RegexMatcher icu(icu::UnicodeString::fromUTF8("(?<=(?:" + bounded + "))(?=" + after + ")"), characters16, 0, status);
        icu.setTimeLimit(100, status);   // a pattern that ICU takes too long for has no judge
        icu.useTransparentBounds(true);
        icu.useAnchoringBounds(false);
        QVERIFY2(U_SUCCESS(status), (before + " / " + after).c_str());
        std::vector<std::size_t> expected;
        const Utf16Map map(text);
        for (std::int32_t at = characters16.moveIndex32(0, 1); at < characters16.length(); at = characters16.moveIndex32(at, 1)) {
            icu.region(at, characters16.length(), status);
            if (icu.lookingAt(status))
                expected.push_back(map.toBytes(static_cast<std::size_t>(at)));
        }
        if (U_FAILURE(status))
            continue;
        SentenceBreaker breaker = breakerOf(rulesOf({{true, before, after}}));
        QVERIFY2(breaker.breaks(text) == expected,
                 ("seed " + std::to_string(seed) + ": '" + before + "' / '" + after + "' in '" + text + "'\n" + cut(breaker, text).toStdString()).c_str());
    }
}

void SrxTest::hostilePatternsEnd_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<bool>("givenUp");
    QTest::newRow("nested repetitions") << "(a+)+b" << "" << false;
    QTest::newRow("nested repetitions ahead") << "" << "(a*)*b" << false;
    QTest::newRow("for ICU") << "" << "(?=(a+)+(a+)+(a+)+b)" << true;
    QTest::newRow("for ICU, looking back") << "(?=a)((a+)+)+\\1b" << "" << true;
    QTest::newRow("many copies") << "((a{1,900}){1,900}){1,900}b" << "" << true;
    QTest::newRow("deep") << QString("(").repeated(3000) + "a" + QString(")").repeated(3000) << "" << false;
}

void SrxTest::hostilePatternsEnd()
{
    QFETCH(const QString, before);
    QFETCH(const QString, after);
    QFETCH(const bool, givenUp);
    Result<SentenceBreaker> breaker = SentenceBreaker::create("en", rulesOf({{true, before.toStdString(), after.toStdString()}}));
    if (!breaker)
        return;   // that ICU does not take it is an answer
    breaker->breaks(std::string(20000, 'a') + "c");
    QVERIFY(!breaker->givenUp().empty() || !givenUp);
}

void SrxTest::tagsGoWhereTheRulesSay_data()
{
    QTest::addColumn<bool>("isolatedBefore");
    QTest::addColumn<std::vector<InlineTag>>("tags");   // all at byte 4, of "One. Two."
    QTest::addColumn<std::size_t>("expected");          // how many of them the first segment has
    const InlineTag isolated{1, TagKind::Standalone, 4, "<x/>", {}};
    const InlineTag open{2, TagKind::Open, 4, "<b>", {}};
    const InlineTag close{2, TagKind::Close, 4, "</b>", {}};
    QTest::newRow("isolated after") << false << std::vector{isolated} << std::size_t(0);
    QTest::newRow("isolated before") << true << std::vector{isolated} << std::size_t(1);
    QTest::newRow("pair") << true << std::vector{open, close} << std::size_t(0);
    QTest::newRow("isolated, pair") << true << std::vector{isolated, open, close} << std::size_t(1);
    QTest::newRow("pair with isolated") << true << std::vector{open, isolated, close} << std::size_t(0);
}

void SrxTest::tagsGoWhereTheRulesSay()
{
    QFETCH(const bool, isolatedBefore);
    QFETCH(const std::vector<InlineTag>, tags);
    QFETCH(const std::size_t, expected);
    SrxRules rules = rulesOf({{true, "\\.", "\\s"}});
    rules.tags.isolated = isolatedBefore;
    SentenceBreaker breaker = breakerOf(rules);
    const std::vector<TaggedSentence> sentences = taggedSentences({"One. Two.", tags}, breaker);
    QCOMPARE(sentences.size(), 2U);
    QCOMPARE(sentences[0].tagEnd, expected);
    QCOMPARE(sentences[1].firstTag, expected);
    QCOMPARE(sentences[1].tagEnd, tags.size());
}

void SrxTest::linesAreSegments()
{
    const std::string text = "One. Two.\nthree\n\nFour. Five.\n";
    DocumentRules rules;
    const auto texts = [&] {
        QStringList found;
        const Result<Document> document = parseDocument(text, "text", "en", "a.txt", rules);
        for (const Segment &segment : document->segments)
            found << QString::fromStdString(segment.source.text);
        return found;
    };
    QCOMPARE(texts(), QStringList({"One.", "Two. three", "Four.", "Five."}));
    rules.segmentsAreLines = true;
    QCOMPARE(texts(), QStringList({"One. Two.", "three", "Four. Five."}));
    rules.segmentsAreLines = false;
    rules.segmentation = std::make_shared<const SrxRules>(rulesOf({{true, "T", ""}}));
    QCOMPARE(texts(), QStringList({"One. T", "wo. three", "Four. Five."}));
}

QTEST_APPLESS_MAIN(SrxTest)
#include "tst_srx.moc"
