// Spaces beside placed tags, whatever was typed.
#include "engine/mixmoe/decode/tag_spacing.h"
#include "tests/support/rounds.h"

#include <QTest>

#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;

namespace {

InlineTag open(int id, std::size_t offset) { return {id, TagKind::Open, offset, "**", ""}; }
InlineTag close(int id, std::size_t offset) { return {id, TagKind::Close, offset, "**", ""}; }
InlineTag code(int id, std::size_t offset) { return {id, TagKind::Standalone, offset, "`c`", "c"}; }
InlineTag lineBreak(int id, std::size_t offset) { return {id, TagKind::Standalone, offset, "\\\n", "↵"}; }
InlineTag copy(int id, std::size_t offset) { return {-id, TagKind::Standalone, offset, "{name}", ""}; }

std::string shown(const TaggedText &text)
{
    std::string out = text.text;
    for (auto tag = text.tags.rbegin(); tag != text.tags.rend(); ++tag)
        out.insert(tag->offset, tag->code);
    return out;
}

// A reading whose tags had these neighbours.
ModelText reading(const TaggedText &placed, const Neighbours &neighbours)
{
    return {{"", placed.tags}, std::vector<Neighbours>(placed.tags.size(), neighbours), {0}};
}

const Neighbours spaces{" ", " "};

}  // namespace

class TagSpacingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAsExpected_data();
    void readsAsExpected();
    void typedTextStays_data();
    void typedTextStays();
    void everythingElseStays();
};

void TagSpacingTest::readsAsExpected_data()
{
    QTest::addColumn<TaggedText>("placed");
    QTest::addColumn<std::string>("before");
    QTest::addColumn<std::string>("behind");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char *name, const TaggedText &placed, const char *before, const char *behind, const char *expected) {
        QTest::newRow(name) << placed << std::string(before) << std::string(behind) << std::string(expected);
    };
    row("glued on both sides", {"isteinsam", {code(1, 3)}}, " ", ".", "ist `c` einsam");
    row("glued before", {"ist einsam", {code(1, 3)}}, " ", " ", "ist `c` einsam");
    row("glued behind", {"ist einsam", {code(1, 4)}}, " ", " ", "ist `c` einsam");
    row("before a stop", {"ist.", {code(1, 3)}}, " ", " ", "ist `c`.");
    row("inside brackets", {"ist () da", {code(1, 5)}}, "(", ")", "ist (`c`) da");
    row("inside German quotes", {"ist „“ da", {code(1, 7)}}, " ", " ", "ist „`c`“ da");
    row("leans on the same mark", {"Wort-/da", {code(1, 5)}}, "-", "/", "Wort-`c`/da");
    row("at the ends", {"da", {code(1, 0), code(2, 2)}}, "", "", "`c` da `c`");
    row("outside of a pair", {"istda", {open(1, 3), code(2, 3), close(1, 3)}}, " ", " ", "ist **`c`** da");
    row("two pairs", {"istda", {open(1, 0), close(1, 3), code(2, 3), open(3, 3), close(3, 5)}}, " ", " ", "**ist** `c` **da**");
    row("copies are text", {"istda", {copy(1, 3), copy(2, 3)}}, " ", " ", "ist {name} {name} da");
    row("break", {"schwarz und", {lineBreak(1, 7)}}, "k", "a", "schwarz\\\nund");
    row("break behind the space", {"schwarz und", {lineBreak(1, 8)}}, "k", "a", "schwarz\\\nund");
    row("break before a comma", {"schwarz, und", {lineBreak(1, 7)}}, "k", "a", "schwarz,\\\nund");
    row("break and code", {"ist da", {lineBreak(1, 3), code(2, 3)}}, "", " ", "ist\\\n`c` da");
}

void TagSpacingTest::readsAsExpected()
{
    QFETCH(TaggedText, placed);
    QFETCH(std::string, before);
    QFETCH(std::string, behind);
    QFETCH(std::string, expected);
    QCOMPARE(QString::fromStdString(shown(withSpacing(placed, reading(placed, {before, behind}), "").text)), QString::fromStdString(expected));
}

