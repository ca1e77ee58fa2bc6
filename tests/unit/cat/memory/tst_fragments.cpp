#include "engine/cat/memory/assembly/fragments.h"
#include "engine/cat/memory/assembly/memory_words.h"
#include "engine/cat/memory/scoring/tokens.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/samples.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace interlinear;
using namespace interlinear::cat;
using interlinear::cat::samples::unitOf;

namespace {

/// The plain truth about words and units.
class UnitWordList : public UnitWords {
public:
    void add(const Unit &unit)
    {
        note(m_source, unit.source);
        note(m_target, unit.target);
        m_units.push_back(unit);
    }

    std::size_t units() const override { return m_units.size(); }
    Entries withSourceWord(std::string_view key) const override { return find(m_source, key); }
    Entries withTargetWord(std::string_view key) const override { return find(m_target, key); }
    Result<std::optional<Unit>> unit(std::int64_t entry) const override { return std::optional(m_units[static_cast<std::size_t>(entry)]); }

private:
    using Side = std::map<std::string, std::set<std::int64_t>, std::less<>>;

    static Entries find(const Side &side, std::string_view key)
    {
        const auto found = side.find(key);
        return found == side.end() ? Entries() : Entries(found->second.begin(), found->second.end());
    }

    void note(Side &side, const TaggedText &text) const
    {
        const TokenList list = tokenise(text);
        for (const std::string_view key : contentKeys(list))
            side[std::string(key)].insert(static_cast<std::int64_t>(m_units.size()));
    }

    std::vector<Unit> m_units;
    Side m_source, m_target;
};

std::string cut(const std::string &text, ByteSpan span)
{
    return text.substr(span.begin, span.length());
}

UnitWordList wordsOf(std::initializer_list<std::pair<const char *, const char *>> texts)
{
    UnitWordList words;
    for (const auto &[source, target] : texts)
        words.add(unitOf(source, target));
    return words;
}

/// A made-up pair of languages: each phrase has a translation of its own length, and sentences have their phrases in the opposite order.
struct Phrase {
    std::string source, target;
};

std::string made(samples::Random &random, const char *ending)
{
    std::string word;
    for (int i = 0; i < 4; ++i)
        word += static_cast<char>('a' + samples::below(random, 26));
    return word + ending;
}

std::vector<Phrase> phrases(samples::Random &random, std::size_t count)
{
    std::vector<Phrase> list(count);
    for (Phrase &phrase : list) {
        phrase.source = made(random, "o") + " " + made(random, "o");
        phrase.target = made(random, "en") + " " + made(random, "en");
        if (samples::below(random, 2) == 0)
            phrase.target += " " + made(random, "en");
    }
    return list;
}

Unit sentenceOf(const std::vector<const Phrase *> &parts)
{
    std::string source, target;
    for (const Phrase *part : parts) {
        source += (source.empty() ? "" : " ") + part->source;
        target = part->target + (target.empty() ? "" : " " + target);
    }
    return unitOf(source + ".", target + ".");
}

QStringList summary(const std::vector<Fragment> &fragments)
{
    QStringList lines;
    for (const Fragment &fragment : fragments)
        lines << QString("%1-%2 %3 %4 %5").arg(fragment.inQuery.begin).arg(fragment.inQuery.end).arg(QString::fromStdString(fragment.unit.id)).arg(fragment.inTarget.begin).arg(fragment.confidencePerMille);
    return lines;
}

}  // namespace

