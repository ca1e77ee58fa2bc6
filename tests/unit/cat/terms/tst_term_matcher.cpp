#include "engine/cat/terms/inflection/suffix_rules.h"
#include "engine/cat/terms/matching/term_matcher.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/terms/term_samples.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <set>

using namespace interlinear;
using namespace interlinear::cat;

namespace {

using Place = std::tuple<std::size_t, std::size_t, std::int64_t, std::size_t>;

bool shareOne(const std::vector<std::string> &a, const std::vector<std::string> &b)
{
    return std::ranges::any_of(a, [&](const std::string &stem) { return std::ranges::find(b, stem) != b.end(); });
}

bool isHere(const std::vector<TermWord> &term, const std::vector<TermWord> &text, std::size_t at, CaseRule rule, WordStems &stems)
{
    for (std::size_t i = 0; i < term.size(); ++i) {
        const TermWord &wanted = term[i], &there = text[at + i];
        if (i > 0 && wanted.glued != there.glued)
            return false;
        const auto stemsOf
            = [&](const TermWord &word) { return word.kind == TermWord::Kind::Word ? stems.of(word.form) : std::vector<std::string>{word.folded}; };
        if (!shareOne(stemsOf(wanted), stemsOf(there)))
            return false;
        const std::size_t common = static_cast<std::size_t>(std::ranges::mismatch(wanted.folded, there.folded).in1 - wanted.folded.begin());
        const bool equal = wanted.folded == there.folded;
        if (rule == CaseRule::Exact && (equal ? wanted.form != there.form : wanted.form.substr(0, common) != there.form.substr(0, common)))
            return false;
    }
    return true;
}

/// Every term at every place, one after the other.
std::set<Place> bySearching(const std::vector<Term> &terms, const std::string &text, WordStems &stems)
{
    std::set<Place> found;
    const std::vector<TermWord> words = termWords({text, {}});
    for (std::size_t number = 0; number < terms.size(); ++number) {
        const std::vector<TermWord> term = termWords({terms[number].text, {}});
        for (std::size_t at = 0; !term.empty() && at + term.size() <= words.size(); ++at) {
            const ByteSpan span{words[at].span.begin, words[at + term.size() - 1].span.end};
            if (words[at].begins && isHere(term, words, at, terms[number].caseRule, stems) && standsWhole(text, span))
                found.emplace(span.begin, span.end, static_cast<std::int64_t>(number), 0);
        }
    }
    return found;
}

std::string shown(const std::string &text, const std::vector<TermFind> &finds)
{
    std::string all;
    for (const TermFind &find : finds)
        all += (all.empty() ? "" : ", ") + text.substr(find.span.begin, find.span.length()) + (find.manner == TermManner::Inflected ? "~" : "");
    return all;
}

}  // namespace

class TestTermMatcher : public QObject {
    Q_OBJECT

