#include "engine/cat/document/tag_notation.h"
#include "tests/unit/cat/document/markdown_soup.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

class TagNotationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textsComeBack();
    void everyLineHasOneMeaning();
    void marksAreWhatTheHeaderSays();
};

namespace {

constexpr unsigned runs = 5000;

TaggedText randomText(MarkdownSoup &soup)
{
    constexpr std::string_view pieces[] = {"<", "</", "/>", ">", "1", "<1>", "</2>", "<3/>", "\\", "\\n", "\n", "\r", "\\<", "n", "Wort", "é", "👍", " ", "0"};
    TaggedText source;
    for (int id = static_cast<int>(soup.below(3)); id > 0; --id) {
        source.tags.push_back({id, TagKind::Open, 0, {}, {}});
        source.tags.push_back({id + 100, TagKind::Standalone, 0, {}, {}});
        source.tags.push_back({id, TagKind::Close, 0, {}, {}});
    }
    std::string text;
    for (std::size_t count = soup.below(12); count > 0; --count)
        text += pieces[soup.below(std::size(pieces))];
    return soup.withTagsOf(source, text);
}

}  // namespace

void TagNotationTest::textsComeBack()
{
    for (unsigned seed = 1; seed <= runs; ++seed) {
        MarkdownSoup soup(seed);
        const TaggedText text = randomText(soup);
        const std::string line = toNotation(text);
        QVERIFY2(line.find_first_of("\r\n") == std::string::npos, line.c_str());
        QVERIFY2(fromNotation(line) == text, (line + " of seed " + std::to_string(seed)).c_str());
    }
}

void TagNotationTest::everyLineHasOneMeaning()
{
    for (unsigned seed = 1; seed <= runs; ++seed) {
        MarkdownSoup soup(seed);
        const TaggedText typed = fromNotation(soup.typedText() + randomText(soup).text);
        QVERIFY2(fromNotation(toNotation(typed)) == typed, ("seed " + std::to_string(seed)).c_str());
    }
}

void TagNotationTest::marksAreWhatTheHeaderSays()
{
    const TaggedText press{"Press Enter.", {{1, TagKind::Open, 6, {}, {}}, {1, TagKind::Close, 11, {}, {}}, {2, TagKind::Standalone, 12, {}, {}}}};
    QCOMPARE(toNotation(press), "Press <1>Enter</1>.<2/>");
    QCOMPARE(fromNotation("a \\< b\\nc").text, "a < b\nc");
    for (const char *plain : {"3 < 4", "<b>", "<01>", "</1/>", "<1", "<>", "<1234567890>", "a \\x b", "\\"}) {
        QCOMPARE(fromNotation(plain).text, plain);
        QVERIFY(fromNotation(plain).tags.empty());
    }
}

QTEST_APPLESS_MAIN(TagNotationTest)
#include "tst_tag_notation.moc"
