#include "tests/unit/cat/document/office_soup.h"

#include <array>

namespace interlinear::cat
{

namespace
{

constexpr std::array<const char *, 9> looks{
    "", "", "", "<w:b/>", "<w:i/>", "<w:b/><w:lang w:val=\"en-US\"/>", "<w:rStyle w:val=\"Link\"/>", "<w:u w:val=\"single\"/>", "<w:rtl/>"};
constexpr std::array<const char *, 14> spelledWords{"one",  " two", "three ", " &amp; ", "a &lt; b", "  ", ". Then",
                                                    "end.", "שלום", "漢字",   "é&#233;", "12",       "*",  "Ende! Neu"};
constexpr std::array<const char *, 16> typedWords{
    "wort",    " und ",    "<w:t>",     "& co", "]]>",       "-->",  "\"quoted\"", "it's",
    "back\\s", "👍🏽", "שלום עולם", "漢字", "\xC2\xA0x", "a  b", "&amp;",      "long long long long long long long long long long"};

}  // namespace

std::string OfficeSoup::words()
{
    std::string text;
    for (std::size_t count = below(4); count > 0; --count)
        text += spelledWords[below(spelledWords.size())];
    return text;
}

std::string OfficeSoup::run()
{
    const std::string look = looks[below(looks.size())];
    const std::string properties = look.empty() ? "" : "<w:rPr>" + look + "</w:rPr>";
    const std::string space = below(2) == 0 ? "" : " xml:space=\"preserve\"";
    constexpr std::array<const char *, 8> others{"", "", "", "<w:tab/>", "<w:br/>", "<w:softHyphen/>", "<w:noBreakHyphen/>", "<w:sym w:char=\"F0E0\"/>"};
    return "<w:r w:rsidR=\"" + std::to_string(below(100)) + "\">" + properties + others[below(others.size())] + "<w:t" + space + ">" + words() + "</w:t>"
        + others[below(others.size())] + "</w:r>";
}

std::string OfficeSoup::piece(int depth)
{
    const std::string id = " w:id=\"" + std::to_string(++m_lastId) + "\"";
    const auto character = [](const std::string &type) { return "<w:r><w:fldChar w:fldCharType=\"" + type + "\"/></w:r>"; };
    const auto inner = [&] { return depth > 2 ? run() : piece(depth + 1) + run(); };
    switch (below(18)) {
    case 0:
        return "<w:hyperlink r:id=\"rId" + std::to_string(m_lastId) + "\">" + inner() + "</w:hyperlink>";
    case 1:
        return "<w:ins" + id + " w:author=\"a\">" + inner() + "</w:ins>";
    case 2:
        return "<w:del" + id + " w:author=\"a\"><w:r><w:delText>gone</w:delText></w:r></w:del>";
    case 3:
        return "<w:sdt><w:sdtPr><w:rPr><w:b/></w:rPr></w:sdtPr><w:sdtContent>" + inner() + "</w:sdtContent></w:sdt>";
    case 4:
        return "<w:smartTag w:element=\"place\">" + inner() + "</w:smartTag>";
    case 5:
        return "<w:bookmarkStart" + id + " w:name=\"b\"/>" + run() + "<w:bookmarkEnd" + id + "/>";
    case 6:
        return "<w:r><w:footnoteReference w:id=\"2\"/></w:r>";
    case 7:
        return character("begin") + "<w:r><w:instrText>REF a</w:instrText></w:r>" + character("separate") + run() + character("end");
    case 8:
        return character("begin") + "<w:r><w:instrText>HYPERLINK \"" + std::to_string(m_lastId) + "\"</w:instrText></w:r>" + character("separate") + inner()
            + character("end");
    case 9:
        return "<w:r><w:drawing><wp:inline><wp:docPr name=\"p\"/></wp:inline></w:drawing></w:r>";
    case 10:
        return depth > 1 ? run() : "<w:r><w:pict><v:textbox><w:txbxContent>" + paragraph(depth + 2) + "</w:txbxContent></v:textbox></w:pict></w:r>";
    case 11:
        return "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>";
    default:
        return run();
    }
}

std::string OfficeSoup::paragraph(int depth)
{
    std::string content;
    for (std::size_t count = 1 + below(7); count > 0; --count)
        content += piece(depth);
    return "<w:p>" + content + "</w:p>";
}

std::string OfficeSoup::body()
{
    std::string body;
    for (std::size_t count = 1 + below(4); count > 0; --count)
        body += paragraph(0);
    return body;
}

TaggedText OfficeSoup::target(const TaggedText &source)
{
    TaggedText target;
    target.text = "Anfang";
    for (InlineTag tag : source.tags) {
        target.text += typedWords[below(typedWords.size())];
        tag.offset = target.text.size();
        target.tags.push_back(std::move(tag));
        target.text += "x";
    }
    target.text += typedWords[below(typedWords.size())];
    target.text += "z.";
    return target;
}

}  // namespace interlinear::cat