    QTemporaryDir m_dictionaries;

private Q_SLOTS:
    void initTestCase()
    {
        const auto write = [&](const QString &name, const QByteArray &bytes) {
            QFile file(m_dictionaries.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(bytes);
        };
        write("sv_SE.aff", "SET ISO8859-1\nSFX A Y 2\nSFX A 0 en .\nSFX A 0 ar .\n");
        write("sv_SE.dic", "2\nst\xF6rning/A\nfil/A\n");   // Latin-1
        write("en_GB.aff", "SET UTF-8\nSFX M Y 1\nSFX M ouse ice ouse\n");   // before any that is installed
        write("en_GB.dic", "1\nmouse/M\n");
        qputenv("DICPATH", m_dictionaries.path().toUtf8());
    }

    void findsWhatASearchFinds()
    {
        samples::Random random(11);
        WordStems stems("en");
        for (int round = 0; round < tests::rounds(400); ++round) {
            TermMatcher matcher("en");
            std::vector<Term> terms;
            for (std::size_t i = random() % 30; i > 0; --i) {
                terms.push_back({.text = samples::termText(random),
                                 .language = "en",
                                 .status = static_cast<TermStatus>(random() % 4),
                                 .caseRule = random() % 4 ? CaseRule::Any : CaseRule::Exact});
                matcher.add({static_cast<std::int64_t>(terms.size()) - 1, 0}, terms.back());
            }
            for (int texts = 0; texts < 5; ++texts) {
                const std::string text = samples::text(random);
                const std::vector<TermFind> finds = matcher.find({text, {}});
                const std::set<Place> expected = bySearching(terms, text, stems);
                std::set<Place> found;
                for (const TermFind &find : finds)
                    found.emplace(find.span.begin, find.span.end, find.key.row, find.key.place);
                QVERIFY2(found.size() == finds.size() && found == expected, (text + ": " + shown(text, finds)).c_str());

                std::set<Place> left;
                for (const auto &[begin, end, row, place] : expected) {
                    const bool inside = std::ranges::any_of(expected, [&](const Place &other) {
                        return std::get<0>(other) <= begin && end <= std::get<1>(other) && std::get<1>(other) - std::get<0>(other) > end - begin;
                    });
                    if (!inside || terms[static_cast<std::size_t>(row)].status == TermStatus::Forbidden)
                        left.emplace(begin, end, row, place);
                }
                std::set<Place> visible;
                for (const TermFind &find : withoutHidden(finds))
                    visible.emplace(find.span.begin, find.span.end, find.key.row, find.key.place);
                QVERIFY2(visible == left, text.c_str());
            }
        }
    }

    void termsStandInTexts_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("term");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("found");
        const auto row = [](const char *name, const char *language, const char *term, const char *text, const char *found) {
            QTest::newRow(name) << QString(language) << QString(term) << QString(text) << QString(found);
        };
        row("plural", "en", "hard disk", "Two hard disks, one Hard Disk.", "hard disks~, Hard Disk");
        row("plural in es", "en", "box", "boxes of a box", "boxes~, box");
        row("plural in ies", "en", "query", "All queries.", "queries~");
        row("possessive", "en", "user", "the user's name", "user");
        row("by the dictionary", "en", "mouse", "three mice", "mice~");
        row("no short stems", "en", "as", "a as ass", "as");
        row("not within a word", "en", "cat", "concatenate a category", "");
        row("hyphen or space", "en", "e-mail address", "E mail addresses and e-mail address", "E mail addresses~, e-mail address");
        row("signs", "en", "C++", "In C++, C++17 and C + + or C", "C++, C++");
        row("no part of it", "en", "C", "C++ C# C, C", "C, C");
        row("a dot in front", "en", ".NET", "On .NET and ASP.NET, NET", ".NET");
        row("no dot in front", "en", "NET", "On .NET and NET.", "NET");
        row("a dot within", "en", "node.js", "Node.js. nodeXjs", "Node.js");
        row("an asterisk", "en", "A*", "A* is not AA, A *", "A*");
        row("brackets", "en", "f(x", "call f(x) [", "f(x");
        row("German cases", "de", "Rechner", "des Rechners, den Rechnern", "Rechners~, Rechnern~");
        row("German umlaut", "de", "Haus", "die Häuser", "Häuser~");
        row("a noun stays one", "de", "Ware", "Sie waren Waren", "Waren~");
        row("sharp s", "de", "Straße", "STRASSE", "STRASSE");
        row("French elision", "fr", "ordinateur", "l’ordinateur, d'ordinateurs", "ordinateur, ordinateurs~");
        row("French plural", "fr", "journal", "les journaux", "journaux~");
        row("Spanish", "es", "conexión", "las conexiones", "conexiones~");
        row("Italian", "it", "libro", "i libri", "libri~");
        row("Portuguese", "pt", "botão", "os botões", "botões~");
        row("Dutch", "nl", "taal", "de talen", "talen~");
        row("Czech cases", "cs", "pevný disk", "Na pevném disku, s pevnými disky.", "pevném disku~, pevnými disky~");
        row("a vowel that comes and goes", "cs", "uživatelský účet", "z uživatelského účtu", "uživatelského účtu~");
        row("Slovak", "sk", "pevný disk", "na pevnom disku", "pevnom disku~");
        row("Polish", "pl", "karta sieciowa", "z kartą sieciową i karty sieciowej", "kartą sieciową~, karty sieciowej~");
        row("Polish plural", "pl", "użytkownik", "użytkownicy, użytkowników", "użytkownicy~, użytkowników~");
        row("Russian cases", "ru", "жёсткий диск", "На жёстком диске, жестких дисков", "жёстком диске~, жестких дисков~");
        row("Russian feminine", "ru", "сетевая карта", "с сетевой картой, сеть карт", "сетевой картой~");
        row("Russian genitive plural", "ru", "ссылка", "много ссылок", "ссылок~");
        row("Ukrainian", "uk", "жорсткий диск", "на жорсткому диску", "жорсткому диску~");
        row("Swedish", "sv", "dator", "datorerna, datorn, data", "datorerna~, datorn~");
        row("Danish", "da", "fil", "filerne, filen", "filerne~, filen~");
        row("Latin plurals in German", "de", "Konto", "die Konten", "Konten~");
        row("-ium", "de", "Kriterium", "Kriterien", "Kriterien~");
        row("-um", "de", "Museum", "in Museen", "Museen~");
        row("-ix", "de", "Matrix", "zwei Matrizen", "Matrizen~");
        row("-ex", "de", "Index", "die Indizes", "Indizes~");
        row("a strong verb", "de", "schreiben", "er schrieb, hat geschrieben", "schrieb~, geschrieben~");
        row("irregular plurals", "en", "index", "all indices", "indices~");
        row("irregular plural of people", "en", "child", "the children", "children~");
        row("Greek plural", "en", "criterion", "the criteria", "criteria~");
        row("an irregular verb", "en", "write", "he wrote, it is written", "wrote~, written~");
        row("no plural", "en", "news", "a new thing, good news", "news");
        row("Japanese", "ja", "翻訳", "機械翻訳の翻訳者", "翻訳, 翻訳");
        row("Korean", "ko", "컴퓨터", "컴퓨터를 새컴퓨터", "컴퓨터");
        row("Thai", "th", "ไทย", "ภาษาไทย", "ไทย");
        row("composed or not", "en", "café", "cafe\u0301", "cafe\u0301");
        row("by the dictionary of another region", "sv-FI", "störning", "störningen och STÖRNINGAR filen", "störningen~, STÖRNINGAR~");
    }

