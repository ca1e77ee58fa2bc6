// What goes out for review comes back the same from every format, and others read it too.
#include "engine/cat/document/archive.h"
#include "engine/cat/document/document_files.h"
#include "engine/cat/memory/exchange/import.h"
#include "engine/cat/memory/memory.h"
#include "engine/cat/review/review_format.h"
#include "engine/cat/review/review_text.h"
#include "engine/cat/review/tag_marks.h"
#include "engine/core/files.h"
#include "tests/support/must.h"
#include "tests/support/office_package.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/review/review_samples.h"

#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::samples;
using namespace interlinear::tests;

namespace {

const std::string golden = INTERLINEAR_SOURCE_DIR "/tests/golden/review/";

QString text(const std::string &bytes)
{
    return QString::fromStdString(bytes);
}

/// A Word file with the columns of a review, and these cells of the target column in its one row.
ReviewTable readTargetCell(const std::string &target, const std::vector<std::pair<std::string, std::pair<std::string, std::string>>> &others = {})
{
    const auto cell = [](const std::string &content) { return "<w:tc><w:p><w:r><w:t>" + content + "</w:t></w:r></w:p></w:tc>"; };
    const std::string header = "<w:tr>" + cell("No.") + cell("Source · en") + cell("Target · de") + cell("State") + cell("Comment") + "</w:tr>";
    const std::string row
        = "<w:tr>" + cell("1r3f2a91bc-1-9f86d081884c7d65") + cell("Good morning.") + "<w:tc>" + target + "</w:tc>" + cell("draft") + cell("") + "</w:tr>";
    return must(readReview(wordFile("<w:tbl>" + header + row + "</w:tbl><w:p/>", others), "edited.docx"));
}

std::string targetOf(const std::string &cell)
{
    return readTargetCell(cell).rows.at(0).target.text;
}

}  // namespace

