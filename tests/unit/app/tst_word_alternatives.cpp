// How a chosen word goes on in a target that has tags already, and which word the caret is in.
#include "app/workbench/word_alternatives.h"

#include <QTest>

#include <random>

using namespace interlinear;
using namespace interlinear::workbench;

namespace {

// A text of letters, the tags of two pairs and a single one in it, well formed.
TaggedText drawn(std::mt19937 &random, const std::string &text)
{
    for (;;) {
        TaggedText tagged{text, {}};
        for (const auto &[id, kind] : {std::pair(1, TagKind::Open), {1, TagKind::Close}, {2, TagKind::Open}, {2, TagKind::Close}, {3, TagKind::Standalone}})
            tagged.tags.push_back({id, kind, random() % (text.size() + 1), {}, {}});
        std::ranges::shuffle(tagged.tags, random);
        std::ranges::stable_sort(tagged.tags, {}, &InlineTag::offset);
        if (tagged.isWellFormed())
            return tagged;
    }
}

}  // namespace

class TestWordAlternatives : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTagStandsOnce()
    {
        std::mt19937 random(5);
        for (int round = 0; round < 2000; ++round) {
            const std::string begin(random() % 6, 'a');
            const TaggedText target = drawn(random, begin + "bbbb"), translation = drawn(random, begin + "cccccc");
            const TaggedText result = continued(target, begin.size(), translation);
            QCOMPARE(result.text, translation.text);
            QVERIFY(result.isWellFormed());
            QVERIFY(sameTags(result, target));
            if (result == translation)
                continue;
            for (const InlineTag &tag : target.tags) {
                if (tag.offset < begin.size())
                    QVERIFY(std::ranges::find(result.tags, tag) != result.tags.end());
            }
        }
    }

    void theWordThatTheCaretIsIn_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("offset");
        QTest::addColumn<int>("begin");
        QTest::newRow("empty") << QString() << 0 << 0;
        QTest::newRow("in the middle") << QStringLiteral("Das Haus.") << 6 << 4;
        QTest::newRow("at the beginning") << QStringLiteral("Das Haus.") << 4 << 4;
        QTest::newRow("at the end") << QStringLiteral("Das Haus.") << 8 << 4;
        QTest::newRow("behind a mark") << QStringLiteral("Das Haus.") << 9 << 9;
        QTest::newRow("umlauts") << QStringLiteral("Die Größe") << 10 << 4;
        QTest::newRow("quotes") << QStringLiteral("„Öl“") << 5 << 3;
    }

    void theWordThatTheCaretIsIn()
    {
        QFETCH(QString, text);
        QFETCH(int, offset);
        QFETCH(int, begin);
        QCOMPARE(wordBegin(text.toStdString(), static_cast<std::size_t>(offset)), static_cast<std::size_t>(begin));
    }
};

QTEST_APPLESS_MAIN(TestWordAlternatives)
#include "tst_word_alternatives.moc"
