// Inline tags find their places in the translation, whatever the alignment.
#include "engine/mixmoe/decode/tag_placement.h"
#include "tests/support/rounds.h"

#include <QTest>

#include <iterator>
#include <random>
#include <sstream>

using namespace interlinear;
using namespace interlinear::mixmoe;

namespace {

InlineTag open(int id, std::size_t offset) { return {id, TagKind::Open, offset, "<" + std::to_string(id) + ">", ""}; }
InlineTag close(int id, std::size_t offset) { return {id, TagKind::Close, offset, "</" + std::to_string(id) + ">", ""}; }
InlineTag alone(int id, std::size_t offset) { return {id, TagKind::Standalone, offset, "<" + std::to_string(id) + "/>", ""}; }

// The text with the tags' codes in it.
std::string shown(const TaggedText &text)
{
    std::string out = text.text;
    for (auto tag = text.tags.rbegin(); tag != text.tags.rend(); ++tag)
        out.insert(tag->offset, tag->code);
    return out;
}

// Links each pair of words that the two lists name.
std::vector<SourceTargetLink> linked(const std::string &source, const std::string &target, const std::vector<std::pair<std::string, std::string>> &words)
{
    std::vector<SourceTargetLink> links;
    for (const auto &[from, to] : words) {
        const std::size_t a = source.find(from);
        const std::size_t b = target.find(to);
        links.push_back({{a, a + from.size()}, {b, b + to.size()}, 1.0F});
    }
    return links;
}

std::string randomText(std::mt19937 &random)
{
    static const std::vector<std::string> words{"Haus", "ü", "don't", "-", "Zeichen.", "👍", "a", "x-y", "…"};
    std::string text;
    for (auto count = random() % 8; count > 0; --count)
        text += words[random() % words.size()] + std::string(random() % 3, ' ');
    return text;
}

std::vector<std::size_t> characters(const std::string &text)
{
    std::vector<std::size_t> offsets;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i == text.size() || (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80)
            offsets.push_back(i);
    }
    return offsets;
}

bool isBlank(const std::string &text)
{
    return text.find_first_not_of(' ') == std::string::npos;
}

// What stands inside the pair that the tag opens.
std::string inside(const TaggedText &text, const InlineTag &open)
{
    const auto close = std::ranges::find_if(text.tags, [&](const InlineTag &tag) { return tag.kind == TagKind::Close && tag.id == open.id; });
    return text.text.substr(open.offset, close->offset - open.offset);
}

// Pairs around text that hold no other such pair: each needs a word of its own.
std::size_t wordsNeeded(const TaggedText &source)
{
    std::size_t count = 0;
    bool innermost = false;
    for (const InlineTag &tag : source.tags) {
        if (tag.kind == TagKind::Open && !isBlank(inside(source, tag)))
            innermost = true;
        if (tag.kind == TagKind::Close && innermost) {
            const auto open = std::ranges::find_if(source.tags, [&](const InlineTag &other) { return other.kind == TagKind::Open && other.id == tag.id; });
            if (!isBlank(inside(source, *open))) {
                ++count;
                innermost = false;
            }
        }
    }
    return count;
}

std::size_t spacedWords(const std::string &text)
{
    std::istringstream words(text);
    return static_cast<std::size_t>(std::distance(std::istream_iterator<std::string>(words), {}));
}

// Properly nested tags at random characters: a walk through the text that opens and closes.
std::vector<InlineTag> randomTags(const std::string &text, std::mt19937 &random)
{
    std::vector<InlineTag> tags;
    std::vector<int> opened;
    int next = 1;
    for (const std::size_t offset : characters(text)) {
        while (random() % 3 == 0) {
            const auto action = random() % 3;
            if (action == 0)
                opened.push_back(next), tags.push_back(open(next++, offset));
            else if (action == 1 && !opened.empty())
                tags.push_back(close(opened.back(), offset)), opened.pop_back();
            else if (action == 2)
                tags.push_back(alone(next++, offset));
        }
    }
    for (; !opened.empty(); opened.pop_back())
        tags.push_back(close(opened.back(), text.size()));
    return tags;
}

}  // namespace

class TagPlacementTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTagOnceAndWellFormed();
    void aPairWithTextIsNeverEmpty();
    void unpairedTagsSurvive();
    void readsAsExpected_data();
    void readsAsExpected();
    void identityKeepsWordTags();
    void nothingComesBetweenWordsThatStandTogether();
};

