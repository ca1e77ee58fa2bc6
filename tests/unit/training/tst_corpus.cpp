// Corpus files and the vocabulary made from them.
#include "engine/core/files.h"
#include "engine/mixmoe/text/prompt.h"
#include "engine/mixmoe/text/tokenizer.h"
#include "engine/training/data/corpus.h"
#include "engine/training/data/vocabulary.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <random>

using namespace interlinear;
using namespace interlinear::training;

namespace {

// Small words in random order: enough variety for a vocabulary, and the same every time.
std::vector<std::string> madeUpSentences(int count)
{
    const std::vector<std::string> words{"the", "house", "is", "small", "das", "Haus", "ist", "klein", "and", "und", "water", "Wasser", "grün", "über", "tree", "Baum",
                                         "we", "wir", "sehen", "see", "schöne", "Grüße", "morning", "Morgen", "3", "1984"};
    std::mt19937 random(1);
    std::vector<std::string> sentences;
    for (int i = 0; i < count; ++i) {
        std::string sentence;
        for (unsigned length = 3 + static_cast<unsigned>(random() % 6), word = 0; word < length; ++word)
            sentence += (word ? " " : "") + words[random() % words.size()];
        sentences.push_back(sentence + (random() % 2 ? "." : "?"));
    }
    return sentences;
}

}  // namespace

class TestCorpus : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::shared_ptr<const mixmoe::Tokenizer> m_tokenizer;

    std::filesystem::path write(const char *name, const std::string &text) const
    {
        const std::filesystem::path path = (m_folder.path() + "/" + name).toStdString();
        [&] { QVERIFY(writeFileAtomically(path, text)); }();
        return path;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto bytes = trainVocabulary(madeUpSentences(2000), {.size = 350, .languages = {"de", "en"}});
        QVERIFY2(bytes, bytes ? "" : bytes.error().sentence().c_str());
        const auto tokenizer = mixmoe::Tokenizer::fromBytes(*bytes, "vocabulary");
        QVERIFY(tokenizer);
        m_tokenizer = *tokenizer;
        QCOMPARE(m_tokenizer->vocabSize(), 350);
    }

    void pairsNeedTwoColumns()
    {
        const auto pairs = readPairs(write("good.tsv", "a\tb\nc d\te\n"));
        QVERIFY(pairs && pairs->size() == 2 && (*pairs)[1].first == "c d" && (*pairs)[1].second == "e");
        for (const char *bad : {"a\tb\nonly one\n", "a\tb\nthree\tcolumns\there\n"}) {
            const auto result = readPairs(write("bad.tsv", bad));
            QVERIFY(!result && result.error().where.ends_with("bad.tsv:2"));
        }
    }

    void damagedXzAndBytesThatAreNoTextAreErrors()
    {
        QVERIFY(!readSentences(write("cut.txt.xz", std::string("\xFD" "7zXZ\0\0\4", 8))));
        QVERIFY(!readSentences(write("latin1.txt", "Gr\xFC\xDF" "e\n")));
        QVERIFY(!readSentences("/no/such/file.txt"));
    }

    void textSurvivesEncodingAndDecoding()
    {
        std::mt19937 random(2);
        const std::vector<std::string> parts{"Haus", " ", "  ", "\n", "<1>", "</1>", "<2/>", "ü", "👍", "日本", "\t", "%s", "{name}", "<de>", "</s>", "e\u0301", "\u00a0", "x"};
        for (int round = 0; round < 2000; ++round) {
            std::string text;
            for (unsigned i = 0, count = random() % 8; i < count; ++i)
                text += parts[random() % parts.size()];
            std::vector<mixmoe::TokenId> ids;
            std::size_t last = 0;
            for (const mixmoe::Piece &piece : m_tokenizer->encode(text)) {
                ids.push_back(piece.id);
                QVERIFY(!m_tokenizer->isControl(piece.id));
                QVERIFY(piece.span.begin >= last && piece.span.end <= text.size());
                last = piece.span.end;
            }
            QCOMPARE(m_tokenizer->decode(ids), text);
        }
    }

    void promptsHaveTheTrainedShape()
    {
        const auto prompt = mixmoe::translationPrompt(*m_tokenizer, "en", "de", "the house");
        QVERIFY(prompt);
        QCOMPARE(m_tokenizer->piece(prompt->tokens.front()), std::string("<en>"));
        QCOMPARE(m_tokenizer->piece(prompt->tokens[1]), std::string("<to:de>"));
        QCOMPARE(m_tokenizer->piece(prompt->tokens.back()), std::string("<de>"));
        QCOMPARE(prompt->spans.size(), prompt->tokens.size());
        const auto unknown = mixmoe::translationPrompt(*m_tokenizer, "en", "fr", "the house");
        QVERIFY(!unknown && unknown.error().code == ErrorCode::UnknownLanguage);
        QVERIFY(unknown.error().sentence().find("de, en") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestCorpus)
#include "tst_corpus.moc"
