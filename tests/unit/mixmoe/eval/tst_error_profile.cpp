// The error profile: its rules line by line, its buckets against the corpus metrics.
#include "engine/mixmoe/eval/bleu.h"
#include "engine/mixmoe/eval/chrf.h"
#include "engine/mixmoe/eval/error_profile.h"
#include "engine/mixmoe/eval/language_guesser.h"
#include "engine/mixmoe/eval/line_faults.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::mixmoe;

namespace {

using Lines = std::vector<std::string>;

const Lines english{"The house at the end of the street is old.", "We have not seen them since yesterday.", "She wants to know what the weather will be like.",
                    "Good morning, how are you today?", "There is nothing that I would rather do.", "The children were playing in the garden."};
const Lines german{"Das Haus am Ende der Straße ist alt.", "Wir haben sie seit gestern nicht gesehen.", "Sie will wissen, wie das Wetter wird.",
                   "Guten Morgen, wie geht es dir heute?", "Es gibt nichts, was ich lieber täte.", "Die Kinder spielten im Garten."};

LineTokenizer tokenizer()
{
    return openTokenizer(BleuTokenizer::Mteval13a).value();
}

std::vector<std::size_t> linesWith(LineFault fault, const Lines &hypotheses)
{
    const ErrorProfile profile = profileErrors(english, hypotheses, german, tokenizer()).value();
    return profile.faults[static_cast<std::size_t>(fault)].lines;
}

std::string repeated(const std::string &text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

}  // namespace

class TestErrorProfile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void referencesHaveNoFault()
    {
        const ErrorProfile profile = profileErrors(english, german, german, tokenizer()).value();
        for (const FaultyLines &faulty : profile.faults) {
            QVERIFY2(faulty.lines.empty(), std::string(nameOf(faulty.fault)).c_str());
            QCOMPARE(profile.share(faulty), 0.0);
        }
    }

    void findsEachFault()
    {
        Lines hypotheses = german;
        hypotheses[0] = english[0];
        hypotheses[1] = " \u3000";
        hypotheses[2] = "Sie will wissen, will wissen, will wissen, wie das Wetter wird.";
        hypotheses[3] = "The children want to know how the old house was seen.";
        hypotheses[4] = "Es gibt nichts, was ich lieber täte, und das habe ich schon immer allen gesagt, die es hören wollten oder auch nicht.";
        hypotheses[5] = "Kinder.";
        using Indices = std::vector<std::size_t>;
        QCOMPARE(linesWith(LineFault::CopiedSource, hypotheses), Indices{0});
        QCOMPARE(linesWith(LineFault::Empty, hypotheses), Indices{1});
        QCOMPARE(linesWith(LineFault::Repetition, hypotheses), Indices{2});
        QCOMPARE(linesWith(LineFault::WrongLanguage, hypotheses), (Indices{0, 3}));
        QCOMPARE(linesWith(LineFault::TooLong, hypotheses), Indices{4});
        QCOMPARE(linesWith(LineFault::TooShort, hypotheses), Indices{5});
    }

    void tagsAndPlaceholdersCountWhereTheReferenceKeepsThem()
    {
        const Lines sources{"Press <b>%s</b> now", "Press <b>%s</b> now", "Press <b>%s</b> now", "Press <b>it</b> now"};
        const Lines references{"Nun <b>%s</b>", "Nun <b>%s</b>", "Nun <b>%s</b>", "Nun es"};
        const Lines hypotheses{"Drücke <b class='x'>%s</b>", "Drücke %s</b>", "Drücke <b>%d</b>", "Drücke es"};
        const ErrorProfile profile = profileErrors(sources, hypotheses, references, tokenizer()).value();
        using Indices = std::vector<std::size_t>;
        QCOMPARE(profile.faults[static_cast<std::size_t>(LineFault::LostTags)].lines, Indices{1});
        QCOMPARE(profile.faults[static_cast<std::size_t>(LineFault::LostPlaceholders)].lines, Indices{2});
    }