class TestFragments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStretchAndItsTranslation()
    {
        const UnitWordList words = wordsOf({{"Clean the heat pump once a year.", "Reinigen Sie die Wärmepumpe einmal im Jahr."},
                                            {"The heat pump is loud.", "Die Wärmepumpe ist laut."},
                                            {"Clean the filter once a month.", "Reinigen Sie den Filter einmal im Monat."},
                                            {"The filter is loud.", "Der Filter ist laut."},
                                            {"Water boils.", "Wasser kocht."}});
        const std::string query = "We sell the heat pump with a new filter.";
        const std::vector<Fragment> found = fragments(words, {query, {}}, 10).value();
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(cut(query, found[0].inQuery), std::string("the heat pump"));
        QCOMPARE(found[0].units, std::size_t(2));
        QVERIFY(cut(found[0].unit.target.text, found[0].inTarget).ends_with("Wärmepumpe"));
    }

    void aWholeUnitIsOneWhateverItsLength()
    {
        const UnitWordList words = wordsOf({{"Settings", "Einstellungen"}, {"Open file…", "Datei öffnen …"}});
        const std::string query = "Choose Settings, then Open File.";
        const std::vector<Fragment> found = fragments(words, {query, {}}, 10).value();
        QCOMPARE(found.size(), std::size_t(2));
        QCOMPARE(cut(query, found[0].inQuery), std::string("Settings"));
        QCOMPARE(cut(query, found[1].inQuery), std::string("Open File"));
        QCOMPARE(cut(found[1].unit.target.text, found[1].inTarget), std::string("Datei öffnen"));
        QCOMPARE(found[1].confidencePerMille, 1000);
    }

    void nothingFromNothing()
    {
        QVERIFY(fragments(UnitWordList(), {"Any text.", {}}, 5)->empty());
        const UnitWordList words = wordsOf({{"Some text here", "Etwas Text hier"}});
        QVERIFY(fragments(words, {"", {}}, 5)->empty());
        QVERIFY(fragments(words, {"…", {}}, 5)->empty());
        QVERIFY(fragments(words, {"Some text here", {}}, 0)->empty());
        QVERIFY(fragments(words, {"text some", {}}, 5)->empty());
    }

    /// In a language that is known through and through, each fragment is the longest there is, and its translation is right.
    void theTranslationIsFound()
    {
        samples::Random random(71);
        int right = 0, all = 0, missed = 0;   // missed: what stands once, beside others that stand once, cannot be told apart
        for (int round = 0; round < interlinear::tests::rounds(12); ++round) {
            const std::vector<Phrase> known = phrases(random, 150);
            const auto any = [&] { return &known[samples::below(random, known.size())]; };
            UnitWordList words;
            std::set<std::string> sources;
            for (int i = 0; i < 250; ++i) {
                const Unit unit = sentenceOf({any(), any(), any()});
                sources.insert(unit.source.text);
                words.add(unit);
            }
            for (int question = 0; question < 20; ++question) {
                const Phrase *phrase = any();
                const std::string query = "zzz " + phrase->source + " yyy";
                const std::vector<Fragment> found = fragments(words, {query, {}}, 5).value();
                const bool isKnown = std::any_of(sources.begin(), sources.end(), [&](const std::string &source) { return source.find(phrase->source) != source.npos; });
                QVERIFY(found.size() <= std::size_t(isKnown));
                if (found.empty()) {
                    missed += isKnown ? 1 : 0;
                    continue;
                }
                QCOMPARE(cut(query, found[0].inQuery), phrase->source);
                QCOMPARE(cut(found[0].unit.source.text, found[0].inSource), phrase->source);
                ++all;
                right += cut(found[0].unit.target.text, found[0].inTarget) == phrase->target ? 1 : 0;
            }
        }
        QVERIFY2(right * 100 >= all * 97 && missed * 20 < all, qPrintable(QString("%1 of %2, %3 missed").arg(right).arg(all).arg(missed)));
    }

    /// The index of a memory knows what the plain lists know, while units come and go.
    void aMemoryKnowsTheSame()
    {
        samples::Random random(74);
        const QTemporaryDir folder;
        Memory memory = *Memory::create((folder.path() + "/memory").toStdString(), "en", "de");
        for (int round = 0; round < interlinear::tests::rounds(6); ++round) {
            for (int i = 0; i < 20; ++i)
                QVERIFY(memory.add(samples::unit(random)).has_value());
            UnitWordList list;
            QVERIFY(memory.forEachUnit([&](const Unit &unit) { return list.add(unit), Result<void>(); }).has_value());
            const Result<MemoryWords> words = MemoryWords::open(memory);
            QVERIFY(words.has_value());
            QCOMPARE(words->units(), list.units());
            for (int question = 0; question < 10; ++question) {
                const TaggedText query = samples::segment(random);
                QCOMPARE(summary(fragments(*words, query, 6).value()), summary(fragments(list, query, 6).value()));
            }
        }
    }

    /// Whatever the texts: spans rise, never overlap, lie in their texts, hold the same words, and come again the same.
    void anyTextsAtAll()
    {
        samples::Random random(72);
        int count = 0;
        for (int round = 0; round < interlinear::tests::rounds(40); ++round) {
            UnitWordList words;
            for (int i = 0; i < 40; ++i)
                words.add(samples::unit(random));
            for (int question = 0; question < 5; ++question) {
                const TaggedText query = samples::segment(random);
                const std::vector<Fragment> found = fragments(words, query, 6).value();
                QCOMPARE(summary(found), summary(fragments(words, query, 6).value()));
                std::size_t end = 0;
                for (const Fragment &fragment : found) {
                    QVERIFY(fragment.inQuery.begin >= end && fragment.inQuery.end > fragment.inQuery.begin && fragment.inQuery.end <= query.text.size());
                    QVERIFY(fragment.inTarget.end > fragment.inTarget.begin && fragment.inTarget.end <= fragment.unit.target.text.size());
                    QVERIFY(fragment.confidencePerMille >= 0 && fragment.confidencePerMille <= 1000);
                    const std::string asked = cut(query.text, fragment.inQuery);
                    const std::string known = cut(fragment.unit.source.text, fragment.inSource);
                    const bool uncut = query.tags.empty() && fragment.unit.source.tags.empty();   // a line break is a tag, and cuts words
                    QVERIFY2(!uncut || contentKeys(tokenise({asked, {}})).size() == contentKeys(tokenise({known, {}})).size(), (asked + " | " + known + " in " + query.text + " | " + fragment.unit.source.text).c_str());
                    end = fragment.inQuery.end;
                }
                count += static_cast<int>(found.size());
            }
        }
        QVERIFY(count > 20);
    }

    /// No stretch that some source holds is longer than the first that is chosen.
    void theLongestIsTaken()
    {
        samples::Random random(73);
        const auto text = [&](std::size_t length) {
            std::string result;
            for (std::size_t i = 0; i < length; ++i)
                result += (i ? " word" : "word") + std::string(1, static_cast<char>('a' + samples::below(random, 6)));
            return result;
        };
        int missed = 0;
        for (int round = 0; round < interlinear::tests::rounds(150); ++round) {
            UnitWordList words;
            std::vector<std::string> sources;
            for (int i = 0; i < 6; ++i) {
                sources.push_back(" " + text(2 + samples::below(random, 6)) + " ");
                words.add(unitOf(sources.back(), sources.back()));
            }
            const std::string query = text(8);
            std::size_t longest = 0;
            for (std::size_t begin = 0; begin < query.size(); ++begin) {
                for (std::size_t end = query.size(); end > begin; --end) {
                    const bool whole = (begin == 0 || query[begin - 1] == ' ') && (end == query.size() || query[end] == ' ') && query[begin] != ' ' && query[end - 1] != ' ';
                    const std::string part = " " + query.substr(begin, end - begin) + " ";
                    if (whole && std::any_of(sources.begin(), sources.end(), [&](const std::string &source) { return source.find(part) != source.npos; }))
                        longest = std::max(longest, static_cast<std::size_t>(std::ranges::count(part, ' ')) - 1);
                }
            }
            std::size_t found = 0;
            const std::vector<Fragment> all = fragments(words, {query, {}}, 20).value();
            for (const Fragment &fragment : all)
                found = std::max(found, tokenise({cut(query, fragment.inQuery), {}}).contentCount);
            QVERIFY(found <= longest);
            missed += longest >= 2 && found < longest ? 1 : 0;   // no target stretch speaks for it
        }
        QVERIFY2(missed * 10 < interlinear::tests::rounds(150), qPrintable(QString::number(missed)));
    }
};

QTEST_APPLESS_MAIN(TestFragments)
#include "tst_fragments.moc"
