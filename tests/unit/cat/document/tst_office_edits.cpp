// Random documents of Word and OpenDocument, and golden ones of all office formats, with random translations: what is written is read back as it was meant, stays well-formed, and changes nothing else.
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/cat/document/target_text.h"
#include "engine/cat/document/xml/xml_cursor.h"
#include "tests/support/office_package.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/document/office_documents.h"
#include "tests/unit/cat/document/office_soup.h"
#include "tests/unit/cat/document/round_trip.h"

#include <QTest>

#include <algorithm>

using namespace interlinear;
using namespace interlinear::cat;

class OfficeEditsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void segmentsAreSound_data() { formats(); }
    void segmentsAreSound();
    void targetsAreReadBack_data() { formats(); }
    void targetsAreReadBack();
    void oneTargetChangesItsOwnBytesOnly_data() { formats(); }
    void oneTargetChangesItsOwnBytesOnly();
    void damagedFilesAreReadOrRefused_data() { formats(); }
    void damagedFilesAreReadOrRefused();
    void goldenFilesAreReadBack_data();
    void goldenFilesAreReadBack();

private:
    static void formats();
};

namespace
{

constexpr int runs = 500;

std::string bodyFor(OfficeSoup &soup, const QString &format)
{
    return format == "docx" ? soup.body() : soup.openBody();
}

std::string fileOf(const std::string &body, const QString &format)
{
    return format == "docx" ? wordFile(body) : openFile(body);
}

Document parsed(const std::string &bytes, const QString &format, const std::string &context)
{
    Result<Document> document = parseDocument(bytes, format.toStdString(), "en", "soup");
    if (!document)
        qFatal("%s\n%s", document.error().sentence().c_str(), context.c_str());
    return std::move(*document);
}

std::string textOf(const Document &document)
{
    std::string sources;
    for (const Segment &segment : document.segments)
        sources += toNotation(segment.source) + "\n";
    return sources;
}

// All characters but white space: what is left to compare when new words join two sentences, or part one.
std::string charactersOf(const Document &document)
{
    std::string characters;
    for (const Segment &segment : document.segments)
        characters += segment.source.text;
    std::erase(characters, ' ');
    return characters;
}

// From the line in which they part.
std::string difference(const std::string &expected, const std::string &actual)
{
    const auto parted = std::mismatch(expected.begin(), expected.end(), actual.begin(), actual.end()).first - expected.begin();
    const std::size_t line = expected.rfind('\n', static_cast<std::size_t>(parted)) + 1;
    return "expected\n" + expected.substr(line, 300) + "\nbut it is\n" + actual.substr(std::min(line, actual.size()), 300) + "\n";
}

}  // namespace

void OfficeEditsTest::formats()
{
    QTest::addColumn<QString>("format");
    for (const char *format : {"docx", "odf"})
        QTest::newRow(format) << format;
}

void OfficeEditsTest::segmentsAreSound()
{
    QFETCH(const QString, format);
    for (int seed = 1; seed <= interlinear::tests::rounds(runs); ++seed) {
        OfficeSoup soup(static_cast<unsigned>(seed));
        const std::string body = bodyFor(soup, format);
        const std::string bytes = fileOf(body, format);
        const Document document = parsed(bytes, format, body);
        const std::string context = "seed " + std::to_string(seed) + ":\n" + body + "\n" + textOf(document);
        std::size_t behind = 0;
        for (const Segment &segment : document.segments) {
            QVERIFY2(segment.source.isWellFormed() && !isBlank(segment.source), context.c_str());
            QVERIFY2(withoutOuterSpace(segment.source) == segment.source, context.c_str());
            QVERIFY2(segment.source.text.find_first_of("\r\n") == std::string::npos, context.c_str());
            QVERIFY2(segment.source.text.find("gone") == std::string::npos, context.c_str());
            QVERIFY2(behind <= segment.span.begin && segment.span.begin < segment.span.end, context.c_str());
            behind = segment.span.end;
        }
        QVERIFY2(exportDocument(document, Targets(document.segments.size())) == bytes, context.c_str());
    }
}

