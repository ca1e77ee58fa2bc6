// Wrong numbers become those of the source; where they cannot, the check says so.
#include "engine/mixmoe/decode/numbers.h"

#include <QTest>

using namespace interlinear;
using namespace interlinear::mixmoe;

namespace {

using Words = std::vector<std::pair<std::string, std::string>>;

std::vector<SourceTargetLink> linked(const std::string &source, const std::string &target, const Words &words)
{
    std::vector<SourceTargetLink> links;
    for (const auto &[from, to] : words)
        links.push_back({{source.find(from), source.find(from) + from.size()}, {target.find(to), target.find(to) + to.size()}, 1.0F});
    return links;
}

}  // namespace

class NumbersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void values_data();
    void values();
    void corrected_data();
    void corrected();
    void typedNumbersStay();
};

void NumbersTest::values_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("expected");
    QTest::newRow("English") << "1,234.5 and 12, 3." << "en" << "1234.5 12 3";
    QTest::newRow("German") << "1.234,5 und 12, 3." << "de" << "1234.5 12 3";
    QTest::newRow("millions") << "1,234,567" << "en" << "1234567";
    QTest::newRow("no groups of three") << "1.5 und 12,34,5" << "de" << "1.5 12,34,5";
    QTest::newRow("time, date, version") << "10:30 24.12.2020 1.2.3" << "en" << "10:30 24.12.2020 1.2.3";
    QTest::newRow("inside words") << "F1 and 20th" << "en" << "1 20";
    QTest::newRow("region") << "1,5" << "de-AT" << "1.5";
}

void NumbersTest::values()
{
    QFETCH(const QString, text);
    QFETCH(const QString, language);
    QFETCH(const QString, expected);
    QStringList found;
    for (const Number &number : numbersOf(text.toStdString(), language.toStdString()))
        found << QString::fromStdString(number.value);
    QCOMPARE(found.join(' '), expected);
}

void NumbersTest::corrected_data()
{
    QTest::addColumn<std::string>("source");
    QTest::addColumn<std::string>("target");
    QTest::addColumn<Words>("words");
    QTest::addColumn<std::string>("expected");
    QTest::addColumn<bool>("differ");
    const auto row = [](const char *name, const char *source, const char *target, const Words &words, const char *expected, bool differ) {
        QTest::newRow(name) << std::string(source) << std::string(target) << words << std::string(expected) << differ;
    };
    row("right as it is", "It costs 1,234.50 euros.", "Es kostet 1.234,50 Euro.", {}, "Es kostet 1.234,50 Euro.", false);
    row("the other way round is wrong", "It costs 1,234 euros.", "Es kostet 1,234 Euro.", {}, "Es kostet 1.234 Euro.", false);
    row("invented", "Tom has 3 dogs.", "Tom hat 20 Hunde.", {}, "Tom hat 3 Hunde.", false);
    row("decimal", "It is 2.5 m high.", "Es ist 10 m hoch.", {}, "Es ist 2,5 m hoch.", false);
    row("version is kept", "Version 1.2.3 is out.", "Version 1 ist da.", {}, "Version 1.2.3 ist da.", false);
    row("one of two", "3 dogs and 4 cats", "4 Katzen und 5 Hunde", {}, "4 Katzen und 3 Hunde", false);
    row("by alignment", "3 dogs and 4 cats", "40 Katzen und 50 Hunde", {{"4", "40"}, {"3", "50"}}, "4 Katzen und 3 Hunde", false);
    row("in order where nothing is aligned", "3 dogs and 4 cats", "30 Hunde und 40 Katzen", {}, "3 Hunde und 4 Katzen", false);
    row("lost", "Tom has 3 dogs.", "Tom hat Hunde.", {}, "Tom hat Hunde.", true);
    row("one too many", "Tom has dogs.", "Tom hat 20 Hunde.", {}, "Tom hat 20 Hunde.", true);
    row("no numbers", "Tom has dogs.", "Tom hat Hunde.", {}, "Tom hat Hunde.", false);
}

void NumbersTest::corrected()
{
    QFETCH(std::string, source);
    QFETCH(std::string, target);
    QFETCH(Words, words);
    QFETCH(std::string, expected);
    QFETCH(bool, differ);
    const NumberCheck check = checkNumbers({source, "en"}, {target, "de"}, linked(source, target, words), 0);
    for (auto edit = check.edits.rbegin(); edit != check.edits.rend(); ++edit)
        target.replace(edit->span.begin, edit->span.length(), edit->text);
    QCOMPARE(QString::fromStdString(target), QString::fromStdString(expected));
    QCOMPARE(check.differ, differ);
}

void NumbersTest::typedNumbersStay()
{
    const NumberCheck check = checkNumbers({"3 dogs and 4 cats", "en"}, {"30 Hunde und 40 Katzen", "de"}, {}, 3);
    QVERIFY(check.differ);
    QCOMPARE(check.edits.size(), std::size_t{1});
    QCOMPARE(check.edits.front().text, std::string("4"));
}

QTEST_APPLESS_MAIN(NumbersTest)
#include "tst_numbers.moc"
