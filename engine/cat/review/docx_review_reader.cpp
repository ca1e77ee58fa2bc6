#include "engine/cat/document/archive.h"
#include "engine/cat/document/ooxml/attribute.h"
#include "engine/cat/document/ooxml/package.h"
#include "engine/cat/document/xml/xml_cursor.h"
#include "engine/cat/document/xml/xml_text.h"
#include "engine/cat/review/docx_review.h"
#include "engine/cat/review/tag_marks.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace interlinear::cat {

namespace {

using ooxml::attributeNamed;

constexpr std::array<std::string_view, 6> passedOver{"rPr", "sdtPr", "tblPr", "Fallback", "instrText", "delInstrText"};
constexpr std::array<std::string_view, 3> deletions{"del", "moveFrom", "delText"};
constexpr std::array<std::string_view, 2> insertions{"ins", "moveTo"};
constexpr std::size_t mostColumns = 63;   // what Word allows

using Comments = std::map<std::string, ReviewComment>;   // by id

struct Cell {
    std::vector<std::string> paragraphs{std::string()};
    bool tracked = false;

    std::string text() const
    {
        std::string joined;
        for (const std::string &paragraph : paragraphs)
            joined += (&paragraph == &paragraphs.front() ? "" : "\n") + paragraph;
        return joined;
    }
};

struct Row {
    std::vector<Cell> cells;
    std::vector<std::string> comments;   // their ids, in order
    bool deleted = false;
};

/// Where a table has what; the first row says so.
struct Columns {
    std::size_t number = 0, source = 0, target = 0;
    std::optional<std::size_t> state, comment;
};

bool isOneOf(std::string_view name, const auto &names)
{
    return std::ranges::find(names, name) != names.end();
}

std::string symbol(const XmlCursor &cursor)
{
    const std::string code = attributeNamed(cursor, "char");
    std::uint32_t character = 0;
    std::from_chars(code.data(), code.data() + code.size(), character, 16);
    return utf8Of(character);
}

/// What the element stands for; nothing for another one.
std::optional<std::string> characterOf(const XmlCursor &cursor)
{
    const std::string_view name = cursor.token().localName();
    if (name == "tab" || name == "ptab")
        return "\t";
    if (name == "br" || name == "cr")
        return "\n";
    if (name == "noBreakHyphen")
        return "\u2011";
    if (name == "softHyphen")
        return "\u00AD";
    if (name == "sym")
        return symbol(cursor);
    return std::nullopt;
}

/// The rows of all tables of a document; those within a cell belong to it.
class TableReader {
public:
    explicit TableReader(std::string_view xml) : m_cursor(xml) {}

    std::vector<Row> read()
    {
        while (m_cursor.next()) {
            const XmlToken &token = m_cursor.token();
            if (token.kind == XmlKind::Start)
                start(token.localName());
            else if (token.kind == XmlKind::End)
                end(token.localName());
            else if (m_textDepth && token.kind == XmlKind::Text)
                add(decodedXml(m_cursor.raw()));
            else if (m_textDepth && token.kind == XmlKind::CData)
                add(std::string(m_cursor.raw()));
        }
        return std::move(m_rows);
    }

    /// Ids of comments that stand in no row.
    const std::vector<std::string> &strayComments() const { return m_stray; }

private:
    void start(std::string_view name)
    {
        const bool empty = m_cursor.token().selfClosing;
        if (name == "tbl" && !empty)
            ++m_tables;
        else if (name == "tr" && m_tables == 1 && !empty)
            m_row.emplace();
        else if (name == "tc" && m_tables == 1 && m_row)
            m_row->cells.emplace_back();
        else if (name == "trPr")
            readRowProperties();
        else if (name == "tcPr")
            readCellProperties();
        else if (name == "pPr")
            readParagraphProperties();
        else if (name == "commentReference")
            noteComment(attributeNamed(m_cursor, "id"));
        else if (isOneOf(name, deletions))
            skipDeletion();
        else if (isOneOf(name, passedOver))
            skipElement(m_cursor);
        else
            startInCell(name);
    }

    void startInCell(std::string_view name)
    {
        Cell *cell = currentCell();
        if (!cell)
            return;
        if (name == "p") {
            if (m_paragraphs++ > 0 && !m_joinsNext)
                cell->paragraphs.emplace_back();
            m_joinsNext = false;
        } else if (name == "t" && !m_cursor.token().selfClosing) {
            m_textDepth = m_cursor.depth();
        } else if (isOneOf(name, insertions)) {
            cell->tracked = true;
        } else if (const auto character = characterOf(m_cursor)) {
            add(*character);
        }
    }

    void end(std::string_view name)
    {
        if (m_textDepth == m_cursor.depth()) {
            m_textDepth.reset();
        } else if (name == "tbl" && m_tables > 0) {
            --m_tables;
        } else if (name == "tc" && m_tables == 1) {
            m_paragraphs = 0;
            m_joinsNext = false;
        } else if (name == "tr" && m_tables == 1 && m_row) {
            m_rows.push_back(std::move(*m_row));
            m_row.reset();
        }
    }

