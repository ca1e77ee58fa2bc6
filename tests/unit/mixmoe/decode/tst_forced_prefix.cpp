// What was typed is obeyed: every walk through the allowed pieces spells it.
#include "engine/mixmoe/decode/forced_prefix.h"
#include "tests/support/tiny_tokenizer.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

class ForcedPrefixTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyAllowedWalkSpellsThePrefix_data();
    void everyAllowedWalkSpellsThePrefix();
    void whatCannotBeWrittenIsRefused();
    void longRestsAreForcedAsTokens();
    void strangePiecesAreNeverGenerated();
};

void ForcedPrefixTest::everyAllowedWalkSpellsThePrefix_data()
{
    QTest::addColumn<QString>("prefix");
    for (const char *prefix : {"G", "Gut", "Guten", "Guten ", "Guten Mor", "Guten Morgen", "  x", "x  ", " ", "Übermut", "das €", "a\nb", "👍👍", "<1>x", "Haus.ist"})
        QTest::newRow(prefix) << QString(prefix);
}

void ForcedPrefixTest::everyAllowedWalkSpellsThePrefix()
{
    QFETCH(QString, prefix);
    const std::string text = prefix.toStdString();
    const auto tokenizer = TinyTokenizer::standard();
    const PieceTable &table = tokenizer->pieceTable();
    const std::vector<TokenId> banned = neverGenerated(table, {}, "");
    std::mt19937 random(7);
    for (int round = 0; round < 50; ++round) {
        const auto forced = forcePrefix(*tokenizer, table, text, 1000);
        QVERIFY(forced);
        std::vector<TokenId> tokens = forced->tokens;
        Spelling spelling = forced->spelling;
        while (spelling.open()) {
            const std::vector<TokenId> wrong = misspelling(spelling, table, banned);
            std::vector<TokenId> allowed;
            for (TokenId id = 0; id < tokenizer->vocabSize(); ++id) {
                if (!std::ranges::binary_search(wrong, id))
                    allowed.push_back(id);
            }
            QVERIFY(!allowed.empty());
            tokens.push_back(allowed[random() % allowed.size()]);
            spelling = afterPiece(spelling, table, tokens.back());
            QVERIFY(tokens.size() <= text.size() + 1);
        }
        QVERIFY2(tokenizer->decode(tokens).starts_with(text), qPrintable(QString::fromStdString(tokenizer->decode(tokens))));
    }
}

void ForcedPrefixTest::whatCannotBeWrittenIsRefused()
{
    const TinyTokenizer small(TinyTokenizer::controls({"de", "en"}), {"▁", "a", "b"});
    const PieceTable &table = small.pieceTable();
    QVERIFY(forcePrefix(small, table, "ab a", 10));
    QCOMPARE(forcePrefix(small, table, "abc", 10).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(forcePrefix(small, table, "ab a", 2).error().code, ErrorCode::OutOfRange);
}

void ForcedPrefixTest::longRestsAreForcedAsTokens()
{
    const auto tokenizer = TinyTokenizer::standard();
    const PieceTable &table = tokenizer->pieceTable();
    const auto roomy = forcePrefix(*tokenizer, table, "Guten Morgen", 9);
    QVERIFY(roomy && roomy->spelling.open());
    const auto tight = forcePrefix(*tokenizer, table, "Guten Morgen", 3);
    QVERIFY(tight && !tight->spelling.open());
    QCOMPARE(tokenizer->decode(tight->tokens), std::string("Guten Morgen"));
}

void ForcedPrefixTest::strangePiecesAreNeverGenerated()
{
    const auto tokenizer = TinyTokenizer::standard();
    const PieceTable &table = tokenizer->pieceTable();
    const auto idOf = [&](const char *piece) {
        for (TokenId id = 0; id < tokenizer->vocabSize(); ++id) {
            if (tokenizer->piece(id) == piece)
                return id;
        }
        return TokenId(-1);
    };
    const auto isBanned = [&](const std::vector<TokenId> &banned, const char *piece) { return std::ranges::binary_search(banned, idOf(piece)); };

    const std::vector<TokenId> plain = neverGenerated(table, {}, "text");
    for (const char *piece : {"<de>", "<to:en>", "\n", "<1>", "</1>", "<9/>", "<0x0A>", "<0x00>", "<0x7F>"})
        QVERIFY2(isBanned(plain, piece), piece);
    for (const char *piece : {"</s>", "a", "▁", "<0x41>", "<0xC3>"})
        QVERIFY2(!isBanned(plain, piece), piece);

    const std::vector<TokenId> tagged = neverGenerated(table, std::vector<TokenId>{idOf("<1>")}, "line\nend <1>");
    QVERIFY(!isBanned(tagged, "<1>"));
    QVERIFY(!isBanned(tagged, "\n"));
    QVERIFY(isBanned(tagged, "</1>"));
}

QTEST_APPLESS_MAIN(ForcedPrefixTest)
#include "tst_forced_prefix.moc"
