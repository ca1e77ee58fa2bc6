// What is found as a placeholder, what may be done with it, and how a run of text holds it.
#include "engine/cat/document/placeholders.h"

#include <QTest>

#include <random>

using namespace interlinear;
using namespace interlinear::cat;

class PlaceholdersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void styles_data();
    void styles();
    void permissions();
    void tagsOfARun();
    void numberedDirectives();
    void anyTextIsCutSoundly();
};

namespace {

using enum PlaceholderStyle;

QString shown(std::string_view text, const std::vector<PlaceholderStyle> &styles)
{
    QStringList found;
    for (const Placeholder &placeholder : placeholdersIn(text, styles))
        found << QString::fromUtf8(text.substr(placeholder.span.begin, placeholder.span.length()));
    return found.join('|');
}

std::string unchanged(std::string_view text)
{
    return std::string(text);
}

}  // namespace

void PlaceholdersTest::styles_data()
{
    QTest::addColumn<std::vector<PlaceholderStyle>>("styles");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("found");

    const auto row = [](const char *name, std::vector<PlaceholderStyle> styles, const char *text, const char *found) {
        QTest::newRow(name) << std::move(styles) << QString(text) << QString(found);
    };
    row("printf", {Printf}, "%s, %-5d, %1$s, %.2f, %08lx, %5$*1$d, 100%%, %zu, %'d, %@, %c% %q", "%s|%-5d|%1$s|%.2f|%08lx|%5$*1$d|%%|%zu|%'d|%@|%c");
    row("printf of C99 and Java", {Printf}, "%<PRId64> %1$tY-%1$tm %m %*d %.*f", "%<PRId64>|%1$tY|%1$tm|%m|%*d|%.*f");
    row("printf, glued", {Printf}, "%s%d%%%ds", "%s|%d|%%|%d");
    row("printf has no names", {Printf}, "%(name)s", "");
    row("python", {Python}, "%(name)s of %(total)5.2f, %s, %%, %r, %(open", "%(name)s|%(total)5.2f|%s|%%|%r");
    row("python's format", {BraceFormat}, "{} {0} {name!r:>10} {a.b[0]} {0:>{1}} {{ }} {", "{}|{0}|{name!r:>10}|{a.b[0]}|{0:>{1}}|{{|}}");
    row("C#", {BraceFormat}, "{0,10:N2} {1:yyyy-MM-dd}", "{0,10:N2}|{1:yyyy-MM-dd}");
    row("Qt", {PlaceholderStyle::Qt}, "%1 %L2 %n %Ln %12 %123 %% %L %s", "%1|%L2|%n|%Ln|%12|%12");
    row("dollar", {Dollar}, "${name} ${a.b} $name ${} $5", "${name}|${a.b}");
    row("shell", {Shell}, "${name} $name $5", "${name}|$name");
    row("ruby", {PercentBrace}, "%{name} %<price>.2f %{} 5% {x}", "%{name}|%<price>.2f");
    row("colon", {Colon}, ":name, at 12:30, see http://a.b, a::b, Note: :count", ":name|:count");
    row("brace", {Brace}, "{name} {0} {{ user.name }} {{x}} {a b} {} {", "{name}|{0}|{{ user.name }}|{{x}}");
    row("likely percent", {LikelyPercent}, "%s, %1$d, %(a)s, 100%sure, 50%d, %% and 5 % of", "%s|%1$d|%(a)s");
    row("icu", {Icu}, "{n, plural, offset:1 =0 {none} one {# file} other {# files}} of {name}",
        "{n, plural, offset:1 =0 {|} one {|#|} other {|#|}}|{name}");
    row("icu, nested", {Icu}, "{g, select, f {{n, plural, other {# of hers}}} other {#}}", "{g, select, f {|{n, plural, other {|#|}}|} other {|}}");
    row("icu, simple arguments", {Icu}, "{d, date, short} {n, number, #,##0.0} '{name}' it's {x} '' #", "{d, date, short}|{n, number, #,##0.0}|{x}");
    row("icu, not closed", {Icu}, "{n, plural, one {# of {name}", "{name}");
    row("icu, a choice", {Icu}, "{0,choice,0#none|1#one} {1}", "{1}");
    row("the first style has the place", {Printf, PlaceholderStyle::Qt}, "%1$s %1", "%1$s|%1");
    row("icu and percent", {Icu, LikelyPercent}, "%s {n, plural, other {# %d}}", "%s|{n, plural, other {|#|%d|}}");
    row("none", {Printf, Python, BraceFormat, Icu, PlaceholderStyle::Qt, Dollar, Shell, PercentBrace, Colon, Brace, LikelyPercent}, "", "");
}

