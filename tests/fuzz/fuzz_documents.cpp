// Every document format of the table in format.cpp: its golden files are the samples, so that a new one is tried as soon as it has a golden case.
// What is peculiar to a format's files, words and what nests, is a line of `peculiarities`.
#include "engine/cat/document/format.h"
#include "tests/fuzz/archive_samples.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/cat/document/round_trip.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace {

using namespace interlinear;

struct Peculiarities {
    std::string_view format;
    std::vector<std::string> words;
    std::vector<fuzz::Nest> nests;
    std::string mainPart = {};   // of an archive
};

const std::vector<std::string> commonWords{"<!--", "-->", "<![CDATA[", "]]>", "&#0;", "&#x1F;", "&#xD800;", "&nbsp;", "&amp;", "&lt;", "<?x ?>", "<!DOCTYPE a [<!ENTITY a \"b\">]>",
                                           "&a;", "\x01", "\xEF\xBF\xBE", "\xC3", "\xFF\xFE", std::string(1, '\0'), "\"", "'", "\\", "\\u", "\n", "\r\n", "\r", "\t", "\n\n", "{",
                                           "}", "[", "]", "%", "%1$s", "{0}", "{a, plural, one{b} other{c}}", "encoding=\"UTF-16\"", "encoding=\"windows-1252\"", "99999999999999",
                                           "-1", "e\xCC\x81", "\xE2\x80\xA8", "\xC2\xA0", "\xD7\xA9"};

const std::string textBox = "<w:p><w:r><w:pict><v:textbox><w:txbxContent>";
const std::string textBoxEnd = "</w:txbxContent></v:textbox></w:pict></w:r></w:p>";
const std::string field = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>";
const std::string fieldEnd = "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";