void TagPlacementTest::everyTagOnceAndWellFormed()
{
    std::mt19937 random(1);
    for (int round = 0; round < interlinear::tests::rounds(20000); ++round) {
        TaggedText source{randomText(random), {}};
        source.tags = randomTags(source.text, random);
        QVERIFY(source.isWellFormed());
        const std::string target = randomText(random);
        std::vector<SourceTargetLink> links;
        for (auto count = random() % 10; count > 0; --count) {
            const std::size_t a = random() % (source.text.size() + 2), b = random() % (target.size() + 2);
            links.push_back({{a, a + random() % 5}, {b, b + random() % 5}, 0.5F});
        }
        const TaggedText placed = placeTags(source, target, links);
        QCOMPARE(placed.text, target);
        QVERIFY(sameTags(source, placed));
        QVERIFY2(placed.isWellFormed(), qPrintable(QString::fromStdString(shown(source) + " => " + shown(placed))));
    }
}

void TagPlacementTest::aPairWithTextIsNeverEmpty()
{
    std::mt19937 random(2);
    int checked = 0;
    for (int round = 0; round < interlinear::tests::rounds(20000); ++round) {
        TaggedText source{randomText(random), {}};
        source.tags = randomTags(source.text, random);
        const std::string target = randomText(random);
        if (spacedWords(target) < wordsNeeded(source))
            continue;
        std::vector<SourceTargetLink> links;
        for (auto count = random() % 10; count > 0; --count) {
            const std::size_t a = random() % (source.text.size() + 1), b = random() % (target.size() + 1);
            links.push_back({{a, a}, {b, b + 1}, static_cast<float>(random() % 4) / 4});
        }
        const TaggedText placed = placeTags(source, target, links);
        for (const InlineTag &tag : placed.tags) {
            const auto original = std::ranges::find_if(source.tags, [&](const InlineTag &other) { return other.id == tag.id && other.kind == tag.kind; });
            if (tag.kind != TagKind::Open || isBlank(inside(source, *original)))
                continue;
            ++checked;
            const std::string text = inside(placed, tag);
            QVERIFY2(!text.empty() && text.front() != ' ' && text.back() != ' ', qPrintable(QString::fromStdString(shown(source) + " => " + shown(placed))));
        }
    }
    QVERIFY(checked > 5000);
}

void TagPlacementTest::unpairedTagsSurvive()
{
    const TaggedText source{"one two", {close(3, 0), open(1, 0), open(2, 4), close(1, 7)}};
    QVERIFY(!source.isWellFormed());
    const TaggedText placed = placeTags(source, "eins zwei", linked(source.text, "eins zwei", {{"one", "eins"}, {"two", "zwei"}}));
    QVERIFY(sameTags(source, placed));
}

