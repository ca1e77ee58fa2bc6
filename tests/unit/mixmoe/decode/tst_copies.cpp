// What the model does not read comes back where it belongs: addresses, placeholders, emoji, code, line breaks, numbers.
#include "engine/mixmoe/decode/translate.h"
#include "tests/support/tiny_model.h"
#include "tests/unit/mixmoe/decode/scripted_runtime.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

using Words = std::vector<std::pair<std::string, std::string>>;

InlineTag open(int id, std::size_t offset, std::string code = "**") { return {id, TagKind::Open, offset, std::move(code), ""}; }
InlineTag close(int id, std::size_t offset, std::string code = "**") { return {id, TagKind::Close, offset, std::move(code), ""}; }
InlineTag code(int id, std::size_t offset) { return {id, TagKind::Standalone, offset, "`code`", "code"}; }
InlineTag lineBreak(int id, std::size_t offset) { return {id, TagKind::Standalone, offset, "\\\n", "↵"}; }

std::string shown(const TaggedText &text)
{
    std::string out = text.text;
    for (auto tag = text.tags.rbegin(); tag != text.tags.rend(); ++tag)
        out.insert(tag->offset, tag->code);
    return out;
}

struct Outcome {
    std::string read;
    Translation translation;
};

Outcome translated(const TaggedText &source, const Words &words)
{
    const auto model = tinyModel();
    ScriptedRuntime runtime(model, words);
    auto translation = translate(runtime, *model, {.source = source, .from = "en", .to = "de"}, {}, {});
    if (!translation)
        qFatal("%s", translation.error().sentence().c_str());
    return {runtime.readText, std::move(*translation)};
}

}  // namespace

class CopiesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readAndPutBack_data();
    void readAndPutBack();
    void nothingToReadIsItsOwnTarget();
    void wrongNumberIsCorrected();
    void lostNumberIsSaid();
    void linksPointIntoTheTextsAsGiven();
};

void CopiesTest::readAndPutBack_data()
{
    QTest::addColumn<TaggedText>("source");
    QTest::addColumn<Words>("words");
    QTest::addColumn<std::string>("read");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char *name, const TaggedText &source, const Words &words, const char *read, const char *expected) {
        QTest::newRow(name) << source << words << std::string(read) << std::string(expected);
    };
    row("code at the end of a sentence", {"The word is .", {code(1, 12)}}, {{"Das", "The"}, {"Wort", "word"}, {"ist", "is"}, {".", "."}}, "The word is.",
        "Das Wort ist `code`.");
    row("code between words", {"The word is  here", {code(1, 12)}}, {{"Das", "The"}, {"Wort", "word"}, {"ist", "is"}, {"hier", "here"}}, "The word is here",
        "Das Wort ist `code` hier");
    row("code at the start", {" is here", {code(1, 0)}}, {{"ist", "is"}, {"hier", "here"}}, "is here", "`code` ist hier");
    row("code at the end, and a stop that the source has not", {"Open ", {code(1, 5)}}, {{"Offen", "Open"}, {".", "Open"}}, "Open", "Offen `code`.");
    row("code before a stop that comes from another word", {"Send it .", {code(1, 8)}}, {{"Senden", "Send"}, {"es", "it"}, {".", "it"}}, "Send it.",
        "Senden es `code`.");
    row("code in brackets", {"word () here", {code(1, 6)}}, {{"Wort", "word"}, {"(", "("}, {")", ")"}, {"hier", "here"}}, "word () here", "Wort(`code`) hier");
    row("code that leans on a hyphen", {"a -word", {code(1, 2)}}, {{"ein", "a"}, {"-", "-"}, {"Wort", "word"}}, "a -word", "ein `code`- Wort");
    row("line break between words", {"blackand big", {lineBreak(1, 5)}}, {{"schwarz", "black"}, {",", "black"}, {"und", "and"}, {"gross", "big"}}, "black and big",
        "schwarz,\\\nund gross");
    row("line break before a mark", {"blackand", {lineBreak(1, 5)}}, {{"schwarz", "black"}, {",", "and"}, {"und", "and"}}, "black and", "schwarz,\\\nund");
    row("web address", {"See https://example.org/?a=1 now", {}}, {{"Siehe", "See"}, {"jetzt", "now"}}, "See now", "Siehe https://example.org/?a=1 jetzt");
    row("placeholder and mark", {"Hello {name}, come", {}}, {{"Hallo", "Hello"}, {",", ","}, {"komm", "come"}}, "Hello, come", "Hallo {name}, komm");
    row("emoji", {"Good 👍", {}}, {{"Gut", "Good"}}, "Good", "Gut 👍");
    row("two side by side", {"Good {a} {b}", {}}, {{"Gut", "Good"}}, "Good", "Gut {a} {b}");
    row("in a pair", {"See example.org now", {open(1, 4), close(1, 15)}}, {{"Siehe", "See"}, {"jetzt", "now"}}, "See now", "Siehe **example.org** jetzt");
    row("code in a pair with a word", {"See word  now", {open(1, 4), code(2, 9), close(1, 9)}}, {{"Siehe", "See"}, {"Wort", "word"}, {"jetzt", "now"}}, "See word now",
        "Siehe **Wort `code`** jetzt");
}

