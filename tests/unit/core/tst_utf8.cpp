#include "engine/core/utf8.h"

#include <QStringDecoder>
#include <QTest>

#include <array>

using namespace interlinear;

namespace {

bool qtAccepts(std::string_view bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder.decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    return !decoder.hasError();
}

// The longest prefix that is well-formed ends where the first ill-formed character begins.
std::optional<std::size_t> firstInvalidByQt(std::string_view bytes)
{
    for (std::size_t length = bytes.size() + 1; length-- > 0;) {
        if (qtAccepts(bytes.substr(0, length)))
            return length == bytes.size() ? std::nullopt : std::optional(length);
    }
    return 0;
}

}  // namespace

class TestUtf8 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithQtOnEveryKindOfSequence();
    void everyCharacterIsValidAndHasItsLength();
    void reportsThePlace();
    void trimmedRemovesAsciiSpaceOnly();
};

void TestUtf8::agreesWithQtOnEveryKindOfSequence()
{
    // Both ends of every range in the table of well-formed sequences, and their neighbours.
    constexpr std::array<unsigned char, 22> bytes{0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1,
                                                  0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEE, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF};
    std::string sequence(4, '\0');
    for (const unsigned char first : bytes) {
        for (const unsigned char second : bytes) {
            for (const unsigned char third : bytes) {
                for (const unsigned char fourth : bytes) {
                    sequence = {static_cast<char>(first), static_cast<char>(second), static_cast<char>(third), static_cast<char>(fourth)};
                    if (firstInvalidUtf8(sequence) != firstInvalidByQt(sequence))
                        QFAIL(QByteArray::fromStdString(sequence).toHex(' ').constData());
                }
            }
        }
    }
}

void TestUtf8::everyCharacterIsValidAndHasItsLength()
{
    for (char32_t character = 0; character <= 0x10FFFF; ++character) {
        if (QChar::isSurrogate(character))
            continue;
        const QString one = character < 0x10000 ? QString(QChar(character)) : QString::fromUcs4(&character, 1);
        const QByteArray utf8 = one.toUtf8();
        const std::string_view text(utf8.constData(), static_cast<std::size_t>(utf8.size()));
        if (firstInvalidUtf8(text) || utf8CharacterLength(text, 0) != text.size())
            QFAIL(qPrintable(QString::number(character, 16)));
    }
}

void TestUtf8::reportsThePlace()
{
    QCOMPARE(firstInvalidUtf8("Gr\xC3\xBC\xC3\x9F" "e"), std::nullopt);
    QCOMPARE(firstInvalidUtf8("Gr\xFC" "be"), std::optional<std::size_t>(2));
    QCOMPARE(firstInvalidUtf8("cut \xF0\x9F\x91"), std::optional<std::size_t>(4));
    QCOMPARE(firstInvalidUtf8(""), std::nullopt);
}

void TestUtf8::trimmedRemovesAsciiSpaceOnly()
{
    QCOMPARE(trimmed(" \t\r\n\v\fa b \n"), std::string_view("a b"));
    QCOMPARE(trimmed(" \n "), std::string_view());
    QCOMPARE(trimmed("\u00A0x\u3000"), std::string_view("\u00A0x\u3000"));
}

QTEST_APPLESS_MAIN(TestUtf8)
#include "tst_utf8.moc"
