// What a translation copies, and what it does not.
#include "engine/mixmoe/decode/protected_text.h"
#include "tests/support/rounds.h"

#include <QTest>

#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;

class ProtectedTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void found_data();
    void found();
    void spansAreApartWhateverTheText();
};

// In each text the protected parts stand between "«" and "»".
void ProtectedTextTest::found_data()
{
    QTest::addColumn<QString>("marked");
    QTest::newRow("web address") << "See «https://example.org/a?b=1&c=2#d», please.";
    QTest::newRow("in brackets") << "Home («http://example.org/a_(b)») is here.";
    QTest::newRow("without scheme") << "Go to «www.example.org» or «example.org» now.";
    QTest::newRow("mail") << "Write to «tom.cat+x@mail.example.org».";
    QTest::newRow("mailto") << "«mailto:tom@example.org»";
    QTest::newRow("at sign alone") << "Meet @ noon, @tom.";
    QTest::newRow("printf") << "«%s» of «%1$d» and «%5.2f», «%ld» «%@»:";
    QTest::newRow("percent is text") << "100% sure, 5 % more, 50%discount, % s";
    QTest::newRow("Qt") << "«%1» of «%2» in «%n» files";
    QTest::newRow("Python") << "«%(name)s» and «{}» and «{0:.2f}»";
    QTest::newRow("braces") << "Hello «{name}»'s «${HOME}» and «{{title}}»!";
    QTest::newRow("a set is text") << "the set {a, b} and { }";
    QTest::newRow("files") << "Edit «config.json», «src/main.cpp» and «README.md».";
    QTest::newRow("paths") << "In «/etc/hosts» or «~/notes» or «C:\\Users\\tom».";
    QTest::newRow("slashes are text") << "and/or, 24/7, km/h, he/she.";
    QTest::newRow("stops are text") << "e.g. Mr.Smith at 5 p.m.Then 3.5 or 1.2.3.";
    QTest::newRow("options") << "Use «--help» -- or not -- always-on.";
    QTest::newRow("underscores") << "The «snake_case_name» is _not_ it.";
    QTest::newRow("emoji") << "Good «👍🏽» day «👨‍👩‍👧» here «→» there«❤️».";
    QTest::newRow("letters and mathematics") << "Grüße, 你好, 5 − 3 ≤ 2 … „so“ ©";
    QTest::newRow("numbers") << "1,234.5 and 10:30 and 24.12.2020";
}

void ProtectedTextTest::found()
{
    QFETCH(const QString, marked);
    const std::string text = QString(marked).remove("«").remove("»").toStdString();
    std::string shown = text;
    const std::vector<ByteSpan> spans = protectedSpans(text);
    for (auto span = spans.rbegin(); span != spans.rend(); ++span)
        shown.insert(span->end, "»").insert(span->begin, "«");
    QCOMPARE(QString::fromStdString(shown), marked);
}

void ProtectedTextTest::spansAreApartWhateverTheText()
{
    std::mt19937 random(3);
    const std::vector<std::string> parts{"a", "Z", "1", ".", "/", "\\", "{", "}", "%", "s", "$", "(", ")", "@", "_", "-", ":", "://", "www.", " ", "👍", "\u200D", "ü", "~", ".md"};
    for (int round = 0; round < interlinear::tests::rounds(20000); ++round) {
        std::string text;
        for (auto count = random() % 20; count > 0; --count)
            text += parts[random() % parts.size()];
        std::size_t last = 0;
        for (const ByteSpan &span : protectedSpans(text)) {
            QVERIFY(span.begin >= last && span.end > span.begin && span.end <= text.size());
            QVERIFY((static_cast<unsigned char>(text[span.begin]) & 0xC0) != 0x80);
            QVERIFY(span.end == text.size() || (static_cast<unsigned char>(text[span.end]) & 0xC0) != 0x80);
            last = span.end;
        }
    }
}

QTEST_APPLESS_MAIN(ProtectedTextTest)
#include "tst_protected_text.moc"
