#include "tests/unit/cat/document/xliff_soup.h"

#include <iterator>

namespace {

constexpr std::string_view pieces[] = {"Press",  "the valve", "&amp;", "&lt;b&gt;", "é",      "水",        "مرحبا", "&#233;",  "👍",     " ",  "  ",
                                       "\n    ", "]]&gt;",    "\"x\"", "%s",        "{name}", "&#x1F600;", "it.",   "&quot;q", "&apos;", "\t", "1 234,5",
                                       "\u00A0", "\u3000", "&#160;"};

constexpr std::string_view typed[]
    = {"Ventil", " ",    "<",  ">", "&", "&amp;", "]]>",    "-->", "<!--", "\"",   "'",      "\\", "<g id=\"1\">", "</target>", "<![CDATA[",
       "\n",     "\r\n", "\t", "é", "😀", "مرحبا", "\u200F", "水",  "{0}",  "%1$s", "\u00A0", "?>", "&#10;",        "\u2028"};

std::string number(std::size_t value)
{
    return std::to_string(value);
}

}  // namespace

std::string XliffSoup::words()
{
    std::string text;
    for (std::size_t count = 1 + below(4); count > 0; --count)
        text += std::string(pieces[below(std::size(pieces))]) + (oneIn(2) ? " " : "");
    return text;
}

std::string XliffSoup::content1(bool target)
{
    if (!target && oneIn(12))
        return "<![CDATA[" + std::string("a < b & c") + "]]>";
    std::string content = words();
    for (std::size_t id = 1, count = below(5); id <= count; ++id) {
        const std::string n = number(id);
        const std::string shapes[] = {
            "<g id=\"" + n + "\">" + words() + "</g>",
            "<x id=\"" + n + "\"/>",
            "<ph id=\"" + n + "\">%s</ph>",
            "<bpt id=\"" + n + "\">&lt;b&gt;</bpt>" + words() + "<ept id=\"" + n + "\">&lt;/b&gt;</ept>",
            "<bx id=\"" + n + "\"/>" + words(),
            "<mrk mtype=\"term\">" + words() + "</mrk>",
            "<g id=\"" + n + "\" clone=\"no\">" + words() + "<x id=\"" + n + "0\"/></g>",
            "<it id=\"" + n + "\" pos=\"close\">&lt;/i&gt;</it>",
            "<g id=\"" + n + "\"/>",
            "<bx id=\"" + n + "\"/><g id=\"" + n + "\">" + words() + "<ex id=\"" + n + "\"/>" + words() + "</g>",
        };
        content += shapes[below(std::size(shapes))] + words();
    }
    return content;
}

std::string XliffSoup::content2()
{
    std::string content = words();
    for (std::size_t count = below(5); count > 0; --count) {
        const std::string n = number(++m_segments);
        const std::string shapes[] = {
            "<pc id=\"" + n + "\">" + words() + "</pc>",
            "<ph id=\"" + n + "\"/>",
            "<ph id=\"" + n + "\" dataRef=\"d1\" canDelete=\"no\"/>",
            "<sc id=\"" + n + "\"/>" + words() + "<ec startRef=\"" + n + "\"/>",
            "<mrk id=\"" + n + "\" type=\"term\">" + words() + "</mrk>",
            "<mrk id=\"" + n + "\" translate=\"no\">ACME</mrk>",
            "<sm id=\"" + n + "\" type=\"my:note\"/>" + words() + "<em startRef=\"" + n + "\"/>",
            "<cp hex=\"001B\"/>",
            "<ph id=\"" + n + "\" canCopy=\"no\" canDelete=\"no\" canReorder=\"firstNo\"/> <ph id=\"" + n
                + "b\" canCopy=\"no\" canDelete=\"no\" canReorder=\"no\"/>",
            "<pc id=\"" + n + "\" dataRefStart=\"d1\" dataRefEnd=\"d2\" canCopy=\"no\"><ph id=\"" + n + "b\" equiv=\"x\"/></pc>",
            "<sc id=\"" + n + "\" isolated=\"yes\"/>",
        };
        content += shapes[below(std::size(shapes))] + words();
    }
    return content;
}

