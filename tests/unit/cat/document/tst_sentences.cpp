#include "engine/cat/segmentation/counts.h"
#include "engine/cat/segmentation/sentence_breaker.h"
#include "engine/cat/segmentation/tagged_sentences.h"
#include "engine/cat/segmentation/white_space.h"
#include "tests/unit/cat/document/markdown_soup.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

class SentencesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void breaks_data();
    void breaks();
    void unknownLanguageHasTheGeneralRules();
    void everyCharacterAndTagIsInOneSentence();
    void counts();
};

namespace {

SentenceBreaker breakerFor(const std::string &language)
{
    Result<SentenceBreaker> breaker = SentenceBreaker::create(language);
    if (!breaker)
        qFatal("%s", breaker.error().sentence().c_str());
    return std::move(*breaker);
}

std::vector<std::string> sentencesOf(const std::string &language, const std::string &text)
{
    SentenceBreaker breaker = breakerFor(language);
    std::vector<std::string> sentences;
    for (const TaggedSentence &sentence : taggedSentences({text, {}}, breaker))
        sentences.push_back(text.substr(sentence.text.begin, sentence.text.length()));
    return sentences;
}

// White space, and tags that stand for it, belong to no sentence.
bool mayBeLeftOut(const TaggedText &text, std::size_t begin, std::size_t end)
{
    return leadingWhiteSpace(std::string_view(text.text).substr(begin, end - begin)) == end - begin;
}

}  // namespace

// In each text "|" stands where a sentence begins.
void SentencesTest::breaks_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("marked");

    QTest::newRow("two") << "en" << "It rains. |It pours.";
    QTest::newRow("question and exclamation") << "en" << "Who? |Me! |No…";
    QTest::newRow("titles") << "en" << "Dr. Bell met Mrs. Young. |They left.";
    QTest::newRow("latin abbreviations") << "en" << "Bring shoes, e.g. Boots, i.e. Good ones. |Thanks.";
    QTest::newRow("etc. goes on") << "en" << "Eggs, bread etc. are here. |Take them.";
    QTest::newRow("initials") << "en" << "J. R. R. Tolkien wrote it. |Read it.";
    QTest::newRow("I ends a sentence") << "en" << "So do I. |You too.";
    QTest::newRow("decimals and versions") << "en" << "It is 2.5 m high in version 1.2.3. |Good.";
    QTest::newRow("quotes") << "en" << "“Come in.” |She came.";
    QTest::newRow("file names") << "en" << "Open readme.md now. |Then close it.";
    QTest::newRow("address with a question mark") << "en" << "See example.org/?q=1 or a?b now. |Good.";
    QTest::newRow("bracket behind a stop") << "en" << "It is here.[1] |It stays. |Good. |[It goes.]";
    QTest::newRow("German abbreviations") << "de" << "Es kostet z.B. 3 Euro bzw. mehr. |Fragen Sie Hr. Meier, Nr. 7.";
    QTest::newRow("German ordinals") << "de" << "Am 3. Mai kommen wir. |Das war 1999. |Danach nicht.";
    QTest::newRow("German quotes") << "de" << "„Komm herein.“ |Sie kam.";
    QTest::newRow("French") << "fr" << "M. Dupont et Mme. Petit sont là. |Bonjour !";
    QTest::newRow("Spanish") << "es" << "¿Dónde está el Sr. López? |¡Aquí!";
    QTest::newRow("Italian") << "it" << "Il sig. Rossi è qui. |Ciao!";
    QTest::newRow("Portuguese") << "pt-BR" << "A Dra. Silva chegou. |Bom dia!";
    QTest::newRow("Chinese") << "zh" << "你好。|你好吗？|好！";
    QTest::newRow("Japanese") << "ja" << "鍵はここです。|犬は寝ています。";
    QTest::newRow("Russian") << "ru" << "Идёт дождь. |Где ключ?";
    QTest::newRow("Arabic") << "ar" << "أين المفتاح؟ |هنا.";
    QTest::newRow("Hindi") << "hi" << "चाबी यहाँ है। |कुत्ता वहाँ है।";
}

void SentencesTest::breaks()
{
    QFETCH(const QString, language);
    QFETCH(const QString, marked);
    QStringList expected;
    for (const QString &part : marked.split('|'))
        expected << part.trimmed();
    QStringList found;
    for (const std::string &sentence : sentencesOf(language.toStdString(), QString(marked).remove('|').toStdString()))
        found << QString::fromStdString(sentence);
    QCOMPARE(found, expected);
}

void SentencesTest::unknownLanguageHasTheGeneralRules()
{
    const std::vector<std::string> expected{"One.", "Two."};
    for (const char *language : {"tlh", "xx-YY", "", "not a language", "-"})
        QCOMPARE(sentencesOf(language, "One. Two."), expected);
}

void SentencesTest::everyCharacterAndTagIsInOneSentence()
{
    SentenceBreaker breaker = breakerFor("en");
    const TaggedText tags{{},
                          {{1, TagKind::Open, 0, "**", {}},
                           {2, TagKind::Standalone, 0, "`code`", "code"},
                           {1, TagKind::Close, 0, "**", {}},
                           {3, TagKind::Open, 0, "[", {}},
                           {4, TagKind::Open, 0, "*", {}},
                           {4, TagKind::Close, 0, "*", {}},
                           {3, TagKind::Close, 0, "](url)", {}},
                           {5, TagKind::Standalone, 0, "<b>", "<b>"}}};
    for (unsigned seed = 1; seed <= 3000; ++seed) {
        MarkdownSoup soup(seed);
        const TaggedText text = soup.withTagsOf(tags, soup.typedText() + ". " + soup.typedText() + "? Then! " + soup.typedText());
        const QByteArray context = "seed " + QByteArray::number(seed);
        std::size_t character = 0;
        std::size_t tag = 0;
        for (const TaggedSentence &sentence : taggedSentences(text, breaker)) {
            QVERIFY2(sentence.firstTag == tag, context);
            QVERIFY2(sentence.text.begin >= character && mayBeLeftOut(text, character, sentence.text.begin), context);
            TaggedText alone{text.text.substr(sentence.text.begin, sentence.text.length()), {}};
            for (; tag < sentence.tagEnd; ++tag) {
                alone.tags.push_back(text.tags[tag]);
                alone.tags.back().offset -= sentence.text.begin;
            }
            QVERIFY2(alone.isWellFormed() && !alone.empty(), context);
            character = sentence.text.end;
        }
        QVERIFY2(tag == text.tags.size() && mayBeLeftOut(text, character, text.text.size()), context);
    }
}

void SentencesTest::counts()
{
    QCOMPARE(countWords({"The heat pump", "is 2.5 m high.", " – … !"}, "en").value(), 7U);
    QCOMPARE(countWords({}, "en").value(), 0U);
    QVERIFY(countWords({"钥匙在门垫下面。"}, "zh").value() >= 3);
    QCOMPARE(countCharacters("Grüße 👍"), 7U);
}

QTEST_APPLESS_MAIN(SentencesTest)
#include "tst_sentences.moc"
