#include "engine/cat/memory/scoring/content_words.h"
#include "engine/cat/memory/scoring/tokens.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/samples.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

namespace {

std::string keysOf(const TaggedText &text)
{
    const TokenList list = tokenise(text);
    std::string joined;
    for (const std::string_view key : contentKeys(list))
        joined += (joined.empty() ? "" : "|") + std::string(key.starts_with('\x01') ? key.substr(1) : key);
    return joined;
}

QByteArray joined(const std::vector<std::string_view> &keys)
{
    QByteArray result;
    for (const std::string_view key : keys)
        result += QByteArray(key.data(), static_cast<qsizetype>(key.size())) + '|';
    return result;
}

/// Letters, digits and what may stand between them, of few kinds or of all below U+2200.
std::string soup(samples::Random &random, bool few)
{
    constexpr std::u32string_view pieces = U"aBzé9 05א.,;:'’_-·\"ßİǅſΣςЖ٣/";
    std::u32string text;
    for (std::size_t length = 1 + samples::below(random, 12); length > 0; --length)
        text += few ? pieces[samples::below(random, pieces.size())] : static_cast<char32_t>(1 + samples::below(random, samples::below(random, 2) == 0 ? 0x250 : 0x2200));
    return QString::fromUcs4(text.data(), static_cast<qsizetype>(text.size())).toStdString();
}

}  // namespace

class TestTokens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contentIsWordsAndNumbers_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("keys");
        QTest::newRow("a word may end with a digit") << QByteArray("USB3, CO2 and 3D: א5 α2 5") << QByteArray("usb3|co2|and|3d|א5|α2|number");
        QTest::newRow("words fold, numbers share a key") << QByteArray("Press ENTER, then 2.5!") << QByteArray("press|enter|then|number");
        QTest::newRow("apostrophe") << QByteArray("I don't") << QByteArray("i|don't");
        QTest::newRow("hyphen") << QByteArray("state-of-the-art") << QByteArray("state|of|the|art");
        QTest::newRow("Han by character") << QByteArray("我去北京。") << QByteArray("我|去|北|京");
        QTest::newRow("Kana by character") << QByteArray("パンをたべた") << QByteArray("パ|ン|を|た|べ|た");
        QTest::newRow("Hangul by word") << QByteArray("나는 간다") << QByteArray("나는|간다");
        QTest::newRow("composed and decomposed") << QByteArray("e\xCC\x81t\xC3\xA9") << QByteArray("\xC3\xA9t\xC3\xA9");
        QTest::newRow("punctuation alone counts") << QByteArray("?!") << QByteArray("?|!");
        QTest::newRow("nothing") << QByteArray("") << QByteArray("");
    }
    void contentIsWordsAndNumbers()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, keys);
        QCOMPARE(QByteArray::fromStdString(keysOf({text.toStdString(), {}})), keys);
    }

    /// Texts of every character that the table knows, of hostile ones, and of everyday ones.
    void contentWordsAreTheContentKeys()
    {
        samples::Random random(9);
        ContentWords words;
        std::size_t found = 0;
        for (int round = 0; round < interlinear::tests::rounds(60000); ++round) {
            TaggedText text = round % 4 == 0 ? samples::segment(random) : round % 4 == 1 ? TaggedText{samples::hostileText(random), {}} : TaggedText{soup(random, round % 4 == 2), {}};
            words.cut(text);
            const TokenList list = tokenise(text);
            if (words.words() != contentKeys(list))
                QCOMPARE(joined(words.words()) + " in " + QByteArray::fromStdString(text.text), joined(contentKeys(list)));
            found += words.words().size();
        }
        QVERIFY(found > 100000);
    }

    void spacesAndSpansAreTheWholeText()
    {
        samples::Random random(1);
        for (int round = 0; round < interlinear::tests::rounds(3000); ++round) {
            const TaggedText text = round % 3 == 0 ? TaggedText{samples::hostileText(random), {}} : samples::segment(random);
            std::string rebuilt;
            std::size_t tags = 0;
            const TokenList list = tokenise(text);
            for (const Token &token : list.tokens) {
                rebuilt += token.space + text.text.substr(token.span.begin, token.span.length());
                tags += token.kind == TokenKind::Tag ? 1 : 0;
            }
            QCOMPARE(QByteArray::fromStdString(rebuilt), QByteArray::fromStdString(text.text));
            QCOMPARE(tags, text.tags.size());
            QCOMPARE(list.tokens.back().kind, TokenKind::End);
            QCOMPARE(contentKeys(list).size(), list.contentCount);
        }
    }

    void tagsDoNotCutWords()
    {
        samples::Random random(2);
        for (int round = 0; round < interlinear::tests::rounds(1000); ++round) {
            TaggedText text = samples::segment(random);
            std::erase_if(text.tags, [](const InlineTag &tag) { return readingOf(tag) == TagReading::Space; });
            QCOMPARE(keysOf(text), keysOf({text.text, {}}));
        }
    }

    void aLineBreakEndsAWord()
    {
        for (const char *code : {"\\\n", "  \n", "<br>"})
            QCOMPARE(keysOf({"blackand", {{1, TagKind::Standalone, 5, code, code}}}), std::string("black|and"));
        QCOMPARE(keysOf({"blackand", {{1, TagKind::Standalone, 5, "<b>", "<b>"}}}), std::string("blackand"));
    }

    /// Each of these took seconds when every mark was looked at from every other.
    void rowsOfMarksAreCutInOneGo()
    {
        for (const char *mark : {")", "://", "{", "%(", "@", "www."}) {
            std::string text = "www.";
            while (text.size() < 400'000)
                text += mark;
            QVERIFY(tokenise({text, {}}).tokens.size() > 1);
        }
    }

    void illFormedTextIsCutSomehow()
    {
        samples::Random random(3);
        for (int round = 0; round < interlinear::tests::rounds(3000); ++round) {
            std::string bytes(samples::below(random, 40), '\0');
            for (char &byte : bytes)
                byte = static_cast<char>(samples::below(random, 256));
            std::size_t length = 0;
            for (const Token &token : tokenise({bytes, {}}).tokens)
                length += token.space.size() + token.span.length();
            QCOMPARE(length, bytes.size());
        }
    }
};

QTEST_APPLESS_MAIN(TestTokens)
#include "tst_tokens.moc"