void TagPlacementTest::readsAsExpected_data()
{
    using Words = std::vector<std::pair<std::string, std::string>>;
    QTest::addColumn<TaggedText>("source");
    QTest::addColumn<std::string>("target");
    QTest::addColumn<Words>("words");
    QTest::addColumn<std::string>("expected");
    QTest::newRow("pair around a word that moved")
        << TaggedText{"Press Enter now.", {open(1, 6), close(1, 11)}} << std::string("Jetzt Enter drücken.")
        << Words{{"Press", "drücken"}, {"Enter", "Enter"}, {"now", "Jetzt"}, {".", "."}} << std::string("Jetzt <1>Enter</1> drücken.");
    QTest::newRow("pair around everything takes the mark too")
        << TaggedText{" Stop it! ", {open(1, 1), close(1, 9)}} << std::string(" Halt! ") << Words{{"Stop", "Halt"}} << std::string(" <1>Halt!</1> ");
    QTest::newRow("pair whose words fell apart")
        << TaggedText{"I give up today", {open(1, 2), close(1, 9)}} << std::string("Ich gebe heute auf")
        << Words{{"give", "gebe"}, {"up", "auf"}, {"today", "heute"}, {"I", "Ich"}} << std::string("Ich <1>gebe heute auf</1>");
    QTest::newRow("standalone before its word")
        << TaggedText{"See figure here", {alone(1, 4)}} << std::string("Hier Bild sehen")
        << Words{{"See", "sehen"}, {"figure", "Bild"}, {"here", "Hier"}} << std::string("Hier <1/>Bild sehen");
    QTest::newRow("standalone behind its word")
        << TaggedText{"See figure here", {alone(1, 10)}} << std::string("Hier Bild sehen")
        << Words{{"See", "sehen"}, {"figure", "Bild"}, {"here", "Hier"}} << std::string("Hier Bild<1/> sehen");
    QTest::newRow("standalones at the ends")
        << TaggedText{"a b", {alone(1, 0), alone(2, 3)}} << std::string("y x") << Words{{"a", "x"}, {"b", "y"}} << std::string("<1/>y x<2/>");
    QTest::newRow("two pairs that changed places")
        << TaggedText{"red house", {open(1, 0), close(1, 3), open(2, 4), close(2, 9)}} << std::string("maison rouge")
        << Words{{"red", "rouge"}, {"house", "maison"}} << std::string("<2>maison</2> <1>rouge</1>");
    QTest::newRow("nested")
        << TaggedText{"the big house there", {open(1, 4), open(2, 8), close(2, 13), close(1, 13)}} << std::string("dort das große Haus")
        << Words{{"the", "das"}, {"big", "große"}, {"house", "Haus"}, {"there", "dort"}} << std::string("dort das <1>große <2>Haus</2></1>");
    QTest::newRow("pairs that would cross")
        << TaggedText{"a b c d", {open(1, 0), close(1, 3), open(2, 4), close(2, 7)}} << std::string("a c b d")
        << Words{{"a", "a"}, {"b", "b"}, {"c", "c"}, {"d", "d"}} << std::string("<1>a c b</1> <2>d</2>");
    QTest::newRow("nothing to go by")
        << TaggedText{"a b", {alone(1, 1), open(2, 2), close(2, 3)}} << std::string("x") << Words{} << std::string("<2>x</2><1/>");
    QTest::newRow("links of which none is aligned")
        << TaggedText{"a b c", {open(1, 0), close(1, 1), open(2, 2), close(2, 3), open(3, 4), close(3, 5)}} << std::string("x y. z") << Words{}
        << std::string("<1>x</1> <2>y</2>. <3>z</3>");
    QTest::newRow("a stray word does not swallow the rest")
        << TaggedText{"red house and garden", {open(1, 0), close(1, 3), open(2, 4), close(2, 9)}} << std::string("rot Haus und Garten !")
        << Words{{"red", "rot"}, {"red", "!"}, {"house", "Haus"}, {"and", "und"}, {"garden", "Garten"}} << std::string("<1>rot</1> <2>Haus</2> und Garten !");
    QTest::newRow("more links than words")
        << TaggedText{"a b", {open(1, 0), close(1, 1), open(2, 2), close(2, 3)}} << std::string("x") << Words{{"a", "x"}, {"b", "x"}}
        << std::string("<2></2><1>x</1>");
    QTest::newRow("two that want the same word")
        << TaggedText{"a b", {open(1, 0), close(1, 1), open(2, 2), close(2, 3)}} << std::string("x y") << Words{{"a", "x"}, {"b", "x"}}
        << std::string("<1>x</1> <2>y</2>");
}

void TagPlacementTest::readsAsExpected()
{
    using Words = std::vector<std::pair<std::string, std::string>>;
    QFETCH(TaggedText, source);
    QFETCH(std::string, target);
    QFETCH(Words, words);
    QFETCH(std::string, expected);
    QCOMPARE(QString::fromStdString(shown(placeTags(source, target, linked(source.text, target, words)))), QString::fromStdString(expected));
}

// A translation that changed nothing keeps tags that stand around whole words where they are.
void TagPlacementTest::identityKeepsWordTags()
{
    const std::string text = "one two three four";
    const std::vector<std::string> words{"one", "two", "three", "four"};
    std::vector<std::pair<std::string, std::string>> same;
    for (const std::string &word : words)
        same.emplace_back(word, word);
    for (std::size_t first = 0; first < words.size(); ++first) {
        for (std::size_t last = first; last < words.size(); ++last) {
            const TaggedText source{text, {open(1, text.find(words[first])), close(1, text.find(words[last]) + words[last].size())}};
            QCOMPARE(placeTags(source, text, linked(text, text, same)), source);
        }
    }
}

void TagPlacementTest::nothingComesBetweenWordsThatStandTogether()
{
    std::mt19937 random(9);
    int parted = 0;
    for (int round = 0; round < 2000; ++round) {
        const std::string text = "one two three four";
        const TaggedText source{text, {{1, TagKind::Standalone, random() % (text.size() + 1), "{x}", {}}}};
        const std::vector<std::string> words{"one", "two", "three", "four"};
        std::vector<std::pair<std::string, std::string>> same;
        for (const std::string &word : words)
            same.emplace_back(word, words[random() % words.size()]);
        const auto links = linked(text, text, same);
        const ByteSpan together{4, 13};
        const auto between = [&](const TaggedText &placed) { return together.begin < placed.tags.front().offset && placed.tags.front().offset < together.end; };
        parted += between(placeTags(source, text, links)) ? 1 : 0;
        const TaggedText placed = placeTags(source, text, links, std::span(&together, 1));
        QVERIFY(sameTags(source, placed) && placed.isWellFormed());
        QVERIFY(!between(placed));
    }
    QVERIFY(parted > 100);
}

QTEST_APPLESS_MAIN(TagPlacementTest)
#include "tst_tag_placement.moc"
