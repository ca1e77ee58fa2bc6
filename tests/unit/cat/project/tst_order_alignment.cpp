// Two lists laid side by side: what is paired is equal and in order, and what cannot be mistaken is found.
#include "engine/cat/project/order_alignment.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/memory/samples.h"

#include <QTest>

#include <algorithm>

using namespace interlinear;
using namespace interlinear::cat;
using samples::below;

namespace {

using Numbers = std::vector<std::uint32_t>;
using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

}  // namespace

class TestOrderAlignment : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void neighboursOfWhatIsThereOnceArePaired()
    {
        QVERIFY(alignedInOrder(Numbers{1, 2, 1, 3}, Numbers{1, 3}) == (Pairs{{2, 0}, {3, 1}}));
        QVERIFY(alignedInOrder(Numbers{1, 2, 1, 3}, Numbers{1, 4, 1, 2, 1, 3}) == (Pairs{{0, 2}, {1, 3}, {2, 4}, {3, 5}}));
        QVERIFY(alignedInOrder(Numbers{1, 1, 2, 1}, Numbers{1, 1, 3, 1}) == (Pairs{{0, 0}, {1, 1}, {3, 3}}));
        QVERIFY(alignedInOrder(Numbers{1, 2, 3}, Numbers{3, 1, 2}) == (Pairs{{0, 1}, {1, 2}}));
        QVERIFY(alignedInOrder({}, Numbers{1}).empty());
    }

    void whatIsEqualStaysWhereItIs()
    {
        samples::Random random(12);
        for (int round = 0; round < tests::rounds(300); ++round) {
            Numbers numbers(below(random, 40));
            for (std::uint32_t &number : numbers)
                number = static_cast<std::uint32_t>(below(random, 1 + below(random, 30)));
            Pairs same;
            for (std::size_t i = 0; i < numbers.size(); ++i)
                same.emplace_back(i, i);
            QVERIFY(alignedInOrder(numbers, numbers) == same);
        }
    }

    /// Of a list of which some are taken out, and into which others are put that it does not have: all the others, when each of them is there once.
    void whatIsThereOnceIsFound()
    {
        samples::Random random(13);
        for (int round = 0; round < tests::rounds(300); ++round) {
            Numbers earlier, now;
            Pairs expected;
            const bool once = below(random, 2) == 0;
            for (std::uint32_t i = 0; i < 60; ++i) {
                const std::uint32_t number = once ? i : static_cast<std::uint32_t>(below(random, 20));
                const std::size_t change = below(random, 6);
                if (change == 0)
                    now.push_back(1000 + i);
                if (change != 1 && change != 2)
                    expected.emplace_back(earlier.size(), now.size());
                if (change != 1)
                    earlier.push_back(number);
                if (change != 2)
                    now.push_back(number);
            }
            const Pairs pairs = alignedInOrder(earlier, now);
            for (std::size_t i = 0; i < pairs.size(); ++i) {
                QCOMPARE(earlier[pairs[i].first], now[pairs[i].second]);
                QVERIFY(i == 0 || (pairs[i - 1].first < pairs[i].first && pairs[i - 1].second < pairs[i].second));
            }
            QVERIFY(!once || pairs == expected);
        }
    }

    void hugeListsAreAligned()
    {
        Numbers twins, mirrored;
        for (std::uint32_t i = 0; i < 200'000; ++i) {
            twins.push_back(i / 2);
            mirrored.push_back(i);
        }
        QCOMPARE(alignedInOrder(twins, twins).size(), twins.size());
        const Numbers backwards(mirrored.rbegin(), mirrored.rend());
        QVERIFY(!alignedInOrder(mirrored, backwards).empty());
    }
};

QTEST_APPLESS_MAIN(TestOrderAlignment)
#include "tst_order_alignment.moc"