    void copyingWhatTheReferenceCopiesIsRight()
    {
        QVERIFY(isCopied("Open the file menu", "open the FILE menu", "Öffnen Sie das Menü"));
        QVERIFY(!isCopied("sudo apt install %s", "sudo apt install %s", "sudo apt install %s"));
        QVERIFY(!isCopied("Hotel", "", "Hotel"));
        QVERIFY(!isCopied("Tom denies it", "Tom", "Er bestreitet es"));
        QVERIFY(!isCopied("the house", "das Haus", "das Haus"));
    }

    void repetitionIsMeasuredAgainstTheReference_data()
    {
        QTest::addColumn<QString>("hypothesis");
        QTest::addColumn<QString>("reference");
        QTest::addColumn<bool>("repetitive");
        QTest::newRow("three times") << "ja ja ja" << "ja" << true;
        QTest::newRow("twice") << "ja ja" << "ja" << false;
        QTest::newRow("as the reference") << "ha ha ha" << "Ha ha ha" << false;
        QTest::newRow("four words") << "a b c d a b c d a b c d" << "a b c d" << true;
        QTest::newRow("ideographs") << QString::fromUtf8("我们我们我们去") << QString::fromUtf8("我们去") << true;
        QTest::newRow("few different words") << "a b c a c b a b c b a c b c a" << "a b c d e f g h i j" << true;
        QTest::newRow("empty") << "" << "" << false;
    }

    void repetitionIsMeasuredAgainstTheReference()
    {
        QFETCH(QString, hypothesis);
        QFETCH(QString, reference);
        QTEST(isRepetitive(hypothesis.toStdString(), reference.toStdString()), "repetitive");
    }

    void bucketsAreCorpora()
    {
        Lines sources = english, hypotheses = german, references = german;
        std::reverse(hypotheses.begin(), hypotheses.end());
        sources.push_back(repeated("word ", 41));
        sources.push_back("");
        hypotheses.insert(hypotheses.end(), {"ein Wort", "nichts"});
        references.insert(references.end(), {"ein langes Wort", "gar nichts"});
        const ErrorProfile profile = profileErrors(sources, hypotheses, references, tokenizer()).value();
        std::size_t lines = 0;
        for (const LengthBucket &bucket : profile.buckets) {
            lines += bucket.lines;
            Lines ours, theirs;
            for (std::size_t i = 0; i < sources.size(); ++i) {
                const std::size_t words = std::max<std::size_t>(1, plainWords(sources[i]).size());
                if (words >= bucket.fewest && (bucket.most == 0 || words <= bucket.most)) {
                    ours.push_back(hypotheses[i]);
                    theirs.push_back(references[i]);
                }
            }
            QCOMPARE(ours.size(), bucket.lines);
            if (ours.empty())
                continue;
            QCOMPARE(bucket.bleu, corpusBleu(ours, theirs, BleuTokenizer::Mteval13a)->score);
            QCOMPARE(bucket.chrf, corpusChrf(ours, theirs, ChrfVariant::Characters)->score);
        }
        QCOMPARE(lines, sources.size());
        QCOMPARE(profile.buckets.back().lines, std::size_t(1));
    }

    void guesserTellsLanguagesApart()
    {
        const LanguageGuesser guesser(english, german);
        QVERIFY(guesser.leaning("What would the children like?") > 0);
        QVERIFY(guesser.leaning("Wir wissen nicht, wie alt das Haus ist.") < 0);
        QCOMPARE(guesser.leaning(" "), 0.0);
    }

    void refusesUnequalFiles()
    {
        const auto profile = profileErrors(Lines{"a"}, Lines{"b", "c"}, Lines{"b", "c"}, tokenizer());
        QCOMPARE(QString::fromStdString(profile.error().sentence()), QStringLiteral("there are 1 sources, but 2 translations; line by line they must match"));
        QVERIFY(!profileErrors(Lines{}, Lines{}, Lines{}, tokenizer()));
    }
};

QTEST_APPLESS_MAIN(TestErrorProfile)
#include "tst_error_profile.moc"