class TestReviewFormats : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void marksComeBack()
    {
        Random random(41);
        for (int round = 0; round < rounds(20'000); ++round) {
            static constexpr std::array pieces{"{", "}", "/", "1", "12", "\\", "\\\\", "{1}", "{/1}", "{2/}", "{01}", "x", "\n"};
            TaggedText original;
            for (std::size_t count = below(random, 8); count > 0; --count) {
                if (below(random, 3) == 0)
                    original.tags.push_back({static_cast<int>(1 + below(random, 3)), static_cast<TagKind>(below(random, 3)), original.text.size(), {}, {}});
                else
                    original.text += pieces[below(random, pieces.size())];
            }
            std::string joined;
            for (const MarkPiece &piece : markPieces(original)) {
                QVERIFY(!piece.text.empty());
                joined += piece.text;
            }
            const TaggedText again = fromMarks(joined);
            QVERIFY2(again == original, joined.c_str());
        }
    }

    void idsComeBack()
    {
        const TaggedText source{"Press", {{1, TagKind::Standalone, 2}}};
        const std::string id = reviewRowId("r3f2a91bc", 17, source);
        QCOMPARE(rowIdFromText(id).value(), (ReviewRowId{"r3f2a91bc", 17, reviewDigest(source)}));
        for (std::size_t cut = 0; cut < id.size(); ++cut)
            QVERIFY(!rowIdFromText(id.substr(0, cut)));
        for (const char *broken :
             {"r3f2a91bc-017-9f86d081884c7d65", "r3f2a91bc-1-7-9f86d081884c7d65", "x3f2a91bc-17-9f86d081884c7d65", "r3f2a91bc--9f86d081884c7d65", "---"})
            QVERIFY2(!rowIdFromText(broken), broken);
        QVERIFY(reviewDigest(source) != reviewDigest({source.text, {}}));
        QCOMPARE(reviewDigest({"a\r\nb"}), reviewDigest({"a\nb"}));
    }

    void everyFormatKeepsEverything()
    {
        Random random(42);
        for (int round = 0; round < rounds(400); ++round) {
            const ReviewTable table = randomTable(random);
            for (const std::string &name : reviewFormatNames()) {
                const std::string bytes = must(writeReview(table, *reviewFormatFromName(name)));
                const Result<ReviewTable> back = readReview(bytes, name);
                QVERIFY2(back, back ? "" : back.error().sentence().c_str());
                const QStringList expected = shownRows(table), got = shownRows(*back);
                QVERIFY2(expected == got, qPrintable(QString("%1\n%2\n--- expected\n%3").arg(text(name), got.join('\n'), expected.join('\n'))));
                QCOMPARE(back->sourceLanguage, table.sourceLanguage);
            }
        }
    }

    void theFilesAreTheGoldenOnes_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("format");
        QTest::newRow("XLIFF 1.2") << "review-1.2.xlf" << "xliff1";
        QTest::newRow("XLIFF 2.0") << "review-2.0.xlf" << "xliff2";
        QTest::newRow("TMX") << "review.tmx" << "tmx";
        QTest::newRow("Word") << "document.xml" << "docx";
    }

    void theFilesAreTheGoldenOnes()
    {
        QFETCH(const QString, file);
        QFETCH(const QString, format);
        const std::string bytes = must(writeReview(sampleTable(), *reviewFormatFromName(format.toStdString())));
        const std::string written = format == "docx" ? partOf(bytes, "word/document.xml") : bytes;
        const std::string path = golden + file.toStdString();
        QCOMPARE(text(written), text(must(readFile(path))));
    }

    void otherReadersSeeTheSame()
    {
        const ReviewTable table = sampleTable();
        for (const ReviewFormat format : {ReviewFormat::Xliff1, ReviewFormat::Xliff2}) {
            const Result<Document> document = parseDocument(must(writeReview(table, format)), "xliff", "en", "review.xlf");
            QVERIFY2(document, document ? "" : document.error().sentence().c_str());   // the rules of XLIFF 2 are checked there
            QCOMPARE(document->segments.size(), table.rows.size());
            QCOMPARE(document->targetLanguage, std::string("ar"));
            QCOMPARE(document->segments[1].source.text, table.rows[1].source.text);
            QCOMPARE(document->segments[1].target->text.text, table.rows[1].target.text);
            QCOMPARE(document->segments[1].target->state, TranslationState::Reviewed);
            QVERIFY(sameTags(document->segments[1].source, document->segments[1].target->text));
        }
        QTemporaryDir folder;
        const std::string path = folder.filePath("review.tmx").toStdString();
        must(writeFileAtomically(path, must(writeReview(table, ReviewFormat::Tmx))));
        Memory memory = must(Memory::create(folder.filePath("m.itm").toStdString(), "en", "ar"));
        QCOMPARE(must(importUnits(memory, path, {})).added, std::size_t(4));   // a row has no target
    }

    void trackedChangesAreAccepted()
    {
        const std::string inserted = "<w:ins w:id=\"1\" w:author=\"R\"><w:r><w:t>Guten </w:t></w:r></w:ins>";
        const std::string deleted = "<w:del w:id=\"2\"><w:r><w:delText>Schönen </w:delText></w:r></w:del>";
        const ReviewTable table = readTargetCell("<w:p>" + deleted + inserted + "<w:r><w:t>Morgen.</w:t></w:r></w:p>");
        QCOMPARE(table.rows[0].target.text, std::string("Guten Morgen."));
        QVERIFY(table.rows[0].tracked);
        QVERIFY(!readTargetCell("<w:p><w:r><w:t>Guten Morgen.</w:t></w:r></w:p>").rows[0].tracked);
        QCOMPARE(targetOf("<w:p><w:moveFrom w:id=\"1\"><w:r><w:t>b</w:t></w:r></w:moveFrom><w:r><w:t>a</w:t></w:r><w:moveTo "
                          "w:id=\"2\"><w:r><w:t>b</w:t></w:r></w:moveTo></w:p>"),
                 std::string("ab"));
        // A paragraph end that is deleted joins; one that is there is a line end.
        QCOMPARE(targetOf("<w:p><w:pPr><w:rPr><w:del w:id=\"3\"/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p>"),
                 std::string("ab"));
        QCOMPARE(targetOf("<w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p><w:p/>"), std::string("a\nb"));
    }

    void wordsOwnSpellingsAreCharacters()
    {
        QCOMPARE(targetOf("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:noBreakHyphen/><w:softHyphen/><w:sym w:char=\"20AC\"/></w:r></w:p>"),
                 std::string("a\tb\n\u2011\u00AD€"));
        QCOMPARE(
            targetOf(
                "<w:p><w:hyperlink><w:r><w:t>a</w:t></w:r></w:hyperlink><w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent><w:r><w:t>b</w:t></w:r>"
                "</w:sdtContent></w:sdt><w:proofErr w:type=\"spellStart\"/><w:r><w:rPr><w:b/></w:rPr><w:t>c</w:t></w:r></w:p>"),
            std::string("abc"));
    }

    void commentsBelongToTheirRows()
    {
        const std::string comments = "<w:comments NAMESPACES><w:comment w:id=\"0\" w:author=\"Zoë\"><w:p><w:r><w:t>Too "
                                     "formal.</w:t></w:r></w:p><w:p><w:r><w:t>Please.</w:t></w:r></w:p>"
                                     "</w:comment></w:comments>";
        const ReviewTable table = readTargetCell("<w:p><w:commentRangeStart w:id=\"0\"/><w:r><w:t>Guten Morgen.</w:t></w:r><w:commentRangeEnd w:id=\"0\"/><w:r>"
                                                 "<w:commentReference w:id=\"0\"/></w:r></w:p>",
                                                 {{"comments", {"comments.xml", comments}}});
        QCOMPARE(table.rows[0].comments, (std::vector<ReviewComment>{{"Zoë", "Too formal.\nPlease."}}));
        QVERIFY(table.stray.empty());
    }

    void otherFilesAreRefused()
    {
        for (const std::string &bytes : {std::string(), std::string("Hello"), std::string("<html></html>"), std::string("<tmx><body>"),
                                         std::string("PK\x03\x04"), wordFile("<w:p><w:r><w:t>A letter.</w:t></w:r></w:p>")}) {
            const Result<ReviewTable> read = readReview(bytes, "some.file");
            QVERIFY(!read);
            QCOMPARE(read.error().code, ErrorCode::BadFormat);
            QVERIFY2(read.error().sentence().starts_with("some.file"), read.error().sentence().c_str());
        }
    }

    void brokenFilesAreErrors()
    {
        Random random(43);
        for (int round = 0; round < rounds(200); ++round) {
            std::string bytes = must(writeReview(randomTable(random), static_cast<ReviewFormat>(below(random, 4))));
            for (std::size_t changes = 1 + below(random, 4); changes > 0; --changes)
                bytes[below(random, bytes.size())] = static_cast<char>(random());
            if (below(random, 3) == 0)
                bytes.resize(below(random, bytes.size()));
            const Result<ReviewTable> read = readReview(bytes, "broken");
            QVERIFY(read || !read.error().sentence().empty());
        }
    }
};

QTEST_APPLESS_MAIN(TestReviewFormats)
#include "tst_review_formats.moc"
