#include "engine/cat/document/text_origins.h"

#include <QTest>

#include <random>

using namespace interlinear;
using namespace interlinear::cat;

class TextOriginsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatOneSpanAByteWouldSay();
    void manyPiecesAreFewerThanBytes();
};

namespace {

// One span a byte.
using Spans = std::vector<ByteSpan>;

// Both kept alike.
struct Pair {
    TextOrigins origins;
    Spans spans;
    std::size_t file = 0;

    void addVerbatim(std::size_t length)
    {
        origins.addVerbatim(length, file);
        for (std::size_t i = 0; i < length; ++i)
            spans.push_back({file + i, file + i + 1});
        file += length;
    }

    void addDecoded(std::size_t length, std::size_t fileLength)
    {
        origins.addDecoded(length, {file, file + fileLength});
        spans.insert(spans.end(), length, ByteSpan{file, file + fileLength});
        file += fileLength;
    }

    void erase(ByteSpan bytes)
    {
        origins.erase(bytes);
        spans.erase(spans.begin() + static_cast<std::ptrdiff_t>(bytes.begin), spans.begin() + static_cast<std::ptrdiff_t>(bytes.end));
    }
};

Spans spansOf(const TextOrigins &origins)
{
    Spans spans;
    for (std::size_t i = 0; i < origins.size(); ++i)
        spans.push_back(origins[i]);
    return spans;
}

// The bytes of the file that pieces of a segment name.
Spans spansOf(const std::vector<TextOrigin> &pieces)
{
    Spans spans;
    for (const TextOrigin &piece : pieces) {
        for (std::size_t i = 0; i < piece.length; ++i)
            spans.push_back(piece.length == piece.fileLength ? ByteSpan{piece.file + i, piece.file + i + 1} : ByteSpan{piece.file, piece.file + piece.fileLength});
    }
    return spans;
}

}  // namespace

void TextOriginsTest::saysWhatOneSpanAByteWouldSay()
{
    std::mt19937 random(5);
    for (int round = 0; round < 2000; ++round) {
        Pair pair;
        for (auto steps = random() % 12; steps > 0; --steps) {
            const auto length = 1 + random() % 4;
            pair.file += random() % 3;
            if (random() % 2 == 0)
                pair.addVerbatim(length);
            else
                pair.addDecoded(length, length + 1 + random() % 5);
            if (random() % 4 == 0) {
                pair.origins.push_back(pair.spans.back());
                pair.spans.push_back(pair.spans.back());
            }
            const auto begin = random() % (pair.spans.size() + 1);
            const auto end = begin + random() % (pair.spans.size() + 1 - begin);
            if (random() % 5 == 0)
                pair.erase({begin, end});
        }
        QCOMPARE(spansOf(pair.origins), pair.spans);
        const auto begin = random() % (pair.spans.size() + 1);
        const auto end = begin + random() % (pair.spans.size() + 1 - begin);
        const Spans part(pair.spans.begin() + static_cast<std::ptrdiff_t>(begin), pair.spans.begin() + static_cast<std::ptrdiff_t>(end));
        TextOrigins copy;
        copy.append(pair.origins, {begin, end});
        QCOMPARE(spansOf(copy), part);
        std::size_t at = 0;
        for (const TextOrigin &piece : pair.origins.within({begin, end})) {
            QCOMPARE(piece.text, at);
            at += piece.length;
        }
        QCOMPARE(at, end - begin);
    }
}

void TextOriginsTest::manyPiecesAreFewerThanBytes()
{
    TextOrigins origins;
    origins.addVerbatim(1000, 0);
    origins.addVerbatim(1000, 1000);
    origins.addDecoded(1, {2000, 2001});
    origins.addDecoded(1, {2001, 2006});
    origins.addVerbatim(10, 2006);
    const std::vector<TextOrigin> pieces = origins.within({0, origins.size()});
    QCOMPARE(pieces, (std::vector<TextOrigin>{{0, 2001, 0, 2001}, {2001, 1, 2001, 5}, {2002, 10, 2006, 10}}));
    QCOMPARE(spansOf(pieces), spansOf(origins));
}

QTEST_APPLESS_MAIN(TextOriginsTest)
#include "tst_text_origins.moc"
