#include "tests/unit/cat/document/office_soup.h"

#include <array>

namespace interlinear::cat
{

namespace
{

constexpr std::array<const char *, 12> others{"<text:s/>",
                                              "<text:s text:c=\"3\"/>",
                                              "<text:tab/>",
                                              "<text:line-break/>",
                                              "<text:soft-page-break/>",
                                              "<text:change text:change-id=\"ct1\"/>",
                                              "<text:page-number>4</text:page-number>",
                                              "<text:span/>",
                                              "<!-- gone -->",
                                              "\n    ",
                                              "<text:s text:c=\"30\"/>",
                                              "<text:span text:style-name=\"T3\">gone</text:span>"};

std::string noteOf(const std::string &id, const std::string &paragraphs)
{
    return "<text:note text:id=\"" + id + "\" text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body>" + paragraphs + "</text:note-body></text:note>";
}

}  // namespace

std::string OfficeSoup::openText()
{
    return words() + (below(3) == 0 ? others[below(others.size())] : "") + words();
}

std::string OfficeSoup::openPiece(int depth)
{
    const std::string id = "n" + std::to_string(++m_lastId);
    const auto inner = [&] { return depth > 2 ? openText() : openPiece(depth + 1) + openText(); };
    const auto span = [](const char *style, const std::string &content) { return "<text:span text:style-name=\"" + std::string(style) + "\">" + content + "</text:span>"; };
    switch (below(18)) {
    case 0:
    case 1:
        return span("T1", inner());
    case 2:
    case 3:
        return span("T2", inner());
    case 4:
        return "<text:a xlink:type=\"simple\" xlink:href=\"#" + id + "\">" + openText() + "</text:a>";
    case 5:
        return "<text:bookmark-start text:name=\"" + id + "\"/>" + openText() + "<text:bookmark-end text:name=\"" + id + "\"/>";
    case 6:
        return depth > 1 ? openText() : noteOf(id, openParagraph(depth + 2));
    case 7:
        return depth > 1 ? openText() : "<office:annotation><dc:creator>gone</dc:creator>" + openParagraph(depth + 2) + "</office:annotation>";
    case 8:
        return depth > 1 ? openText()
                         : "<draw:frame draw:name=\"" + id + "\" text:anchor-type=\"as-char\" svg:width=\"3cm\" svg:height=\"1cm\"><draw:text-box>" + openParagraph(depth + 2)
                + "</draw:text-box><svg:title>A " + id + "</svg:title></draw:frame>";
    case 9:
        return "<text:ruby><text:ruby-base>漢" + words() + "</text:ruby-base><text:ruby-text>gone</text:ruby-text></text:ruby>";
    case 10:
        return below(4) == 0 ? "<![CDATA[x & <y>  z]]>" : openText();
    case 11:
        return "<text:placeholder text:placeholder-type=\"text\">&lt;name&gt;</text:placeholder>";
    default:
        return openText();
    }
}

std::string OfficeSoup::openParagraph(int depth)
{
    std::string content;
    for (std::size_t count = 1 + below(7); count > 0; --count)
        content += openPiece(depth);
    return below(6) == 0 ? "<text:h text:outline-level=\"1\">" + content + "</text:h>" : "<text:p>" + content + "</text:p>";
}

std::string OfficeSoup::openBody()
{
    std::string body
        = "<office:text><text:tracked-changes><text:changed-region xml:id=\"ct1\" text:id=\"ct1\"><text:deletion><office:change-info><dc:creator>K</dc:creator>"
          "<dc:date>2024-01-01T00:00:00</dc:date></office:change-info><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>";
    for (std::size_t count = 1 + below(4); count > 0; --count)
        body += openParagraph(0);
    return body + "</office:text>";
}

}  // namespace interlinear::cat
