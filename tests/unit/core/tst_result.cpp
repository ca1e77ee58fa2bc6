#include "engine/core/result.h"

#include <QTest>

#include <cerrno>

using namespace interlinear;

class TestResult : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void argumentsReplaceTheirMarkers_data();
    void argumentsReplaceTheirMarkers();
    void aSentenceNamesThePlaceAndTheNumbers();
    void errnoBecomesTheCodeThatCallersAskFor_data();
    void errnoBecomesTheCodeThatCallersAskFor();
};

void TestResult::argumentsReplaceTheirMarkers_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::vector<std::string>>("arguments");
    QTest::addColumn<std::string>("expected");
    using Arguments = std::vector<std::string>;

    QTest::newRow("no marker") << std::string("plain") << Arguments{"x"} << std::string("plain");
    QTest::newRow("empty") << std::string() << Arguments{} << std::string();
    QTest::newRow("out of order, repeated") << std::string("%2 %1 %2") << Arguments{"a", "b"} << std::string("b a b");
    QTest::newRow("ninth") << std::string("%9") << Arguments{"1", "2", "3", "4", "5", "6", "7", "8", "nine"} << std::string("nine");
    QTest::newRow("unknown number stays") << std::string("%1 %2") << Arguments{"a"} << std::string("a %2");
    QTest::newRow("no number zero") << std::string("%0") << Arguments{"a"} << std::string("%0");
    QTest::newRow("one digit only") << std::string("%10") << Arguments{"a"} << std::string("a0");
    QTest::newRow("percent signs stay") << std::string("100 %, 5%") << Arguments{"a"} << std::string("100 %, 5%");
    QTest::newRow("an argument is not read again") << std::string("%1|%2") << Arguments{"%2", "%1"} << std::string("%2|%1");
}

void TestResult::argumentsReplaceTheirMarkers()
{
    QFETCH(std::string, text);
    QFETCH(std::vector<std::string>, arguments);
    QFETCH(std::string, expected);
    QCOMPARE(withArguments(text, arguments), expected);
}

void TestResult::aSentenceNamesThePlaceAndTheNumbers()
{
    const Result<int> result = fail(ErrorCode::OutOfRange, "model.safetensors", "tensor %1 ends at byte %2", "embed", 17);
    QVERIFY(!result);
    QCOMPARE(result.error().sentence(), std::string("model.safetensors: tensor embed ends at byte 17"));
    QCOMPARE(Error({.code = ErrorCode::NotFound, .where = "", .message = "nothing here", .arguments = {}}).sentence(), std::string("nothing here"));
}

void TestResult::errnoBecomesTheCodeThatCallersAskFor_data()
{
    QTest::addColumn<int>("errnoValue");
    QTest::addColumn<bool>("writing");
    QTest::addColumn<ErrorCode>("expected");
    QTest::newRow("no space") << ENOSPC << true << ErrorCode::DiskFull;
    QTest::newRow("quota") << EDQUOT << true << ErrorCode::DiskFull;
    QTest::newRow("missing to read") << ENOENT << false << ErrorCode::NotFound;
    QTest::newRow("missing to write") << ENOENT << true << ErrorCode::NotFound;
    QTest::newRow("forbidden to read") << EACCES << false << ErrorCode::Unreadable;
    QTest::newRow("forbidden to write") << EACCES << true << ErrorCode::Unwritable;
    QTest::newRow("read-only disk") << EROFS << true << ErrorCode::Unwritable;
}

void TestResult::errnoBecomesTheCodeThatCallersAskFor()
{
    QFETCH(int, errnoValue);
    QFETCH(bool, writing);
    QFETCH(ErrorCode, expected);
    const std::unexpected<Error> failure = failFromErrno(errnoValue, writing, "file.txt");
    QCOMPARE(failure.error().code, expected);
    QVERIFY(failure.error().sentence().starts_with("file.txt: "));
}

QTEST_APPLESS_MAIN(TestResult)
#include "tst_result.moc"
