#include "engine/core/tagged_text.h"
#include "tests/support/rounds.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace interlinear;

namespace {

InlineTag tag(int id, TagKind kind, std::size_t offset)
{
    return {.id = id, .kind = kind, .offset = offset, .code = "", .display = ""};
}

InlineTag open(int id, std::size_t offset) { return tag(id, TagKind::Open, offset); }
InlineTag close(int id, std::size_t offset) { return tag(id, TagKind::Close, offset); }
InlineTag alone(int id, std::size_t offset) { return tag(id, TagKind::Standalone, offset); }

// Tags of one random well-formed text of this length in ASCII: pairs nested by construction.
std::vector<InlineTag> randomTags(QRandomGenerator &random, std::size_t length)
{
    std::vector<InlineTag> tags;
    std::vector<int> opened;
    int id = 0;
    for (std::size_t offset = 0; offset <= length; ++offset) {
        for (int here = random.bounded(3); here > 0; --here) {
            const int choice = random.bounded(3);
            if (choice == 0) {
                tags.push_back(alone(++id, offset));
            } else if (choice == 1) {
                tags.push_back(open(++id, offset));
                opened.push_back(id);
            } else if (!opened.empty()) {
                tags.push_back(close(opened.back(), offset));
                opened.pop_back();
            }
        }
    }
    for (; !opened.empty(); opened.pop_back())
        tags.push_back(close(opened.back(), length));
    return tags;
}

}  // namespace

class TestTaggedText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wellFormedOrNot_data();
    void wellFormedOrNot();
    void anyLostTagIsNoticed();
    void aTagThatStandsTwiceIsMissedOnce();
    void readings_data();
    void readings();
};

void TestTaggedText::wellFormedOrNot_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::vector<InlineTag>>("tags");
    QTest::addColumn<bool>("expected");
    using Tags = std::vector<InlineTag>;

    QTest::newRow("no tags") << std::string("abc") << Tags{} << true;
    QTest::newRow("nothing at all") << std::string() << Tags{} << true;
    QTest::newRow("tags without text") << std::string() << Tags{open(1, 0), close(1, 0)} << true;
    QTest::newRow("pair") << std::string("abc") << Tags{open(1, 0), close(1, 3)} << true;
    QTest::newRow("nested") << std::string("abc") << Tags{open(1, 0), open(2, 1), alone(3, 1), close(2, 2), close(1, 2)} << true;
    QTest::newRow("crossing") << std::string("abc") << Tags{open(1, 0), open(2, 1), close(1, 2), close(2, 3)} << false;
    QTest::newRow("never closed") << std::string("abc") << Tags{open(1, 0)} << false;
    QTest::newRow("never opened") << std::string("abc") << Tags{close(1, 3)} << false;
    QTest::newRow("closed before it opens") << std::string("abc") << Tags{close(1, 0), open(1, 2)} << false;
    QTest::newRow("out of order") << std::string("abc") << Tags{alone(1, 2), alone(2, 1)} << false;
    QTest::newRow("at the end") << std::string("abc") << Tags{alone(1, 3)} << true;
    QTest::newRow("past the end") << std::string("abc") << Tags{alone(1, 4)} << false;
    QTest::newRow("inside a character") << std::string("ü") << Tags{alone(1, 1)} << false;
}

void TestTaggedText::wellFormedOrNot()
{
    QFETCH(std::string, text);
    QFETCH(std::vector<InlineTag>, tags);
    QFETCH(bool, expected);
    QCOMPARE((TaggedText{text, tags}).isWellFormed(), expected);
}

void TestTaggedText::anyLostTagIsNoticed()
{
    QRandomGenerator random(4711);
    for (int round = 0; round < interlinear::tests::rounds(500); ++round) {
        const TaggedText source{"seven words", randomTags(random, 11)};
        QVERIFY(source.isWellFormed());

        TaggedText moved = source;
        std::shuffle(moved.tags.begin(), moved.tags.end(), random);
        QVERIFY(sameTags(source, moved));
        QVERIFY(missingTags(source, moved).empty());
        QCOMPARE(missingTags(source, {"seven words", {}}), source.tags);

        for (std::size_t i = 0; i < source.tags.size(); ++i) {
            TaggedText target = source;
            target.tags.erase(target.tags.begin() + static_cast<std::ptrdiff_t>(i));
            QCOMPARE(missingTags(source, target), std::vector<InlineTag>{source.tags[i]});
            QVERIFY(!sameTags(source, target));
            if (source.tags[i].kind != TagKind::Standalone)
                QVERIFY(!target.isWellFormed());
        }
    }
}

void TestTaggedText::aTagThatStandsTwiceIsMissedOnce()
{
    const TaggedText twice{"ab", {alone(1, 0), alone(1, 1)}};
    const TaggedText once{"ab", {alone(1, 2)}};
    QCOMPARE(missingTags(twice, once).size(), std::size_t(1));
    QVERIFY(missingTags(once, twice).empty());
    QVERIFY(!sameTags(once, twice));
    QVERIFY(!sameTags({"ab", {open(1, 0)}}, {"ab", {close(1, 0)}}));
}

void TestTaggedText::readings_data()
{
    QTest::addColumn<InlineTag>("tag");
    QTest::addColumn<TagReading>("expected");
    QTest::addColumn<bool>("space");
    const auto row = [](const char *name, const char *code, const char *display, TagReading expected, bool space) {
        QTest::newRow(name) << InlineTag{1, TagKind::Standalone, 0, code, display} << expected << space;
    };
    row("backslash break", "\\\n", "↵", TagReading::Space, true);
    row("break in a quote", "  \r\n> ", "↵", TagReading::Space, true);
    row("HTML break", "<br>", "<br>", TagReading::Space, false);
    row("closed HTML break", "<BR />", "<BR />", TagReading::Space, false);
    row("other mark-up", "<brand>", "<brand>", TagReading::Nothing, false);
    row("comment", "<!-- x -->", "<!-- x -->", TagReading::Nothing, false);
    row("automatic link", "<https://example.org>", "https://example.org", TagReading::Word, false);
    row("code", "`x`", "x", TagReading::Word, false);
    row("picture", "![](x.png)", "![](x.png)", TagReading::Word, false);
    row("footnote", "[^1]", "1", TagReading::Nothing, false);
    QTest::newRow("end of a pair") << InlineTag{1, TagKind::Close, 0, "\n", ""} << TagReading::Nothing << false;
}

void TestTaggedText::readings()
{
    QFETCH(InlineTag, tag);
    QFETCH(TagReading, expected);
    QFETCH(bool, space);
    QCOMPARE(readingOf(tag), expected);
    QCOMPARE(standsForSpace(tag), space);
}

QTEST_APPLESS_MAIN(TestTaggedText)
#include "tst_tagged_text.moc"