    void termsStandInTexts()
    {
        QFETCH(QString, language);
        QFETCH(QString, term);
        QFETCH(QString, text);
        QFETCH(QString, found);
        TermMatcher matcher(language.toStdString());
        matcher.add({1, 0}, {.text = term.toStdString(), .language = language.toStdString()});
        const std::string source = text.toStdString();
        QCOMPARE(QString::fromStdString(shown(source, matcher.find({source, {}}))), found);
    }

    void tagsAreNoWordsUnlessTheyReadSo()
    {
        TermMatcher matcher("en");
        matcher.add({1, 0}, {.text = "open cluster", .language = "en"});
        const TaggedText bold{"An open cluster", {{1, TagKind::Open, 3, "<b>"}, {1, TagKind::Close, 10, "</b>"}}};
        QCOMPARE(matcher.find(bold).size(), std::size_t(1));
        const TaggedText code{"An open cluster", {{1, TagKind::Standalone, 8, "{x}"}}};
        QCOMPARE(matcher.find(code).size(), readingOf(code.tags[0]) == TagReading::Word ? std::size_t(0) : std::size_t(1));
    }

    void caseIsAsTheTermSays()
    {
        TermMatcher matcher("en");
        matcher.add({1, 0}, {.text = "Windows", .language = "en", .caseRule = CaseRule::Exact});
        matcher.add({2, 0}, {.text = "mouse", .language = "en", .forms = {"mice"}});
        const std::string text = "Windows on windows: Mice.";
        QCOMPARE(shown(text, matcher.find({text, {}})), std::string("Windows, Mice~"));
    }

    void aDictionaryConfirmsForms()
    {
        WordStems stems("sv");
        QVERIFY(std::ranges::find(stems.of("störningar"), "störning") != stems.of("störningar").end());
        QCOMPARE(stems.formsOf("fil"), (std::vector<std::string>{"fil"}));   // no table of endings for Swedish
        QCOMPARE(WordStems("xx").formsOf("word"), (std::vector<std::string>{"word"}));
    }

    void anyBytesAreSafe()
    {
        samples::Random random(5);
        TermMatcher matcher("de");
        for (int i = 0; i < tests::rounds(300); ++i) {
            std::string bytes;
            for (std::size_t length = random() % 30; length > 0; --length)
                bytes += static_cast<char>(random());
            matcher.add({i, 0}, {.text = bytes, .language = "de"});
            QVERIFY(matcher.find({bytes, {}}).size() < 1000);
        }
    }
};

QTEST_APPLESS_MAIN(TestTermMatcher)
#include "tst_term_matcher.moc"
