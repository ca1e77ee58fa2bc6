#include "engine/cat/memory/scoring/alignment.h"
#include "engine/cat/memory/scoring/score.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/samples.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <optional>
#include <numeric>

using namespace interlinear;
using namespace interlinear::cat;

namespace {

int sumOf(const Comparison &comparison)
{
    return std::accumulate(comparison.parts.begin(), comparison.parts.end(), 0, [](int sum, const ScorePart &part) { return sum + part.points; });
}

Comparison compared(const TaggedText &match, const TaggedText &query)
{
    return compare(tokenise(match), tokenise(query));
}

int scoreOf(const std::string &match, const std::string &query)
{
    return compared({match, {}}, {query, {}}).perMille;
}

/// The textbook table over content tokens.
std::size_t levenshtein(const std::vector<std::string_view> &a, const std::vector<std::string_view> &b)
{
    std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0)
                table[i][j] = i + j;
            else
                table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
        }
    }
    return table[a.size()][b.size()];
}

/// What the header of the alignment says, in a whole table and nothing else: word edits first, then the points of everything else.
struct Price {
    int edits = 0;
    int points = 0;

    auto operator<=>(const Price &) const = default;
    Price operator+(const Price &other) const { return {edits + other.edits, points + other.points}; }
};

Price alone(const Token &token)
{
    if (token.content)
        return {1, 0};
    return {0, token.kind == TokenKind::Tag ? cost::tag : cost::punctuation};
}

std::optional<Price> together(const Token &a, const Token &b)
{
    if (a.key == b.key && a.content == b.content) {
        const int form = a.kind == TokenKind::Tag ? cost::tagChanged : a.kind == TokenKind::Number || a.kind == TokenKind::Verbatim ? cost::number : cost::letterCase;
        return Price{0, (a.form == b.form ? 0 : form) + (a.space == b.space ? 0 : cost::spacing)};
    }
    if (a.content && b.content)
        return Price{1, 0};
    const bool bothTags = a.kind == TokenKind::Tag && b.kind == TokenKind::Tag, neither = a.kind != TokenKind::Tag && b.kind != TokenKind::Tag;
    return !a.content && !b.content && (bothTags || neither) ? std::optional(alone(a)) : std::nullopt;
}

int slowScore(const TokenList &match, const TokenList &query)
{
    const std::size_t rows = match.tokens.size() - 1, columns = query.tokens.size() - 1;   // the ends are partners
    std::vector<std::vector<Price>> table(rows + 1, std::vector<Price>(columns + 1));
    for (std::size_t i = 0; i <= rows; ++i) {
        for (std::size_t j = 0; j <= columns; ++j) {
            std::vector<Price> ways;
            if (i > 0)
                ways.push_back(table[i - 1][j] + alone(match.tokens[i - 1]));
            if (j > 0)
                ways.push_back(table[i][j - 1] + alone(query.tokens[j - 1]));
            if (i > 0 && j > 0) {
                if (const std::optional<Price> pair = together(match.tokens[i - 1], query.tokens[j - 1]))
                    ways.push_back(table[i - 1][j - 1] + *pair);
            }
            table[i][j] = ways.empty() ? Price() : *std::ranges::min_element(ways);
        }
    }
    const Price price = table[rows][columns] + *together(match.tokens.back(), query.tokens.back());
    const int words = static_cast<int>(std::max<std::size_t>(1, std::max(match.contentCount, query.contentCount)));
    const int left = 1000 - (1000 * price.edits + words - 1) / words;
    return left - std::min({price.points, 50, left});
}

std::string longText(std::size_t words, const std::string &last)
{
    std::string text;
    for (std::size_t i = 0; i + 1 < words; ++i)
        text += "word" + std::string(1, static_cast<char>('a' + i % 26)) + std::string(1, static_cast<char>('a' + i / 26 % 26)) + " ";
    return text + last;
}

}  // namespace