void CopiesTest::readAndPutBack()
{
    QFETCH(TaggedText, source);
    QFETCH(Words, words);
    QFETCH(std::string, read);
    QFETCH(std::string, expected);
    const Outcome outcome = translated(source, words);
    QCOMPARE(QString::fromStdString(outcome.read), QString::fromStdString(read));
    QCOMPARE(QString::fromStdString(shown(outcome.translation.target)), QString::fromStdString(expected));
    QVERIFY(sameTags(outcome.translation.target, source) && outcome.translation.target.isWellFormed());
}

void CopiesTest::nothingToReadIsItsOwnTarget()
{
    for (const TaggedText &source : {TaggedText{" https://example.org. ", {}}, TaggedText{"👍 {name}", {}}, TaggedText{": ", {code(1, 0), code(2, 2)}}}) {
        const Outcome outcome = translated(source, {});
        QCOMPARE(outcome.translation.target, source);
        QVERIFY(outcome.read.empty());
    }
}

void CopiesTest::wrongNumberIsCorrected()
{
    const Outcome outcome = translated({"Tom has 3 {what}", {}}, {{"Tom", "Tom"}, {"hat", "has"}, {"120", "3"}});
    QCOMPARE(outcome.translation.target.text, std::string("Tom hat 3 {what}"));
    QVERIFY(!outcome.translation.numbersDiffer);
}

void CopiesTest::lostNumberIsSaid()
{
    QVERIFY(translated({"Tom has 3", {}}, {{"Tom", "Tom"}, {"hat", "has"}}).translation.numbersDiffer);
    QVERIFY(!translated({"Tom has {3}", {}}, {{"Tom", "Tom"}, {"hat", "has"}}).translation.numbersDiffer);
}

void CopiesTest::linksPointIntoTheTextsAsGiven()
{
    const TaggedText source{" See https://a.org blackand 3 dogs", {lineBreak(1, 24)}};
    const Outcome outcome = translated(source, {{"Siehe", "See"}, {"schwarz", "black"}, {"und", "and"}, {"20", "3"}, {"Hunde", "dogs"}});
    const Translation &translation = outcome.translation;
    QCOMPARE(QString::fromStdString(shown(translation.target)), QString(" Siehe https://a.org schwarz\\\nund 3 Hunde"));
    for (const auto &[from, to] : Words{{"See", "Siehe"}, {"black", "schwarz"}, {"and", "und"}, {"3", "3"}, {"dogs", "Hunde"}}) {
        const std::size_t target = translation.target.text.find(to);
        const auto link = std::ranges::find_if(translation.alignment, [&](const SourceTargetLink &l) { return l.target.begin == target; });
        QVERIFY2(link != translation.alignment.end(), to.c_str());
        QCOMPARE(link->source.begin, source.text.find(from));
    }
}

QTEST_APPLESS_MAIN(CopiesTest)
#include "tst_copies.moc"
