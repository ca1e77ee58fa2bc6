#include "engine/core/markup.h"
#include "tests/support/rounds.h"

#include <QRandomGenerator>
#include <QTest>

#include <string>
#include <vector>

using namespace interlinear;

namespace {

// "1(press )1[…": the text with the ends of pairs as brackets and what stands alone as a bar, each with its number.
std::string shape(const TaggedText &text)
{
    std::string shown;
    std::size_t at = 0;
    for (const InlineTag &tag : text.tags) {
        shown += text.text.substr(at, tag.offset - at) + std::to_string(tag.id) + (tag.kind == TagKind::Open ? "(" : tag.kind == TagKind::Close ? ")" : "|");
        at = tag.offset;
    }
    return shown + text.text.substr(at);
}

}  // namespace

class TestMarkup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tagsBecomeInline_data();
    void tagsBecomeInline();
    void anyTextComesBack();
};

void TestMarkup::tagsBecomeInline_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("inlined");
    QTest::newRow("a pair") << "press <b class='key'>Enter</b>!" << "press 1(Enter1)!";
    QTest::newRow("pairs in pairs") << "<i>a <b>b</b></i>" << "1(a 2(b2)1)";
    QTest::newRow("pairs of one name") << "<b>a <b>b</b> c</b>" << "1(a 2(b2) c1)";
    QTest::newRow("alone") << "a<br>b<hr/>" << "a1|b2|";
    QTest::newRow("crossing") << "<i>a <b>b</i> c</b>" << "1(a 2|b1) c4|";
    QTest::newRow("no partner") << "</b>a<i>" << "1|a2|";
    QTest::newRow("no tags") << "1 < 2 and 3 > 2 <- a" << "1 < 2 and 3 > 2 <- a";
}

void TestMarkup::tagsBecomeInline()
{
    QFETCH(QString, text);
    QFETCH(QString, inlined);
    QCOMPARE(QString::fromStdString(shape(withTagsInline(text.toStdString()))), inlined);
}

void TestMarkup::anyTextComesBack()
{
    const std::vector<std::string> parts{"<b>", "</b>", "<i a='b'>", "</i>", "<br/>", "<", ">", "</", "ä", " ", "b>"};
    QRandomGenerator random(7);
    for (int round = 0; round < tests::rounds(2000); ++round) {
        std::string text;
        for (int part = random.bounded(12); part > 0; --part)
            text += parts[random.bounded(static_cast<quint32>(parts.size()))];
        const TaggedText inlined = withTagsInline(text);
        QVERIFY2(inlined.isWellFormed(), text.c_str());
        QCOMPARE(inlined.tags.size(), tagsOf(text).size());
        QCOMPARE(withTagsAsText(inlined), text);
    }
}

QTEST_APPLESS_MAIN(TestMarkup)
#include "tst_markup.moc"
