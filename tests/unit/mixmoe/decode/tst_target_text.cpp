// The growing target: only whole characters, exact spans, and in the end what the tokenizer itself decodes; and the tokenizer decodes as SentencePiece does.
#include "engine/core/utf8.h"
#include "engine/mixmoe/decode/target_text.h"
#include "tests/support/tiny_tokenizer.h"

#include <QTest>

#include <sentencepiece_processor.h>

#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

class TargetTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void growsToWhatTheTokenizerDecodes();
    void charactersOfSeveralBytesComeWhole();
    void theModelsVocabularyIsDecodedAsBySentencePiece();
};

void TargetTextTest::growsToWhatTheTokenizerDecodes()
{
    const auto tokenizer = TinyTokenizer::standard();
    std::mt19937 random(5);
    for (int round = 0; round < 3000; ++round) {
        TargetText target(*tokenizer, "  ");
        std::vector<TokenId> tokens;
        std::size_t covered = 2;
        for (auto count = random() % 20; count > 0; --count) {
            tokens.push_back(static_cast<TokenId>(random() % static_cast<unsigned>(tokenizer->vocabSize())));
            const std::string before = target.text();
            target.append(tokens.back());
            QVERIFY(target.text().starts_with(before));
            QVERIFY(!firstInvalidUtf8(target.text()));
            QVERIFY(target.lastSpan().begin >= covered);
            QCOMPARE(target.lastSpan().end, target.text().size());
            covered = target.lastSpan().end;
        }
        target.finish();
        QCOMPARE(target.text(), "  " + tokenizer->decode(tokens));
    }
}

void TargetTextTest::charactersOfSeveralBytesComeWhole()
{
    const auto tokenizer = TinyTokenizer::standard();
    TargetText target(*tokenizer);
    std::vector<ByteSpan> spans;
    for (const Piece &piece : tokenizer->encode("Guten €👍a")) {
        target.append(piece.id);
        spans.push_back(target.lastSpan());
    }
    QCOMPARE(target.text(), std::string("Guten €👍a"));
    const std::vector<ByteSpan> expected{{0, 5}, {5, 6}, {6, 6}, {6, 6}, {6, 9}, {9, 9}, {9, 9}, {9, 9}, {9, 13}, {13, 14}};
    QCOMPARE(spans, expected);
}

void TargetTextTest::theModelsVocabularyIsDecodedAsBySentencePiece()
{
    const auto tokenizer = Tokenizer::load(std::filesystem::path(INTERLINEAR_SOURCE_DIR) / "resources/models/european/tokenizer.model").value();
    sentencepiece::SentencePieceProcessor judge;
    QVERIFY(judge.LoadFromSerializedProto(tokenizer->serialized()).ok());
    for (TokenId id = 0; id < tokenizer->vocabSize(); ++id)
        QCOMPARE(tokenizer->decode(std::vector<TokenId>{id}), judge.DecodeIds(std::vector<int>{id}));
    std::mt19937 random(6);
    for (int round = 0; round < 20000; ++round) {
        std::vector<int> ids(random() % 6);
        for (int &id : ids)
            id = static_cast<int>(random() % (round % 2 == 0 ? 400U : static_cast<unsigned>(tokenizer->vocabSize())));   // the first ones are control tokens, tags, bytes and short pieces
        QCOMPARE(tokenizer->decode(ids), judge.DecodeIds(ids));
    }
}

QTEST_APPLESS_MAIN(TargetTextTest)
#include "tst_target_text.moc"