const Peculiarities peculiarities[] = {
    {"text", {"e.g. ", ". ", "。"}, {{"(", ")"}}},
    {"markdown", {"# ", "> ", "- ", "1. ", "```\n", "`", "**", "_", "~~", "![", "](", ")", "|", "\n|---|\n", "<div>", "</div>", "[^1]", "[^1]: ", "[a]: b\n", "---\n", "***", "<b>"},
     {{"> ", ""}, {"- ", ""}, {"*a **b ", ""}, {"[", "]"}, {"![", "](x)"}, {"<div>", "</div>"}, {"**", "**"}, {"`", ""}, {"<", ">"}, {"a|", "\n"}, {"[^1]", ""}}},
    {"html", {"<p>", "</p>", "<b>", "</b>", "<br>", "<td>", "<table>", "</table>", "<li>", "<script>", "</script>", "<style>", "<textarea>", "<svg>", "<math>", "<template>", "title=\"",
              "<a href=\"", "translate=no", "its-within-text=yes", "<meta charset=utf-16>", "<plaintext>", "<frameset>"},
     {{"<div>", "</div>"}, {"<b>", "</b>"}, {"<p>", ""}, {"<table><tr><td>", "</td></tr></table>"}, {"<svg>", "</svg>"}, {"<ul><li>", ""}, {"<a title=\"x\">", "</a>"}, {"<!--", "-->"}}},
    {"docx", {"<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tab/>", "<w:ins>", "</w:ins>", "<w:del>", "</w:del>", "<w:hyperlink>", field, fieldEnd,
              "<w:bookmarkStart w:id=\"1\"/>", "<mc:AlternateContent>", "<mc:Fallback>", textBox, textBoxEnd, "<w:sdt><w:sdtContent>", "\n=== word/footnotes.xml ===\n", "Target=\"../../x\""},
     {{textBox, textBoxEnd}, {"<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"}, {"<w:ins>", "</w:ins>"}, {field, fieldEnd}, {"<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"},
      {"<w:r><w:t>a</w:t></w:r>", ""}},
     "word/document.xml"},
    {"xlsx", {"<si>", "</si>", "<t>", "</t>", "<r>", "</r>", "<row r=\"1\">", "<c r=\"A1\" t=\"s\"><v>", "</v></c>", "<v>99999999</v>", "<v>-1</v>", "<rPh>", "\n=== xl/sharedStrings.xml ===\n"},
     {{"<si>", "</si>"}, {"<si><t>a</t></si>", ""}, {"<row>", "</row>"}}, "xl/workbook.xml"},
    {"pptx", {"<a:p>", "</a:p>", "<a:r>", "</a:r>", "<a:t>", "</a:t>", "<a:br/>", "<a:fld>", "<p:sp>", "</p:sp>", "<p:grpSp>", "\n=== ppt/slides/slide1.xml ===\n"},
     {{"<p:grpSp>", "</p:grpSp>"}, {"<a:p>", "</a:p>"}, {"<a:r><a:t>a</a:t></a:r>", ""}}, "ppt/presentation.xml"},
    {"xliff", {"<mrk mtype=\"seg\" mid=\"1\">", "</mrk>", "<g id=\"1\">", "</g>", "<x id=\"2\"/>", "<bpt id=\"3\">", "</bpt>", "<ept id=\"3\"/>", "<it pos=\"open\">", "<sub>", "<pc id=\"1\">", "</pc>",
               "<sc id=\"1\"/>", "<ec startRef=\"1\"/>", "<cp hex=\"1\"/>", "<source>", "</source>", "<target>", "</target>", "<segment>", "<ignorable>", "<note>", "state=\"x\"", "xml:space=\"preserve\"",
               "approved=\"yes\"", "translate=\"no\"", "dataRefStart=\"d\"", "canDelete=\"no\""},
     {{"<g id=\"1\">", "</g>"}, {"<pc id=\"1\">", "</pc>"}, {"<group>", "</group>"}, {"<group id=\"1\">", "</group>"}, {"<mrk>", "</mrk>"}, {"<ph id=\"1\"><sub>", "</sub></ph>"},
      {"<sc id=\"1\"/>", "<ec startRef=\"1\"/>"}, {"<x id=\"1\"/>", ""}, {"<file>", "</file>"}}},
    {"po", {"msgid \"", "msgstr \"x\"\n", "msgstr[2] \"x\"\n", "msgid_plural \"x\"\n", "msgctxt \"\"\n", "#, fuzzy\n", "#, c-format\n", "#~ ", "#| msgid \"x\"\n", "#. x\n", "\\n\"\n\"", "nplurals=99999",
            "plural=n/0;", "charset=UTF-7"},
     {{"\"a\"\n", ""}, {"msgstr[1] \"a\"\n", ""}, {"plural=(", ")"}}},
    {"ts", {"<context>", "</context>", "<message numerus=\"yes\">", "</message>", "<source>", "</source>", "<translation type=\"unfinished\">", "</translation>", "<numerusform>", "<lengthvariant>",
            "<byte value=\"x1\"/>", "variants=\"yes\"", "type=\"vanished\""},
     {{"<context>", "</context>"}, {"<message>", "</message>"}, {"<numerusform>", "</numerusform>"}, {"<lengthvariant>", "</lengthvariant>"}, {"<byte value=\"x9\"/>", ""}}},
    {"srt", {"1\n", "00:00:01,000 --> 00:00:02,000\n", "<i>", "</i>", "{\\an8}", "-->"}, {{"<i>", "</i>"}, {"{\\an8}", ""}, {"\n\n1\n00:00:01,000 --> 00:00:02,000\na\n", ""}}},
    {"vtt", {"WEBVTT\n", "00:01.000 --> 00:02.000\n", "<v Ann>", "<c.a>", "</c>", "NOTE ", "STYLE\n", "REGION\n", "<00:01.500>", "-->"}, {{"<c>", "</c>"}, {"<ruby><rt>", "</rt></ruby>"}}},
    {"json", {"{\"a\":", "\"@a\": {\"placeholders\":{}}", "\"message\":", ":", ",", "null", "1e999", "\\ud800", "//"}, {{"[", "]"}, {"{\"a\":", "}"}, {"[[\"a\",", "]]"}, {"\"{a, select, other{", "}}\""}}},
    {"table", {"\"\"", ";", ",", "\",\""}, {{"\"\"", ""}, {",", ""}}},
    {"properties", {"a=b", ":", "\\\n", "\\u00e4", "#", "!", " = "}, {{"\\\n", ""}, {"{0,choice,0#", "}"}}},
    {"yaml", {"- ", "a: ", "|\n", ">-\n", "&a ", "*a", "<<: *a\n", "!!str ", "---\n", "...\n", "? ", "# ", "%YAML 9.9\n", "\\x"},
     {{"[", "]"}, {"{a: ", "}"}, {"- ", ""}, {"? ", ""}, {"&a [*a, *a, ", "]"}, {"- &a [*a,*a]\n", ""}}},
    {"android", {"<string name=\"a\">", "</string>", "<plurals name=\"p\">", "<item quantity=\"one\">", "<xliff:g>", "</xliff:g>", "\\'", "@string/a", "translatable=\"false\"", "<b>"},
     {{"<b>", "</b>"}, {"<xliff:g>", "</xliff:g>"}, {"<string name=\"a\">", "</string>"}, {"<resources>", "</resources>"}}},
    {"strings", {"\"a\" = \"b\";\n", "/*", "*/", "//", " = ", ";", "\\U00e4"}, {{"/*", "*/"}, {"\"a\"=\"b\";", ""}}},
    {"stringsdict", {"<dict>", "</dict>", "<key>", "</key>", "<string>", "</string>", "NSStringFormatSpecTypeKey", "%#@a@"}, {{"<dict>", "</dict>"}, {"<dict><key>a</key>", "</dict>"}}},
    {"ini", {"[a]\n", "a=b\n", ";", "#", "\\\n"}, {{"[", "]"}}},
    {"desktop", {"[Desktop Entry]\n", "Name=a\n", "Name[de]=b\n", "Keywords=a;b;\n", "\\s", "\\;"}, {{"[", "]"}, {"a\\;", ""}}},
    {"resx", {"<data name=\"a\">", "</data>", "<value>", "</value>", "<comment>", "type=\"System.Drawing\"", "xml:space=\"preserve\""}, {{"<data name=\"a\"><value>", "</value></data>"}, {"<value>", "</value>"}}},
};

