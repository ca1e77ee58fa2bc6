#include "engine/core/spans.h"
#include "tests/support/rounds.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

using namespace interlinear;

namespace {

struct Boundary {
    std::size_t byte;
    std::size_t utf16;
};

// Where characters begin, and the end, by converting every prefix anew.
std::vector<Boundary> boundariesByQt(const QString &text)
{
    std::vector<Boundary> boundaries;
    for (qsizetype unit = 0; unit <= text.size(); ++unit) {
        if (unit == text.size() || !text[unit].isLowSurrogate())
            boundaries.push_back({static_cast<std::size_t>(text.first(unit).toUtf8().size()), static_cast<std::size_t>(unit)});
    }
    return boundaries;
}

QString randomText(QRandomGenerator &random)
{
    const std::array<char32_t, 9> common{U'a', U' ', U'\n', U'ü', U'€', U'語', U'\u0301', U'👍', U'\U0010FFFF'};
    QString text;
    for (int length = random.bounded(12); length > 0; --length) {
        const char32_t anywhere = static_cast<char32_t>(random.bounded(0x110000));
        const bool rare = random.bounded(4) == 0 && !QChar::isSurrogate(anywhere);
        const char32_t character = rare ? anywhere : common[random.bounded(quint32(common.size()))];
        text += QString::fromUcs4(&character, 1);
    }
    return text;
}

}  // namespace

class TestSpans : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mapAgreesWithQtOnRandomText();
    void spansKeepTheirText();
    void overlapIsStrict();
};

void TestSpans::mapAgreesWithQtOnRandomText()
{
    QRandomGenerator random(20240607);
    for (int round = 0; round < interlinear::tests::rounds(3000); ++round) {
        const QString text = randomText(random);
        const std::string utf8 = text.toStdString();
        const Utf16Map map(utf8);
        const std::vector<Boundary> boundaries = boundariesByQt(text);
        const auto startBefore = [&](auto isAtOrBefore) { return *std::find_if(boundaries.rbegin(), boundaries.rend(), isAtOrBefore); };
        for (std::size_t byte = 0; byte <= utf8.size() + 2; ++byte)
            QCOMPARE(map.toUtf16(byte), startBefore([byte](const Boundary &b) { return b.byte <= byte; }).utf16);
        for (std::size_t unit = 0; unit <= static_cast<std::size_t>(text.size()) + 2; ++unit)
            QCOMPARE(map.toBytes(unit), startBefore([unit](const Boundary &b) { return b.utf16 <= unit; }).byte);
    }
}

void TestSpans::spansKeepTheirText()
{
    const std::string utf8 = "Grüße 👍";
    const QString text = QString::fromStdString(utf8);
    const Utf16Map map(utf8);
    QCOMPARE(map.toUtf16(ByteSpan{0, 7}), (Utf16Span{0, 5}));
    QCOMPARE(map.toBytes(Utf16Span{6, 8}), (ByteSpan{8, 12}));
    QCOMPARE(QStringView(text).sliced(6, 2).toUtf8().toStdString(), utf8.substr(8, 4));
    QCOMPARE(Utf16Map("").toBytes(Utf16Span{0, 3}), (ByteSpan{0, 0}));
}

void TestSpans::overlapIsStrict()
{
    const ByteSpan span{2, 5};
    QVERIFY(span.overlaps({4, 9}));
    QVERIFY(span.overlaps({0, 3}));
    QVERIFY(span.overlaps({3, 4}));
    QVERIFY(!span.overlaps({5, 9}));
    QVERIFY(!span.overlaps({0, 2}));
    QCOMPARE(span.length(), std::size_t(3));
    QVERIFY((ByteSpan{4, 4}).empty());
}

QTEST_APPLESS_MAIN(TestSpans)
#include "tst_spans.moc"
