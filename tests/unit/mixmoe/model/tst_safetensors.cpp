// The safetensors container: round trips, and every way in which a file can lie about itself.
#include "engine/core/files.h"
#include "engine/mixmoe/model/safetensors.h"
#include "tests/support/rounds.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;

namespace {

std::string withHeader(const std::string &header, const std::string &data, std::uint64_t announced)
{
    std::string bytes;
    for (int i = 0; i < 8; ++i)
        bytes += static_cast<char>(announced >> (8 * i) & 0xFF);
    return bytes + header + data;
}

}  // namespace

class TestSafetensors : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::filesystem::path file() const { return (m_folder.path() + "/t.safetensors").toStdString(); }

private Q_SLOTS:
    void roundTripKeepsEveryBit()
    {
        std::mt19937 random(3);
        std::normal_distribution<float> normal;
        TensorMap tensors{{"empty", {{0, 4}, {}}}, {"scalar", {{}, {-0.0F}}}};
        Tensor matrix{{5, 7}, std::vector<float>(35)};
        for (float &value : matrix.values)
            value = normal(random);
        tensors["a.matrix"] = matrix;
        QVERIFY(writeSafetensors(file(), tensors, StoredType::Float32, {{"format", "pt"}}));
        const auto read = readSafetensors(file());
        QVERIFY(read);
        QVERIFY(read->tensors == tensors);
        QVERIFY(std::signbit(read->find("scalar")->values[0]));
        QCOMPARE(read->metadata.at("format"), std::string("pt"));

        const auto bytes = readFile(file());
        QVERIFY(writeSafetensors(file(), read->tensors, StoredType::Float32, {{"format", "pt"}}));
        QVERIFY(readFile(file()) == bytes);
    }

    void bfloat16RoundsToNearestEven()
    {
        QCOMPARE(fromBFloat16(toBFloat16(1.0F)), 1.0F);
        QCOMPARE(toBFloat16(1.00390625F), std::uint16_t(0x3F80));    // half-way between two neighbours: to the even one
        QCOMPARE(toBFloat16(1.01171875F), std::uint16_t(0x3F82));
        QVERIFY(std::isnan(fromBFloat16(toBFloat16(std::numeric_limits<float>::quiet_NaN()))));
        QVERIFY(std::isinf(fromBFloat16(toBFloat16(std::numeric_limits<float>::infinity()))));
        for (std::uint32_t bits = 0; bits < 0x7F80; ++bits)
            QCOMPARE(toBFloat16(fromBFloat16(static_cast<std::uint16_t>(bits))), static_cast<std::uint16_t>(bits));
    }

    void lyingFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *name, const std::string &header, std::size_t dataBytes, const char *sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(withHeader(header, std::string(dataBytes, '\0'), header.size())) << sentence;
        };
        const std::string good = R"({"t":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}})";
        QTest::newRow("empty") << QByteArray() << "has 0 bytes";
        QTest::newRow("shorter than its length") << QByteArray("\x05\0\0", 3) << "has 3 bytes";
        QTest::newRow("huge header") << QByteArray::fromStdString(withHeader(good, "", ~0ULL)) << "announces a header of 18446744073709551615 bytes";
        QTest::newRow("header past the end") << QByteArray::fromStdString(withHeader(good, "", good.size() + 1)) << "announces a header";
        row("no JSON", "{\"t\":", 0, "no JSON object");
        row("truncated data", good, 15, "tensor \"t\" lies at bytes 0 to 16 of the data, but the file has 15 bytes");
        row("backward offsets", R"({"t":{"dtype":"F32","shape":[],"data_offsets":[8,4]}})", 16, "tensor \"t\" lies at bytes 8 to 4");
        row("wrong dtype", R"({"t":{"dtype":"I64","shape":[2],"data_offsets":[0,16]}})", 16, "has type I64; expected F32, BF16 or F16");
        row("shape and bytes disagree", R"({"t":{"dtype":"F32","shape":[3],"data_offsets":[0,16]}})", 16, "needs 12 bytes for its shape, but its offsets span 16");
        row("overflowing shape", R"({"t":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,16]}})", 16, "shape larger than the file");
        row("negative shape", R"({"t":{"dtype":"F32","shape":[-1],"data_offsets":[0,16]}})", 16, "whole numbers");
        row("overlap", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})", 16, "\"a\" and \"b\" overlap at byte 4");
        row("entry without offsets", R"({"t":{"dtype":"F32","shape":[2]}})", 16, "\"t\" lacks");
    }

    void lyingFilesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, sentence);
        QVERIFY(writeFileAtomically(file(), {bytes.constData(), static_cast<std::size_t>(bytes.size())}));
        const auto read = readSafetensors(file());
        QVERIFY(!read);
        const QString actual = QString::fromStdString(read.error().sentence());
        QVERIFY2(actual.contains(sentence) && actual.contains("t.safetensors"), qPrintable(actual));
    }

    void randomDamageNeverCrashes()
    {
        TensorMap tensors{{"a", {{4, 4}, std::vector<float>(16, 1.0F)}}, {"b", {{8}, std::vector<float>(8, 2.0F)}}};
        QVERIFY(writeSafetensors(file(), tensors, StoredType::BFloat16));
        const std::string whole = *readFile(file());
        std::mt19937 random(5);
        for (int round = 0; round < interlinear::tests::rounds(300); ++round) {
            std::string damaged = whole.substr(0, round % 3 == 0 ? random() % (whole.size() + 1) : whole.size());
            for (int flips = 0; !damaged.empty() && flips < 3; ++flips)
                damaged[random() % damaged.size()] ^= static_cast<char>(1 << random() % 8);
            QVERIFY(writeFileAtomically(file(), damaged));
            const auto read = readSafetensors(file());
            QVERIFY(read || !read.error().sentence().empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