const Peculiarities &peculiaritiesOf(std::string_view format)
{
    static const Peculiarities none;
    const auto found = std::ranges::find(peculiarities, format, &Peculiarities::format);
    return found == std::end(peculiarities) ? none : *found;
}

std::string bytesOf(const std::filesystem::path &file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// An Error names the place and the reason; what is read comes back untouched, and with translations, which depend on nothing but the bytes, as a file that is
/// read again. What the marks of a broken file mean beside another text is no promise.
std::string brokenPromise(const std::filesystem::path &file)
{
    const RoundTrip trip = roundTrip(file, static_cast<unsigned>(std::hash<std::string>()(bytesOf(file))));
    if (trip.refused && (trip.refused->message.empty() || !trip.refused->where.starts_with(file.string())))
        return "an error without a reason or a place: " + trip.refused->sentence();
    return trip.difference + trip.unread;
}

void addTargets(const cat::DocumentFormat &format, std::vector<fuzz::Target> &targets)
{
    const Peculiarities &special = peculiaritiesOf(format.id);
    std::vector<std::string> words = commonWords;
    words.insert(words.end(), special.words.begin(), special.words.end());
    const std::size_t before = targets.size();
    for (const std::string_view extension : format.extensions) {
        const std::vector<std::string> samples = fuzz::filesUnder("tests/golden/documents", std::string(extension));
        if (samples.empty())
            continue;
        const std::string name(extension.substr(1));
        targets.push_back({.name = name, .format = std::string(format.id), .samples = samples, .words = words, .nests = special.nests, .read = brokenPromise});
        if (!format.parts)
            continue;
        targets.back().nests.clear();   // of its bytes; its parts are tried next
        std::vector<std::string> flat;
        std::ranges::transform(samples, std::back_inserter(flat), fuzz::flattened);
        targets.push_back({.name = name, .format = std::string(format.id), .samples = flat, .words = words, .nests = special.nests, .packed = fuzz::packed, .read = brokenPromise});
        if (!special.mainPart.empty())
            targets.back().hostile = fuzz::hostileArchives(flat.front(), special.mainPart);
    }
    if (targets.size() == before && !format.extensions.empty()) {   // a format without one is another one under rules
        std::fprintf(stderr, "%s has no golden file to begin with\n", std::string(format.title).c_str());
        std::exit(1);
    }
}

}  // namespace

int main(int argc, char **argv)
{
    std::vector<fuzz::Target> targets;
    for (const cat::DocumentFormat &format : cat::documentFormats())
        addTargets(format, targets);
    return fuzz::run(argc, argv, targets);
}
