// Random edits of random XLIFF files: what is written is read back as it was meant, every other segment is as it was, and other XML parsers accept it.
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/cat/document/target_text.h"
#include "engine/core/files.h"
#include "tests/support/must.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/document/markdown_soup.h"
#include "tests/unit/cat/document/xliff_soup.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <algorithm>

using namespace interlinear;
using namespace interlinear::cat;
using interlinear::tests::must;
using interlinear::tests::rounds;

class XliffEditsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void untouchedFilesComeBack();
    void targetsAreReadBack();
    void xmllintAcceptsWhatIsWritten();
    void takenAwayAndGivenBack();
};

namespace {

constexpr int usual = 500;
constexpr TranslationState states[] = {TranslationState::Draft, TranslationState::Translated, TranslationState::Reviewed, TranslationState::Final};

Document read(std::string bytes)
{
    return must(parseDocument(std::move(bytes), "xliff", "en", "soup"));
}

const InlineTag *withId(const TaggedText &source, const InlineTag &tag)
{
    const auto found = std::ranges::find_if(source.tags, [&](const InlineTag &other) { return other.id == tag.id && other.kind == tag.kind; });
    return found == source.tags.end() ? nullptr : &*found;
}

// The code without its id: copies of codes that are alike but for it cannot be told apart.
std::string looks(std::string code)
{
    const std::size_t id = code.find(" id=\"");
    return id == std::string::npos ? code : code.erase(id, code.find('"', id + 5) + 1 - id);
}

bool saysTheSame(const TaggedText &source, const TaggedText &a, const TaggedText &b)
{
    return a.text == b.text && std::ranges::equal(a.tags, b.tags, [&](const InlineTag &x, const InlineTag &y) {
               const InlineTag *first = withId(source, x);
               const InlineTag *second = withId(source, y);
               return x.kind == y.kind && x.offset == y.offset && first && second && looks(first->code) == looks(second->code);
           });
}

std::size_t characterBoundary(const std::string &text, std::size_t offset)
{
    while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U)
        ++offset;
    return offset;
}

// Tags that stand alone moved, left out and doubled at random, as far as they may be.
TaggedText rearranged(TaggedText text, MarkdownSoup &random)
{
    std::vector<InlineTag> tags;
    for (const InlineTag &tag : text.tags) {
        const bool alone = tag.kind == TagKind::Standalone;
        if (alone && tag.may.remove && random.below(4) == 0)
            continue;
        tags.push_back(tag);
        if (alone && tag.may.copy && random.below(4) == 0)
            tags.push_back(tag);
    }
    for (InlineTag &tag : tags) {
        if (tag.kind == TagKind::Standalone && random.below(3) == 0)
            tag.offset = characterBoundary(text.text, random.below(text.text.size() + 1));
    }
    std::ranges::stable_sort(tags, {}, &InlineTag::offset);
    text.tags = std::move(tags);
    return text;
}

bool isRefused(const PartialExport &written, std::size_t segment)
{
    const std::string place = "segment " + std::to_string(segment + 1) + " ";
    return std::ranges::any_of(written.refused, [&](const Error &error) { return error.where.find(place) != std::string::npos; });
}

// A target that may be written, for some segments.
Targets someTargets(const Document &document, MarkdownSoup &tags, XliffSoup &soup)
{
    Targets targets(document.segments.size());
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (tags.below(3) == 0)
            continue;
        const std::size_t state = tags.below(std::size(states) + 1);
        targets[i] = SegmentTarget(rearranged(tags.withTagsOf(document.segments[i].source, soup.typedText()), tags),
                                   state < std::size(states) ? std::optional(states[state]) : std::nullopt);
    }
    return targets;
}

struct Edited {
    Document before;
    Targets targets;
    PartialExport written;
};

Edited edited(unsigned seed)
{
    XliffSoup soup(seed);
    MarkdownSoup tags(seed);
    Document document = read(soup.file());
    Targets targets = someTargets(document, tags, soup);
    PartialExport written = must(exportWhatFits(document, targets));
    return {std::move(document), std::move(targets), std::move(written)};
}

bool isWellFormedToQt(const std::string &bytes)
{
    QXmlStreamReader reader(QByteArray::fromStdString(bytes));
    while (!reader.atEnd())
        reader.readNext();
    return !reader.hasError();
}

}  // namespace

