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

}  // namespace

class TestTokens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contentIsWordsAndNumbers_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("keys");
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
