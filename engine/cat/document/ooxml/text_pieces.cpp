#include "engine/cat/document/ooxml/text_pieces.h"

#include <algorithm>
#include <array>

namespace interlinear::cat::ooxml {

namespace {

constexpr std::array<std::string_view, 9> lineBreaks{"_x000D_&#10;", "_x000D_\r\n", "_x000D_\n", "\r\n", "\n", "\r", "&#10;", "&#xA;", "&#xa;"};
constexpr std::array<std::string_view, 4> returns{"&#13;", "&#xD;", "&#xd;", "_x000D_"};
constexpr std::array<std::string_view, 4> tabs{"\t", "&#9;", "&#x9;", "&#x09;"};

std::size_t lengthOfFirst(std::string_view text, const auto &spellings)
{
    const auto found = std::ranges::find_if(spellings, [&](std::string_view spelling) { return text.starts_with(spelling); });
    return found == spellings.end() ? 0 : found->size();
}

constexpr std::string_view verticalTab = "_x000B_";   // how slides spell a line break within a title

struct ControlCharacter {
    std::size_t length = 0;   // 0: something else stands here
    std::string_view code;    // what to write for it
};

bool mayBeControl(char c)
{
    return c == '\t' || c == '\r' || c == '\n' || c == '&' || c == '_';
}

ControlCharacter controlAt(std::string_view text)
{
    if (const std::size_t tab = lengthOfFirst(text, tabs))
        return {tab, "\t"};
    if (text.starts_with(verticalTab))
        return {verticalTab.size(), verticalTab};
    const std::size_t lineBreak = lengthOfFirst(text, lineBreaks);
    return {lineBreak > 0 ? lineBreak : lengthOfFirst(text, returns), "\n"};
}

// Word shows control characters as spaces; sheets break the line, and slides set a tab.
bool isShown(Dialect dialect, std::string_view code)
{
    return dialect == Dialect::Sheet || dialect == Dialect::Value || (dialect == Dialect::Drawing && code != "\n");
}

Atom controlAtom(const Atom &model, ByteSpan span, Dialect dialect, std::string_view code)
{
    Atom atom = model;
    atom.span = span;
    if (isShown(dialect, code)) {
        atom.kind = AtomKind::Item;
        atom.code = code;
        atom.display = code == "\t" ? "⇥" : "↵";
        atom.may = {.remove = true, .copy = true};
        atom.loose = true;
    } else {
        atom.kind = AtomKind::Text;
        atom.decoded = " ";
    }
    return atom;
}

void appendPlain(ByteSpan span, const Atom &model, std::vector<Atom> &atoms)
{
    if (span.empty())
        return;
    atoms.push_back(model);
    atoms.back().kind = AtomKind::Text;
    atoms.back().span = span;
}

// Of "&amp;…" behind the ampersand: what a code of a header takes, 0 where none begins.
std::size_t headerCodeLength(std::string_view text)
{
    if (text.empty())
        return 0;
    if (text.starts_with("&quot;") || text.starts_with('"')) {
        const std::string_view quote = text.starts_with('"') ? "\"" : "&quot;";
        const std::size_t end = text.find(quote, quote.size());
        return end == std::string_view::npos ? 0 : end + quote.size();
    }
    if (text.front() >= '0' && text.front() <= '9')
        return std::min(text.find_first_not_of("0123456789"), text.size());
    if (text.front() == 'K')
        return std::min<std::size_t>(7, text.size());
    return std::string_view("LCRPNDTAFZGBIUESXYOH").find(text.front()) == std::string_view::npos ? 0 : 1;
}

Atom headerCode(std::string_view code, ByteSpan span)
{
    Atom atom;
    atom.span = span;
    atom.kind = std::string_view("LCR").find(code.back()) != std::string_view::npos && code.size() == 1 ? AtomKind::Boundary : AtomKind::Item;
    atom.code = "&" + std::string(code);
    for (std::size_t quote = atom.code.find("&quot;"); quote != std::string::npos; quote = atom.code.find("&quot;", quote))
        atom.code.replace(quote, 6, "\"");
    atom.display = atom.code;
    atom.loose = std::string_view("PNDTAFZ").find(code.front()) == std::string_view::npos;   // those are numbers and names that are seen
    return atom;
}

}  // namespace

void appendTextAtoms(std::string_view raw, std::size_t begin, Dialect dialect, const Atom &model, std::vector<Atom> &atoms)
{
    std::size_t plain = 0;
    for (std::size_t at = 0; at < raw.size();) {
        const ControlCharacter control = mayBeControl(raw[at]) && !model.cdata ? controlAt(raw.substr(at)) : ControlCharacter{};
        if (control.length == 0) {
            ++at;
            continue;
        }
        appendPlain({begin + plain, begin + at}, model, atoms);
        atoms.push_back(controlAtom(model, {begin + at, begin + at + control.length}, dialect, control.code));
        at += control.length;
        plain = at;
    }
    appendPlain({begin + plain, begin + raw.size()}, model, atoms);
}

void appendHeaderAtoms(std::string_view raw, std::size_t begin, std::vector<Atom> &atoms)
{
    constexpr std::string_view ampersand = "&amp;";
    std::size_t plain = 0;
    for (std::size_t at = raw.find(ampersand); at != std::string_view::npos; at = raw.find(ampersand, at)) {
        const std::size_t code = at + ampersand.size();
        const bool doubled = raw.substr(code).starts_with(ampersand);
        const std::size_t length = doubled ? ampersand.size() : headerCodeLength(raw.substr(code));
        at = code + length;
        if (length == 0)
            continue;
        const std::size_t first = code - ampersand.size();
        appendPlain({begin + plain, begin + first}, {}, atoms);
        atoms.push_back(headerCode(raw.substr(code, length), {begin + first, begin + at}));
        if (doubled) {
            atoms.back().kind = AtomKind::Text;
            atoms.back().decoded = "&";
        }
        plain = at;
    }
    appendPlain({begin + plain, begin + raw.size()}, {}, atoms);
}

Paragraph valueParagraph(const std::string &text, ByteSpan value, const SegmentFacts &facts)
{
    Paragraph paragraph;
    paragraph.dialect = Dialect::Value;
    paragraph.runless = true;
    paragraph.kind = BlockKind::Attribute;
    paragraph.facts = facts;
    appendTextAtoms(std::string_view(text).substr(value.begin, value.length()), value.begin, Dialect::Value, {}, paragraph.atoms);
    return paragraph;
}

}  // namespace interlinear::cat::ooxml