void OfficeEditsTest::targetsAreReadBack()
{
    QFETCH(const QString, format);
    int otherSentences = 0;
    for (int seed = 1; seed <= interlinear::tests::rounds(runs); ++seed) {
        OfficeSoup soup(static_cast<unsigned>(seed));
        const std::string body = bodyFor(soup, format);
        const Document document = parsed(fileOf(body, format), format, body);
        Targets targets;
        Document expected = document;
        for (Segment &segment : expected.segments) {
            targets.emplace_back(soup.target(segment.source));
            segment.source = targets.back()->text;
        }
        const Result<std::string> written = exportDocument(document, targets);
        const std::string context = "seed " + std::to_string(seed) + ":\n" + body + "\n" + textOf(document);
        QVERIFY2(written.has_value(), context.c_str());
        const Document again = parsed(*written, format, context);
        QVERIFY2(charactersOf(again) == charactersOf(expected), (difference(charactersOf(expected), charactersOf(again)) + context).c_str());
        if (again.segments.size() == expected.segments.size())
            QVERIFY2(textOf(again) == textOf(expected), (difference(textOf(expected), textOf(again)) + context).c_str());
        else
            ++otherSentences;
    }
    QVERIFY2(otherSentences * 4 < interlinear::tests::rounds(runs), std::to_string(otherSentences).c_str());
}

void OfficeEditsTest::oneTargetChangesItsOwnBytesOnly()
{
    QFETCH(const QString, format);
    for (int seed = 1; seed <= interlinear::tests::rounds(runs); ++seed) {
        OfficeSoup soup(static_cast<unsigned>(seed));
        const std::string body = bodyFor(soup, format);
        const Document document = parsed(fileOf(body, format), format, body);
        if (document.segments.empty())
            continue;
        const std::size_t chosen = soup.below(document.segments.size());
        Targets targets(document.segments.size());
        targets[chosen] = soup.target(document.segments[chosen].source);
        Document expected = document;
        expected.segments[chosen].source = targets[chosen]->text;
        const Document again = parsed(exportDocument(document, targets).value(), format, body);
        const std::string context = "seed " + std::to_string(seed) + ":\n" + body + "\nbecame\n" + again.text;
        QVERIFY2(again.text.starts_with(document.text.substr(0, document.segments[chosen].span.begin)), context.c_str());
        QVERIFY2(again.text.ends_with(document.text.substr(document.segments[chosen].span.end)), context.c_str());
        if (again.segments.size() == expected.segments.size())
            QVERIFY2(textOf(again) == textOf(expected), (difference(textOf(expected), textOf(again)) + context).c_str());
        else
            QVERIFY2(charactersOf(again) == charactersOf(expected), (difference(charactersOf(expected), charactersOf(again)) + context).c_str());
    }
}

// One byte of the mark-up changed or cut out.
void OfficeEditsTest::damagedFilesAreReadOrRefused()
{
    QFETCH(const QString, format);
    constexpr std::string_view bytes = "<>/&\"'=xw: ";
    for (int seed = 1; seed <= interlinear::tests::rounds(runs); ++seed) {
        OfficeSoup soup(static_cast<unsigned>(seed));
        std::string body = bodyFor(soup, format);
        for (std::size_t damages = 1 + soup.below(3); damages > 0; --damages) {
            const std::size_t at = soup.below(body.size());
            if (soup.below(2) == 0)
                body.erase(at, 1 + soup.below(12));
            else
                body[at] = bytes[soup.below(bytes.size())];
        }
        const std::string file = fileOf(body, format);
        const Result<Document> document = parseDocument(file, format.toStdString(), "en", "damaged");
        if (!document)
            continue;
        Targets targets;
        for (const Segment &segment : document->segments)
            targets.emplace_back(soup.target(segment.source));
        const Result<PartialExport> written = exportWhatFits(*document, targets);
        QVERIFY2(written && parseDocument(written->bytes, format.toStdString(), "en", "again"), ("seed " + std::to_string(seed) + ":\n" + body).c_str());
    }
}

void OfficeEditsTest::goldenFilesAreReadBack_data()
{
    QTest::addColumn<QString>("path");
    for (const QString &path : goldenOfficeFiles())
        QTest::newRow(qPrintable(path.section('/', -1))) << path;
}

void OfficeEditsTest::goldenFilesAreReadBack()
{
    QFETCH(const QString, path);
    for (int seed = 1; seed <= interlinear::tests::rounds(20); ++seed) {   // of a dozen segments and more each, as sentences and as paragraphs
        const RoundTrip trip = roundTrip(path.toStdString(), static_cast<unsigned>(seed));
        QVERIFY(!trip.refused && trip.segments > 5);
        QVERIFY2((trip.difference + trip.unread + trip.problem).empty(), ("seed " + std::to_string(seed) + ": " + trip.difference + trip.unread + trip.problem).c_str());
    }
}

QTEST_APPLESS_MAIN(OfficeEditsTest)
#include "tst_office_edits.moc"