    Cell *currentCell() { return m_row && !m_row->cells.empty() ? &m_row->cells.back() : nullptr; }

    void add(const std::string &text)
    {
        if (Cell *cell = currentCell())
            cell->paragraphs.back() += text;
    }

    /// Calls for each start within the element, and goes to its end.
    template <typename Visit>
    void within(const Visit &visit)
    {
        if (m_cursor.token().selfClosing)
            return;
        const std::size_t depth = m_cursor.depth();
        while (m_cursor.next() && !(m_cursor.token().kind == XmlKind::End && m_cursor.depth() == depth)) {
            if (m_cursor.token().kind == XmlKind::Start)
                visit(m_cursor.token().localName());
        }
    }

    void readRowProperties()
    {
        within([this](std::string_view name) {
            if (m_row && m_tables == 1 && name == "del")
                m_row->deleted = true;
        });
    }

    /// A cell over several columns takes their places.
    void readCellProperties()
    {
        within([this](std::string_view name) {
            if (!currentCell() || m_tables != 1 || name != "gridSpan")
                return;
            const std::string span = attributeNamed(m_cursor, "val");
            std::size_t columns = 1;
            std::from_chars(span.data(), span.data() + span.size(), columns);
            Cell cell = std::move(m_row->cells.back());
            m_row->cells.back() = {};
            for (std::size_t i = 1; i < std::min(columns, mostColumns); ++i)
                m_row->cells.emplace_back();
            m_row->cells.back() = std::move(cell);
        });
    }

    /// A paragraph whose end is deleted goes on in the next one.
    void readParagraphProperties()
    {
        within([this](std::string_view name) {
            Cell *cell = currentCell();
            if (cell && isOneOf(name, insertions))
                cell->tracked = true;
            if (!cell || !isOneOf(name, deletions))
                return;
            cell->tracked = true;
            m_joinsNext = true;
        });
    }

    void skipDeletion()
    {
        if (Cell *cell = currentCell())
            cell->tracked = true;
        skipElement(m_cursor);
    }

    void noteComment(std::string id) { (m_row ? m_row->comments : m_stray).push_back(std::move(id)); }

    XmlCursor m_cursor;
    std::vector<Row> m_rows;
    std::optional<Row> m_row;                // that is open
    std::vector<std::string> m_stray;
    std::size_t m_tables = 0;                // that are open
    std::size_t m_paragraphs = 0;            // of the cell so far
    bool m_joinsNext = false;
    std::optional<std::size_t> m_textDepth;  // of the open <t>
};

/// The text of the cell but for empty paragraphs at its ends.
std::string textOf(const Row &row, std::size_t column)
{
    if (column >= row.cells.size())
        return {};
    Cell cell = row.cells[column];
    while (cell.paragraphs.size() > 1 && cell.paragraphs.back().empty())
        cell.paragraphs.pop_back();
    while (cell.paragraphs.size() > 1 && cell.paragraphs.front().empty())
        cell.paragraphs.erase(cell.paragraphs.begin());
    return cell.text();
}

/// Nothing for a row that is no header.
std::optional<Columns> columnsOf(const Row &row)
{
    std::optional<std::size_t> number, source, target, state, comment;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const std::string text = row.cells[i].text();
        const std::string_view title = trimmed(text);
        if (title == "No.")
            number = i;
        else if (title.starts_with("Source ·"))
            source = i;
        else if (title.starts_with("Target ·"))
            target = i;
        else if (title == "State")
            state = i;
        else if (title == "Comment")
            comment = i;
    }
    if (!number || !source || !target)
        return std::nullopt;
    return Columns{*number, *source, *target, state, comment};
}

std::string languageIn(const std::string &title)
{
    return std::string(trimmed(std::string_view(title).substr(title.find("·") + std::string_view("·").size())));
}

std::optional<TranslationState> stateNamed(std::string_view name)
{
    for (const TranslationState state :
         {TranslationState::New, TranslationState::Draft, TranslationState::Translated, TranslationState::Reviewed, TranslationState::Final}) {
        if (asciiLowerCase(trimmed(name)) == translationStateName(state))
            return state;
    }
    return std::nullopt;
}