void XliffEditsTest::untouchedFilesComeBack()
{
    for (unsigned seed = 1; seed <= static_cast<unsigned>(rounds(usual)); ++seed) {
        const std::string bytes = XliffSoup(seed).file();
        const Document document = read(bytes);
        QCOMPARE(must(exportDocument(document, Targets(document.segments.size()))), bytes);
        for (const Segment &segment : document.segments) {
            QVERIFY2(segment.source.isWellFormed() && !isBlank(segment.source), bytes.c_str());
            QVERIFY2(withoutOuterSpace(segment.source) == segment.source, bytes.c_str());
            QVERIFY2(segment.source.text.find_first_of("\r\n") == std::string::npos, bytes.c_str());
            QVERIFY2(!segment.target || segment.target->text.isWellFormed(), bytes.c_str());
        }
    }
}

void XliffEditsTest::targetsAreReadBack()
{
    std::size_t asked = 0;
    std::size_t refused = 0;
    for (unsigned seed = 1; seed <= static_cast<unsigned>(rounds(usual)); ++seed) {
        const Edited edit = edited(seed);
        refused += edit.written.refused.size();
        asked += edit.targets.size();
        const std::string context = "seed " + std::to_string(seed);
        const Document after = read(edit.written.bytes);
        QVERIFY2(isWellFormedToQt(edit.written.bytes), context.c_str());
        QVERIFY2(after.segments.size() == edit.before.segments.size(), context.c_str());
        for (std::size_t i = 0; i < after.segments.size(); ++i) {
            const Segment &was = edit.before.segments[i];
            const Segment &is = after.segments[i];
            const std::string place = context + ", segment " + std::to_string(i) + " of\n" + toNotation(was.source);
            QVERIFY2(is.source == was.source && is.facts == was.facts && is.kind == was.kind && is.paragraph == was.paragraph, place.c_str());
            const bool shared = edit.before.text.find("seg-source") != std::string::npos
                && edit.before.text.find("sdl:") == std::string::npos;  // <target> of several
            const bool written = edit.targets[i] && !was.facts.locked && !isRefused(edit.written, i);
            if (!written)
                QVERIFY2(is.target == was.target || (shared && is.target && was.target && is.target->text == was.target->text), place.c_str());
            else
                QVERIFY2(is.target && saysTheSame(was.source, is.target->text, withoutOuterSpace(edit.targets[i]->text)),
                         (place + "\nwanted " + toNotation(edit.targets[i]->text) + "\ngot    " + (is.target ? toNotation(is.target->text) : "-")).c_str());
        }
    }
    QVERIFY2(refused * 10 < asked, (std::to_string(refused) + " of " + std::to_string(asked)).c_str());
}

void XliffEditsTest::xmllintAcceptsWhatIsWritten()
{
    const QString xmllint = QStandardPaths::findExecutable("xmllint");
    if (xmllint.isEmpty())
        QSKIP("xmllint is not installed");
    const QTemporaryDir folder;
    QStringList files;
    for (unsigned seed = 1; seed <= static_cast<unsigned>(rounds(usual)); ++seed) {
        files.append(folder.filePath(QString::number(seed) + ".xlf"));
        must(writeFileAtomically(files.back().toStdString(), edited(seed).written.bytes));
    }
    QProcess judge;
    judge.start(xmllint, QStringList{"--noout"} + files);
    QVERIFY(judge.waitForFinished(-1));
    QVERIFY2(judge.exitCode() == 0, judge.readAllStandardError().constData());
}

// What was translated from nothing, taken away and given back is the same file.
void XliffEditsTest::takenAwayAndGivenBack()
{
    for (unsigned seed = 1; seed <= static_cast<unsigned>(rounds(usual)); ++seed) {
        const Edited edit = edited(seed);
        const Document full = read(edit.written.bytes);
        Targets none(full.segments.size());
        for (std::size_t i = 0; i < none.size(); ++i)
            none[i] = SegmentTarget(TaggedText{}, TranslationState::New);
        const std::string emptied = must(exportDocument(full, none));
        const Document empty = read(emptied);
        for (const Segment &segment : empty.segments)
            QVERIFY2(!segment.target || segment.facts.locked, (full.text + "\nbecame\n" + emptied).c_str());
    }
}

QTEST_APPLESS_MAIN(XliffEditsTest)
#include "tst_xliff_edits.moc"