class TestScore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wordEditsAreTheLevenshteinDistance()
    {
        samples::Random random(11);
        for (int round = 0; round < interlinear::tests::rounds(5000); ++round) {
            const TokenList match = tokenise(samples::segment(random));
            const TokenList query = tokenise(samples::segment(random));
            const std::size_t edits = levenshtein(contentKeys(match), contentKeys(query));
            const std::size_t words = std::max<std::size_t>(1, std::max(match.contentCount, query.contentCount));
            const int ceiling = 1000 - static_cast<int>((1000 * edits + words - 1) / words);
            const int score = compare(match, query).perMille;
            QVERIFY2(score <= ceiling && score >= std::max(0, ceiling - mostPointsWithEqualWords), qPrintable(QString("%1 for %2").arg(score).arg(ceiling)));
        }
    }

    void theScoreIsThatOfTheCheapestAlignment()
    {
        samples::Random random(17);
        const auto text = [&] {
            TaggedText segment = samples::segment(random);
            if (samples::below(random, 3) == 0)
                segment.text += " " + std::string(std::array{"%s", "{name}", "https://example.org/a", "x@example.org", "(www.x.org)", "{0}"}[samples::below(random, 6)]);
            return segment;
        };
        for (int round = 0; round < interlinear::tests::rounds(3000); ++round) {
            const TokenList match = tokenise(text()), query = tokenise(text());
            QCOMPARE(compare(match, query).perMille, slowScore(match, query));
        }
    }

    /// Documentation and software as they are, against the segment that stands before them and against themselves with a word more.
    void theScoreOfRealText()
    {
        const char *const texts[] = {
            "This function returns TRUE on success or FALSE on failure.", "This function returns an array on success, or FALSE on failure.",
            "Could not open “%1”: %2 (error %3).", "Could not open “%1”: %2.", "See https://example.org/manual/en/ for PHP 5.3.0 and later.",
            "See https://example.org/manual/de/ for PHP 7.0 and later.", "Die Funktion gibt bei Erfolg TRUE zurück, andernfalls FALSE.",
            "Cette fonction retourne TRUE en cas de succès ou FALSE si une erreur survient.", "この関数は、成功した場合に TRUE を、失敗した場合に FALSE を返します。",
            "成功时返回 TRUE， 或者在失败时返回 FALSE。", "Эта функция возвращает TRUE в случае успешного завершения или FALSE в случае ошибки.",
            "Press Ctrl+Alt+F2, or run `systemctl --user restart {service}` as root@example.org.", "&File|Save &As…", "3 of 12 files copied (45.2 MB/s)"};
        for (const char *a : texts) {
            for (const char *b : texts) {
                const TokenList match = tokenise({a, {}}), query = tokenise({b, {}}), longer = tokenise({std::string(b) + " again", {}});
                QCOMPARE(compare(match, query).perMille, slowScore(match, query));
                QCOMPARE(compare(match, longer).perMille, slowScore(match, longer));
            }
        }
    }

    void thePartsAddUp()
    {
        samples::Random random(12);
        for (int round = 0; round < interlinear::tests::rounds(5000); ++round) {
            Comparison comparison = compared(samples::segment(random), samples::segment(random));
            const auto maybe = [&] { return samples::below(random, 2) == 0; };
            addContext(comparison, {.idKnown = maybe(), .sameId = maybe(), .samePrevious = maybe(), .sameNext = maybe()});
            addPenalty(comparison, ScoreReason::MemoryPenalty, static_cast<int>(samples::below(random, 700)));
            QCOMPARE(sumOf(comparison), comparison.perMille);
            QVERIFY(comparison.perMille >= 0 && comparison.perMille <= 1020);
        }
    }

    void equalMeansEqualTextAndTags()
    {
        samples::Random random(13);
        int equal = 0;
        for (int round = 0; round < interlinear::tests::rounds(20000); ++round) {
            const TaggedText a = samples::segment(random);
            const TaggedText b = samples::below(random, 3) == 0 ? a : samples::segment(random);
            const bool same = a.text == b.text && a.tags.size() == b.tags.size()
                && std::equal(a.tags.begin(), a.tags.end(), b.tags.begin(), [&](const InlineTag &x, const InlineTag &y) {
                       return x.kind == y.kind && x.offset == y.offset && x.code == y.code && x.id - a.tags[0].id == y.id - b.tags[0].id;
                   });
            QCOMPARE(compared(a, b).perMille == 1000, same);
            equal += same ? 1 : 0;
        }
        QVERIFY(equal > interlinear::tests::rounds(1000) && equal < interlinear::tests::rounds(19000));
    }

    void bothDirectionsScoreTheSame()
    {
        samples::Random random(14);
        for (int round = 0; round < interlinear::tests::rounds(2000); ++round) {
            const TaggedText a = samples::segment(random);
            const TaggedText b = samples::segment(random);
            QCOMPARE(compared(a, b).perMille, compared(b, a).perMille);
        }
    }

    void bands_data()
    {
        QTest::addColumn<QString>("match");
        QTest::addColumn<QString>("query");
        QTest::addColumn<int>("perMille");
        QTest::newRow("equal") << "Press Enter now." << "Press Enter now." << 1000;
        QTest::newRow("case of one word") << "Press enter now." << "Press Enter now." << 995;
        QTest::newRow("a number") << "Page 3 of 12" << "Page 4 of 12" << 990;
        QTest::newRow("an address") << "See https://a.org/x?y=1 first." << "See https://b.example/z first." << 990;
        QTest::newRow("a placeholder") << "Delete {file} from %s?" << "Delete {folder} from %1$d?" << 980;
        QTest::newRow("an address is no placeholder") << "See x@a.org now" << "See {x} now" << 666;
        QTest::newRow("a mark") << "Press Enter now" << "Press Enter now." << 990;
        QTest::newRow("a space") << "Press  Enter now." << "Press Enter now." << 995;
        QTest::newRow("white space at the end") << "Press Enter now. " << "Press Enter now." << 995;
        QTest::newRow("everything but the words") << "a, b, c, d, e, f, g" << "A. B. C. D. E. F. G." << 950;
        QTest::newRow("one word of four") << "Press Enter right now." << "Press Escape right now." << 750;
        QTest::newRow("one word more") << "Press Enter now." << "Press Enter right now." << 750;
        QTest::newRow("one word and a mark") << "Press Enter right now." << "Press Escape right now!" << 740;
        QTest::newRow("nothing in common") << "yes" << "no" << 0;
        QTest::newRow("one character of four") << QString::fromUtf8("我去北京") << QString::fromUtf8("我去南京") << 750;
    }
    void bands()
    {
        QFETCH(QString, match);
        QFETCH(QString, query);
        QTEST(scoreOf(match.toStdString(), query.toStdString()), "perMille");
    }

    void longTextsThatDifferLateAreNotEqual()
    {
        QCOMPARE(scoreOf(longText(1500, "end"), longText(1500, "end")), 1000);
        QCOMPARE(scoreOf(longText(1500, "end"), longText(1500, "fin")), 999);
        QCOMPARE(scoreOf(longText(1500, "End"), longText(1500, "end")), 995);
    }

    /// Longer than one table: the alignment is cut in two, and must not cost more.
    void longTextsAreAlignedAsWell()
    {
        samples::Random random(15);
        std::string text;
        std::string other;
        for (int i = 0; i < 450; ++i) {
            const std::string sentence = samples::sentence(random);
            text += sentence + ' ';
            other += (i % 3 == 0 ? samples::edited(sentence, random) : sentence) + ' ';
        }
        const TokenList match = tokenise({"first " + text + "last", {}});
        const TokenList query = tokenise({"begin " + other + "end", {}});
        QVERIFY(match.tokens.size() * query.tokens.size() > 4'000'000);
        std::size_t edits = 0;
        for (const AlignedStep &step : align(match, query)) {
            const bool content = step.kind == StepKind::Insert ? query.tokens[step.query].content : match.tokens[step.match].content;
            edits += step.kind != StepKind::Match && content ? 1 : 0;
        }
        QCOMPARE(edits, levenshtein(contentKeys(match), contentKeys(query)));
    }

    void tagsThatDifferAreNeverEqual()
    {
        const TaggedText bold{"Press Enter", {{1, TagKind::Open, 6, "<b>", ""}, {1, TagKind::Close, 11, "</b>", ""}}};
        TaggedText renumbered = bold;
        renumbered.tags[0].id = renumbered.tags[1].id = 7;
        TaggedText italic = bold;
        italic.tags[0].code = "<i>";
        TaggedText moved = bold;
        moved.tags[0].offset = 5;
        QCOMPARE(compared(bold, renumbered).perMille, 1000);
        QCOMPARE(compared(bold, italic).perMille, 995);
        QCOMPARE(compared(bold, moved).perMille, 995);
        QCOMPARE(compared(bold, {"Press Enter", {}}).perMille, 980);
    }

    void contextNeedsAnEqualText()
    {
        Comparison equal = compared({"Yes.", {}}, {"Yes.", {}});
        addContext(equal, {.samePrevious = true, .sameNext = true});
        QCOMPARE(equal.perMille, 1020);
        Comparison nearly = compared({"Yes!", {}}, {"Yes.", {}});
        addContext(nearly, {.samePrevious = true, .sameNext = true});
        QCOMPARE(nearly.perMille, 990);
    }

    void equalTextsNeedNoCutting()
    {
        samples::Random random(17);
        for (int round = 0; round < interlinear::tests::rounds(300); ++round) {
            const TaggedText text = samples::segment(random);
            const Comparison cut = compared(text, text);
            const Comparison uncut = comparisonOfEqual(text);
            QCOMPARE(uncut.perMille, cut.perMille);
            QCOMPARE(uncut.parts == cut.parts, true);
            QCOMPARE(uncut.differences.size(), std::size_t(1));
            QCOMPARE(uncut.differences[0].kind, Difference::Kept);
            QCOMPARE(uncut.differences[0].inMatch, (ByteSpan{0, text.text.size()}));
        }
    }

    void differencesCoverBothTexts()
    {
        samples::Random random(16);
        for (int round = 0; round < interlinear::tests::rounds(3000); ++round) {
            const TaggedText match = samples::segment(random);
            const TaggedText query = samples::segment(random);
            std::size_t matchEnd = 0;
            std::size_t queryEnd = 0;
            for (const DifferenceSpan &span : compared(match, query).differences) {
                QVERIFY(span.inMatch.begin >= matchEnd && span.inMatch.end >= span.inMatch.begin && span.inMatch.end <= match.text.size());
                QVERIFY(span.inQuery.begin >= queryEnd && span.inQuery.end >= span.inQuery.begin && span.inQuery.end <= query.text.size());
                QCOMPARE(span.kind == Difference::Removed && !span.inQuery.empty(), false);
                QCOMPARE(span.kind == Difference::Added && !span.inMatch.empty(), false);
                matchEnd = span.inMatch.end;
                queryEnd = span.inQuery.end;
            }
        }
    }

    void differencesOfASentence()
    {
        const std::vector<DifferenceSpan> expected{{Difference::Kept, {0, 5}, {0, 5}},
                                                   {Difference::Changed, {6, 11}, {6, 12}},
                                                   {Difference::Kept, {12, 15}, {13, 16}},
                                                   {Difference::Added, {15, 15}, {16, 24}},
                                                   {Difference::Kept, {15, 16}, {24, 25}}};
        QCOMPARE(compared({"Press Enter now.", {}}, {"Press Escape now, please.", {}}).differences, expected);
    }
};

QTEST_APPLESS_MAIN(TestScore)
#include "tst_score.moc"