// The content of a <seg-source> or <target>.
std::string XliffSoup::marks(const std::string &gap, bool target)
{
    std::string content = gap;
    for (std::size_t id = 0; id < m_segments; ++id) {
        if (target && oneIn(4))
            continue;
        const std::string start = "<mrk mtype=\"seg\" mid=\"" + number(id) + "\"";
        content += target && oneIn(4) ? start + "/>" : start + ">" + content1(target) + "</mrk>";
        content += gap;
    }
    return content;
}

std::string XliffSoup::unit1(std::size_t id)
{
    const bool segmented = m_dialect == 1 || m_dialect == 2;
    std::string unit = "<trans-unit id=\"" + number(id) + "\"" + (oneIn(5) ? " approved=\"no\"" : "") + (oneIn(9) ? " translate=\"no\"" : "")
        + (m_dialect == 3 ? " mq:status=\"NotStarted\"" : "") + (oneIn(4) ? " xml:space=\"preserve\"" : "") + ">\n  <source>" + content1(false)
        + "</source>\n";
    m_segments = 1 + below(3);
    const std::string gap = oneIn(2) ? " " : "";
    if (segmented)
        unit += "  <seg-source>" + marks(gap, false) + "</seg-source>\n";
    if (oneIn(3))
        unit += oneIn(2) ? "  <target/>\n" : "  <target state=\"new\"></target>\n";
    else if (oneIn(2))
        unit += std::string("  <target") + (oneIn(3) ? " state=\"translated\"" : "") + ">" + (segmented ? marks(gap, true) : content1(true)) + "</target>\n";
    if (oneIn(4))
        unit += "  <note>" + words() + "</note>\n";
    if (oneIn(4))
        unit += "  <alt-trans><source>x</source><target>y</target></alt-trans>\n";
    if (m_dialect == 2) {
        unit += "  <sdl:seg-defs>";
        for (std::size_t segment = 0; segment < m_segments; ++segment)
            unit += oneIn(4) ? "" : "<sdl:seg id=\"" + number(segment) + "\"" + (oneIn(2) ? " conf=\"Draft\" origin=\"mt\"" : "") + "/>";
        unit += "</sdl:seg-defs>\n";
    }
    return unit + "</trans-unit>\n";
}

std::string XliffSoup::unit2(std::size_t id)
{
    std::string unit = "<unit id=\"u" + number(id) + "\"" + (oneIn(4) ? " xml:space=\"preserve\"" : "") + ">\n"
                       "  <originalData><data id=\"d1\">&lt;b&gt;</data><data id=\"d2\">&lt;/b&gt;</data></originalData>\n";
    m_segments = 0;
    for (std::size_t count = 1 + below(3); count > 0; --count) {
        const std::string content = content2();
        const bool target = oneIn(2);
        unit += std::string("  <segment") + (target && oneIn(2) ? " state=\"translated\" subState=\"my:x\"" : "") + "><source>" + content + "</source>"
              + (target ? "<target>" + content + "</target>" : "") + "</segment>\n  <ignorable><source> </source></ignorable>\n";
    }
    return unit + "</unit>\n";
}

std::string XliffSoup::file()
{
    const bool version2 = oneIn(2);
    m_dialect = below(4);
    std::string units;
    for (std::size_t id = 1, count = 1 + below(5); id <= count; ++id)
        units += version2 ? unit2(id) : unit1(id);
    if (version2)
        return "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.0\" srcLang=\"en\" trgLang=\"de\" xmlns:own=\"urn:own\"><file "
               "id=\"f\" own:x=\"1\">\n"
            + units + "</file></xliff>\n";
    const std::string_view names[] = {"", "", " xmlns:sdl=\"http://sdl.com/FileTypes/SdlXliff/1.0\"", " xmlns:mq=\"MQXliff\""};
    return "<?xml version=\"1.0\"?>\n<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"" + std::string(names[m_dialect])
         + "><file original=\"a\" source-language=\"en\" target-language=\"de\" datatype=\"x\"><body>\n" + units + "</body></file></xliff>\n";
}

std::string XliffSoup::typedText()
{
    std::string text;
    for (std::size_t count = 1 + below(6); count > 0; --count)
        text += typed[below(std::size(typed))];
    if (oneIn(200))
        text += std::string(100000, 'x');
    return text + "a";
}