void PlaceholdersTest::styles()
{
    QFETCH(const std::vector<PlaceholderStyle>, styles);
    QFETCH(const QString, text);
    QFETCH(const QString, found);
    QCOMPARE(shown(text.toStdString(), styles), found);
}

void PlaceholdersTest::permissions()
{
    const auto may = [](std::string_view text, PlaceholderStyle style) { return placeholdersIn(text, {style}).front().may; };
    QCOMPARE(may("%%", Printf), (TagPermissions{true, true, true}));
    QCOMPARE(may("%1$s", Printf), (TagPermissions{false, true, true}));
    QCOMPARE(may("%s of %s", Printf), (TagPermissions{false, false, false}));
    QCOMPARE(may("%s of it", Printf), (TagPermissions{false, false, true}));
    QCOMPARE(may("{n, select, a {b} other {c}}", Icu), (TagPermissions{false, false, false}));
    QCOMPARE(may("{} and {}", BraceFormat), (TagPermissions{false, false, false}));
}

void PlaceholdersTest::tagsOfARun()
{
    InlineRun run;
    run.addVerbatim("a ", {10, 12});
    run.addTag({7, TagKind::Standalone, 0, "\\n", "↵"}, {12, 14});
    run.addVerbatim("%", {14, 15});
    run.addDecoded("1", {15, 20});
    run.addVerbatim(" {x", {20, 23});
    run.addTag({8, TagKind::Standalone, 0, "<br>", ""}, {23, 27});
    run.addVerbatim("}", {27, 28});

    const InlineRun result = withPlaceholders(run, {PlaceholderStyle::Qt, Brace}, unchanged);
    QCOMPARE(result.content.text, "a  {x}");
    QCOMPARE(result.content.tags.size(), 3U);
    QCOMPARE(result.content.tags[1], (InlineTag{2, TagKind::Standalone, 2, "%1", "%1", {false, true, true}}));
    QCOMPARE(result.tagOrigin[1], (ByteSpan{14, 20}));
    QCOMPARE(result.content.tags[2].offset, 5U);
    QCOMPARE(result.textOrigin.size(), result.content.text.size());
    QCOMPARE(result.textOrigin[5], (ByteSpan{27, 28}));
}

void PlaceholdersTest::numberedDirectives()
{
    QCOMPARE(numberedDirective("%-5d", 2), "%2$-5d");
    QCOMPARE(numberedDirective("%*.*f", 1), "%3$*1$.*2$f");
    QCOMPARE(argumentsInOrder("%s"), 1U);
    QCOMPARE(argumentsInOrder("%*d"), 2U);
    for (const char *none : {"%1$s", "%m", "%%", "%(a)s", "%1", "text"})
        QCOMPARE(argumentsInOrder(none), 0U);
}

void PlaceholdersTest::anyTextIsCutSoundly()
{
    constexpr std::string_view pieces[] = {"{", "}", "{{", "%", "%s", "%1", "$", "${", "'", "''", "#", ",", " plural",
                                            "select", ", ", "one ", "a", ":", "*", "é", "(", ")", "0"};
    std::mt19937 random(1);
    for (int round = 0; round < 5000; ++round) {
        std::string text;
        for (auto count = random() % 20; count > 0; --count)
            text += pieces[random() % std::size(pieces)];
        const std::vector<std::vector<PlaceholderStyle>> all{
            {Icu, LikelyPercent}, {Printf}, {BraceFormat}, {Icu}, {Python, PercentBrace, Shell, PlaceholderStyle::Qt, Colon, Brace}};
        for (const std::vector<PlaceholderStyle> &styles : all) {
            InlineRun run;
            run.addVerbatim(text, {0, text.size()});
            const InlineRun result = withPlaceholders(run, styles, unchanged);
            QVERIFY(result.content.isWellFormed());
            std::string again = result.content.text;
            for (auto tag = result.content.tags.rbegin(); tag != result.content.tags.rend(); ++tag)
                again.insert(tag->offset, tag->display);
            QCOMPARE(again, text);
        }
    }
}

QTEST_APPLESS_MAIN(PlaceholdersTest)
#include "tst_placeholders.moc"
