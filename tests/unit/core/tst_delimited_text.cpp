#include "engine/core/delimited_text.h"
#include "tests/support/rounds.h"

#include <QTest>

#include <random>

using namespace interlinear;

namespace {

using Records = std::vector<std::vector<std::string>>;

Result<Records> read(std::string_view text, char separator)
{
    Records records;
    DelimitedReader reader(text, separator);
    for (;;) {
        Result<std::optional<DelimitedRecord>> record = reader.next();
        if (!record)
            return std::unexpected(record.error());
        if (!*record)
            return records;
        records.push_back((*record)->fields);
    }
}

std::string randomText(std::mt19937 &random, std::string_view alphabet, std::size_t longest)
{
    std::string text;
    for (std::size_t length = random() % (longest + 1); length > 0; --length)
        text += alphabet[random() % alphabet.size()];
    return text;
}

}  // namespace

class TestDelimitedText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsReadBack()
    {
        std::mt19937 random(7);
        for (int round = 0; round < tests::rounds(3000); ++round) {
            const char separator = ",\t;"[random() % 3];
            Records records(random() % 5);
            std::string text;
            for (auto &record : records) {
                for (std::size_t fields = 1 + random() % 4; fields > 0; --fields)
                    record.push_back(randomText(random, "ab\",;\t\r\n ", 6));
                text += delimitedRecord(record, separator) + (random() % 2 ? "\r\n" : "\n");
            }
            const Result<Records> found = read(text, separator);
            QVERIFY2(found.has_value(), found ? "" : (text + found.error().sentence()).c_str());
            QVERIFY2(*found == records, text.c_str());
        }
    }

    void anyTextIsReadOrRefused()
    {
        std::mt19937 random(8);
        for (int round = 0; round < tests::rounds(3000); ++round) {
            const Result<Records> found = read(randomText(random, "a\",\r\n", 12), ',');
            QVERIFY(found || found.error().code == ErrorCode::BadFormat);
        }
    }

    void placesAreLines()
    {
        DelimitedReader reader("\xEF\xBB\xBF\"a\n\nb\",c\n\n\rd,\"e\"f\n", ',');
        const auto first = reader.next();
        QVERIFY(first && *first);
        QCOMPARE((*first)->fields[0], std::string("a\n\nb"));
        QCOMPARE((*first)->line, std::int64_t(1));
        const auto second = reader.next();
        QVERIFY(!second);
        QCOMPARE(second.error().where, std::string("line 6"));
        QVERIFY(reader.next() && !*reader.next());
        QCOMPARE(read("a,\"b\nc", ',').error().where, std::string("line 1"));
        QCOMPARE(read("5\" disk,b", ',')->front(), (std::vector<std::string>{"5\" disk", "b"}));
    }
};

QTEST_APPLESS_MAIN(TestDelimitedText)
#include "tst_delimited_text.moc"
