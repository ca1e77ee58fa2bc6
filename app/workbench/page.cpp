#include "app/workbench/page.h"

#include "engine/cat/document/document_files.h"
#include "engine/cat/document/encoding.h"
#include "engine/cat/project/file_content.h"

#include <QCoreApplication>
#include <QImage>
#include <QTextBlock>
#include <QTextCursor>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

namespace interlinear::workbench {

namespace {

constexpr std::size_t mostText = 1'000'000;   // bytes: what is written and read anew while somebody types
constexpr int reach = 10'000;                 // characters before and behind the marked segment
constexpr double margin = 16, gap = 8;
// Brackets, since Markdown knows emphasis by what stands before and behind its marks; hardly any text has these.
constexpr char16_t markBegin = u'\u29FC', markEnd = u'\u29FD';
const QString nameOfNoImage = QStringLiteral("image:");
const std::string beginMark = "\u29FC", endMark = "\u29FD";

bool hasPage(std::string_view format)
{
    constexpr std::array<std::string_view, 5> formats{"text", "markdown", "html", "srt", "vtt"};
    return std::ranges::find(formats, format) != formats.end();
}

TaggedText withMarks(TaggedText text)
{
    text.text = beginMark + text.text + endMark;
    for (InlineTag &tag : text.tags)
        tag.offset += beginMark.size();
    return text;
}

Result<cat::PartialExport> exported(const cat::Document &document, const std::vector<cat::SegmentContent> &contents, std::optional<std::size_t> marked)
{
    cat::Targets targets;
    for (std::size_t i = 0; i < document.segments.size(); ++i) {
        const cat::Segment &segment = document.segments[i];
        const cat::SegmentContent content = i < contents.size() ? contents[i] : cat::SegmentContent();
        if (i == marked)
            targets.emplace_back(withMarks(content.target.empty() ? segment.source : content.target));
        else
            targets.push_back(cat::targetForFile(segment, content));
    }
    return cat::exportWhatFits(document, targets);
}

/// Without what stands before the text for programs.
QString withoutFrontMatter(const QString &markdown)
{
    if (!markdown.startsWith(QStringLiteral("---\n")))
        return markdown;
    const qsizetype end = markdown.indexOf(QStringLiteral("\n---\n"), 3);
    return end < 0 ? markdown : markdown.mid(end + 5);
}

/// Room between paragraphs, which Markdown leaves to whoever shows it.
void space(QTextDocument &document)
{
    QTextBlockFormat spaced;
    spaced.setBottomMargin(gap);
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        if (!block.textList() && !block.blockFormat().nonBreakableLines())
            QTextCursor(block).mergeBlockFormat(spaced);
    }
}

/// Qt looks for a file of an image's name itself, and for a finer one beside it.
void takeImageNamesOut(QTextDocument &document)
{
    const QString object(QChar::ObjectReplacementCharacter);
    for (QTextCursor place = document.find(object); !place.isNull(); place = document.find(object, place)) {
        QTextImageFormat image = place.charFormat().toImageFormat();
        if (!image.isValid())
            continue;
        image.setName(nameOfNoImage);
        place.setCharFormat(image);
    }
}

/// Takes the mark out, and says where it stood.
std::optional<int> takenOut(QTextDocument &document, char16_t mark)
{
    QTextCursor found = document.find(QString(QChar(mark)));
    if (found.isNull())
        return std::nullopt;
    const int place = found.selectionStart();
    found.removeSelectedText();
    return place;
}

/// The same within the first line and the last one, which may be as long as a document; how many characters have gone before the middle.
int cutLine(QTextDocument &document, int middle)
{
    QTextCursor outside(&document);
    const QTextBlock last = document.lastBlock();
    outside.setPosition(std::min(std::max(middle + reach, last.position()), last.position() + last.length() - 1));
    outside.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    outside.removeSelectedText();
    int first = std::max(0, middle - reach);
    if (document.characterAt(first).isLowSurrogate())
        --first;
    outside.setPosition(0);
    outside.setPosition(first, QTextCursor::KeepAnchor);
    outside.removeSelectedText();
    return first;
}

/// Of a long page there is only what stands around the mark: all of it could not be laid out between two keys.
void cut(Page &page)
{
    QTextDocument &document = page.document;
    const int middle = page.marked ? static_cast<int>(page.marked->begin) : 0;
    QTextCursor outside(&document);
    if (const QTextBlock last = document.findBlock(middle + reach); last.isValid()) {
        outside.setPosition(last.position() + last.length() - 1);
        outside.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
        outside.removeSelectedText();
    }
    const int first = document.findBlock(std::max(0, middle - reach)).position();
    outside.setPosition(0);
    outside.setPosition(first, QTextCursor::KeepAnchor);
    outside.removeSelectedText();
    const int before = cutLine(document, middle - first);
    if (page.marked) {
        const auto gone = static_cast<std::size_t>(first + before), all = static_cast<std::size_t>(document.characterCount() - 1);
        page.marked = Utf16Span{page.marked->begin - gone, std::min(page.marked->end - gone, all)};
    }
}

}  // namespace

Result<PageText> pageText(const cat::Document &document, const std::vector<cat::SegmentContent> &contents, std::optional<std::size_t> marked)
{
    const std::string name = std::filesystem::path(document.name).filename().string();
    if (!hasPage(document.format))
        return fail(ErrorCode::Unsupported, name, "has no preview; there is one of text, Markdown, HTML and subtitles");
    if (document.text.size() > mostText)
        return fail(ErrorCode::OutOfRange, name, "is too large for a preview");
    Result<cat::PartialExport> file = exported(document, contents, marked);
    if (file && marked && !file->refused.empty())   // perhaps the marks
        file = exported(document, contents, std::nullopt);
    if (!file)
        return std::unexpected(file.error());
    const Result<cat::DecodedText> text = cat::decodedAs(std::move(file->bytes), document.encoding, document.name);
    if (!text)
        return std::unexpected(text.error());
    return PageText{document.format, QString::fromStdString(text->text)};
}

/// An image that is there: for one that is not, Qt looks on the disk.
QVariant PageDocument::loadResource(int type, const QUrl &)
{
    if (type != ImageResource)
        return {};
    QImage nothing(1, 1, QImage::Format_ARGB32);
    nothing.fill(Qt::transparent);
    return nothing;
}

std::shared_ptr<Page> renderedPage(const PageText &text)
{
    auto page = std::make_shared<Page>();
    QTextDocument &document = page->document;
    document.setUndoRedoEnabled(false);
    if (text.format == "markdown") {
        document.setMarkdown(withoutFrontMatter(text.text), QTextDocument::MarkdownDialectGitHub);
        space(document);
    } else if (text.format == "html") {
        document.setHtml(text.text);
    } else {
        document.setPlainText(text.text);
    }
    takeImageNamesOut(document);
    document.setDocumentMargin(margin);
    const std::optional<int> begin = takenOut(document, markBegin);
    const std::optional<int> end = takenOut(document, markEnd);
    if (begin && end && *begin <= *end)
        page->marked = Utf16Span{static_cast<std::size_t>(*begin), static_cast<std::size_t>(*end)};
    cut(*page);
    document.moveToThread(QCoreApplication::instance()->thread());
    return page;
}

}  // namespace interlinear::workbench