ReviewRow reviewRow(const Row &row, const Columns &columns, const Comments &comments)
{
    ReviewRow read;
    const std::string first = textOf(row, columns.number);   // "17r3f2a91bc-…"
    const std::size_t digits = std::min(first.find_first_not_of(" \t\n0123456789"), first.size());
    const std::string number(trimmed(std::string_view(first).substr(0, digits)));
    std::from_chars(number.data(), number.data() + number.size(), read.number);
    read.id = trimmed(std::string_view(first).substr(digits));
    read.source = fromMarks(textOf(row, columns.source));
    read.target = fromMarks(textOf(row, columns.target));
    read.tracked = columns.target < row.cells.size() && row.cells[columns.target].tracked;
    const std::string state = columns.state ? textOf(row, *columns.state) : std::string();
    read.state = stateNamed(state);
    read.locked = trimmed(state) == "locked";
    if (columns.comment && *columns.comment < row.cells.size()) {
        for (const std::string &line : row.cells[*columns.comment].paragraphs) {
            if (!trimmed(line).empty())
                read.comments.push_back({{}, std::string(trimmed(line))});
        }
    }
    for (const std::string &id : row.comments) {
        if (const auto comment = comments.find(id); comment != comments.end())
            read.comments.push_back(comment->second);
    }
    return read;
}

bool isBlankRow(const Row &row)
{
    return row.comments.empty() && std::ranges::all_of(row.cells, [](const Cell &cell) { return trimmed(cell.text()).empty(); });
}

/// As readers of a part say it.
Result<std::string> wellFormedPart(const Archive &archive, const std::string &part, const std::string &name)
{
    Result<std::string> xml = archive.part(part);
    if (!xml)
        return xml;
    if (const auto bad = firstInvalidUtf8(*xml))
        return notUtf8(name + ", " + part, *xml, *bad);
    if (Result<void> checked = checkWellFormed(*xml); !checked) {
        checked.error().where = name + ", " + part + ", " + checked.error().where;
        return std::unexpected(checked.error());
    }
    return xml;
}

/// On the Start of a comment; goes to its end.
std::string textOfComment(XmlCursor &cursor)
{
    if (cursor.token().selfClosing)
        return {};
    std::string text;
    bool inText = false;
    const std::size_t depth = cursor.depth();
    while (cursor.next() && !(cursor.token().kind == XmlKind::End && cursor.depth() == depth)) {
        const XmlToken &token = cursor.token();
        const std::string_view name = token.localName();
        if (token.kind == XmlKind::Text && inText)
            text += decodedXml(cursor.raw());
        else if (token.kind == XmlKind::Start && (isOneOf(name, deletions) || name == "pPr" || name == "rPr"))
            skipElement(cursor);
        else if (token.kind == XmlKind::Start)
            text += name == "p" && !text.empty() ? "\n" : characterOf(cursor).value_or("");
        inText = token.kind == XmlKind::Start ? name == "t" && !token.selfClosing : token.kind == XmlKind::Text && inText;
    }
    return std::string(trimmed(text));
}

Result<Comments> commentsOf(const Archive &archive, const std::string &document, const std::string &name)
{
    const auto related = ooxml::relationshipsOf(archive, document);
    if (!related)
        return std::unexpected(related.error());
    Comments comments;
    const auto part = std::ranges::find(*related, "comments", &ooxml::Relationship::type);
    if (part == related->end())
        return comments;
    const Result<std::string> xml = wellFormedPart(archive, part->part, name);
    if (!xml)
        return std::unexpected(xml.error());
    XmlCursor cursor(*xml);
    while (cursor.next()) {
        if (cursor.token().kind != XmlKind::Start || cursor.token().localName() != "comment")
            continue;
        const std::string id = attributeNamed(cursor, "id");
        std::string author = attributeNamed(cursor, "author");
        comments[id] = {std::move(author), textOfComment(cursor)};
    }
    return comments;
}

}  // namespace

Result<ReviewTable> readDocxReview(std::string_view bytes, const std::string &name)
{
    const auto named = [&](Error error) {
        if (!error.where.starts_with(name))
            error.where = error.where.empty() ? name : name + ", " + error.where;
        return std::unexpected(std::move(error));
    };
    const Result<Archive> archive = Archive::open(bytes, name);
    if (!archive)
        return std::unexpected(archive.error());
    const Result<std::string> main = ooxml::mainPart(*archive);
    if (!main)
        return named(main.error());
    const Result<std::string> xml = wellFormedPart(*archive, *main, name);
    if (!xml)
        return named(xml.error());
    const Result<Comments> comments = commentsOf(*archive, *main, name);
    if (!comments)
        return named(comments.error());

    TableReader reader(*xml);
    std::optional<Columns> columns;
    ReviewTable table;
    for (const Row &row : reader.read()) {
        if (const std::optional<Columns> header = columnsOf(row)) {
            columns = header;
            table.sourceLanguage = languageIn(row.cells[header->source].text());
            table.targetLanguage = languageIn(row.cells[header->target].text());
        } else if (columns && !row.deleted && !isBlankRow(row)) {
            table.rows.push_back(reviewRow(row, *columns, *comments));
        }
    }
    if (!columns)
        return fail(ErrorCode::BadFormat, name,
                    "has no table for review: a first row with \"No.\", \"Source · …\" and \"Target · …\" was expected; export the file again");
    for (const std::string &id : reader.strayComments()) {
        if (const auto comment = comments->find(id); comment != comments->end())
            table.stray.push_back(comment->second);
    }
    return table;
}

}  // namespace interlinear::cat