void TagSpacingTest::typedTextStays_data()
{
    QTest::addColumn<TaggedText>("placed");
    QTest::addColumn<std::string>("typed");
    QTest::addColumn<std::string>("expected");
    QTest::newRow("code in it") << TaggedText{"istda und", {code(1, 3)}} << std::string("istda") << std::string("ist`c`da und");
    QTest::newRow("code at its end") << TaggedText{"istda", {code(1, 3)}} << std::string("ist") << std::string("ist `c` da");
    QTest::newRow("break in it") << TaggedText{"ist da und", {lineBreak(1, 4)}} << std::string("ist da") << std::string("ist \\\nda und");
    QTest::newRow("break at its end") << TaggedText{"ist  und", {lineBreak(1, 5)}} << std::string("ist ") << std::string("ist \\\nund");
    QTest::newRow("the copy was typed") << TaggedText{"Hallo {name} da", {copy(1, 15)}} << std::string("Hallo {name}") << std::string("Hallo {name} da");
    QTest::newRow("one of two was typed") << TaggedText{"Hallo {name} da", {copy(1, 15), copy(2, 15)}} << std::string("Hallo {name}")
                                          << std::string("Hallo {name} da {name}");
    QTest::newRow("the copy comes behind the typed word") << TaggedText{"Hallo du da", {copy(1, 0)}} << std::string("Hal") << std::string("Hallo {name} du da");
}

void TagSpacingTest::typedTextStays()
{
    QFETCH(TaggedText, placed);
    QFETCH(std::string, typed);
    QFETCH(std::string, expected);
    const TaggedText spaced = withSpacing(placed, reading(placed, spaces), typed).text;
    QVERIFY(spaced.text.starts_with(typed));
    QCOMPARE(QString::fromStdString(shown(spaced)), QString::fromStdString(expected));
}

// Tags and characters other than spaces are those of before, and every span is found again.
void TagSpacingTest::everythingElseStays()
{
    std::mt19937 random(4);
    const std::vector<std::string> parts{"a", "B", " ", "  ", ".", ",", "(", ")", "-", "ü", "„", "“"};
    const auto withoutSpaces = [](std::string text) { return std::erase(text, ' '), text; };
    for (int round = 0; round < interlinear::tests::rounds(20000); ++round) {
        TaggedText placed;
        int id = 0;
        std::vector<int> opened;
        for (auto count = random() % 12; count > 0; --count) {
            placed.text += parts[random() % parts.size()];
            const std::size_t at = placed.text.size();
            const auto kind = random() % 6;
            if (kind == 0)
                placed.tags.push_back(code(++id, at));
            else if (kind == 1)
                placed.tags.push_back(lineBreak(++id, at));
            else if (kind == 2)
                opened.push_back(++id), placed.tags.push_back(open(id, at));
            else if (kind == 3 && !opened.empty())
                placed.tags.push_back(close(opened.back(), at)), opened.pop_back();
        }
        for (; !opened.empty(); opened.pop_back())
            placed.tags.push_back(close(opened.back(), placed.text.size()));
        const std::string typed = random() % 2 == 0 ? "" : placed.text.substr(0, random() % (placed.text.size() + 1));
        const SpacedText spaced = withSpacing(placed, reading(placed, {random() % 2 == 0 ? " " : "a", "."}), typed);
        QVERIFY(spaced.text.text.starts_with(typed));
        QVERIFY2(spaced.text.isWellFormed(), shown(placed).c_str());
        QVERIFY(sameTags(spaced.text, placed));
        QCOMPARE(withoutSpaces(spaced.text.text), withoutSpaces(placed.text));
        for (std::size_t i = 0; i < placed.text.size(); ++i) {
            const ByteSpan moved = spaced.moved({i, i + 1});
            QVERIFY(moved.begin <= moved.end && moved.end <= spaced.text.text.size());
            if (placed.text[i] != ' ')
                QCOMPARE(spaced.text.text.substr(moved.begin, moved.length()), placed.text.substr(i, 1));
        }
    }
}

QTEST_APPLESS_MAIN(TagSpacingTest)
#include "tst_tag_spacing.moc"
