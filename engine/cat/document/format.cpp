#include "engine/cat/document/format.h"

#include "engine/cat/document/data/android.h"
#include "engine/cat/document/data/apple.h"
#include "engine/cat/document/data/fluent.h"
#include "engine/cat/document/data/ini.h"
#include "engine/cat/document/data/json.h"
#include "engine/cat/document/data/properties.h"
#include "engine/cat/document/data/resx.h"
#include "engine/cat/document/data/table.h"
#include "engine/cat/document/data/yaml.h"
#include "engine/cat/document/html/html.h"
#include "engine/cat/document/markdown/markdown.h"
#include "engine/cat/document/odf/odf.h"
#include "engine/cat/document/ooxml/ooxml.h"
#include "engine/cat/document/po/po.h"
#include "engine/cat/document/subtitles/subtitles.h"
#include "engine/cat/document/text/plain_text.h"
#include "engine/cat/document/ts/ts.h"
#include "engine/cat/document/xliff/xliff.h"
#include "engine/cat/document/xliff/xliff_division.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <array>

namespace interlinear::cat {

namespace {

constexpr std::array<std::string_view, 1> plainTextExtensions{".txt"};
constexpr std::array<std::string_view, 2> markdownExtensions{".md", ".markdown"};
constexpr std::array<std::string_view, 2> poExtensions{".po", ".pot"};
constexpr std::array<std::string_view, 1> tsExtensions{".ts"};
constexpr std::array<std::string_view, 1> srtExtensions{".srt"};
constexpr std::array<std::string_view, 1> vttExtensions{".vtt"};
constexpr std::array<std::string_view, 5> xliffExtensions{".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff"};
constexpr std::array<std::string_view, 4> wordExtensions{".docx", ".docm", ".dotx", ".dotm"};
constexpr std::array<std::string_view, 4> sheetExtensions{".xlsx", ".xlsm", ".xltx", ".xltm"};
constexpr std::array<std::string_view, 6> slideExtensions{".pptx", ".pptm", ".potx", ".potm", ".ppsx", ".ppsm"};
constexpr std::array<std::string_view, 9> odfExtensions{".odt", ".ott", ".odm", ".ods", ".ots", ".odp", ".otp", ".odg", ".otg"};
constexpr std::array<std::string_view, 4> flatOdfExtensions{".fodt", ".fods", ".fodp", ".fodg"};
constexpr std::array<std::string_view, 2> jsonExtensions{".json", ".arb"};
constexpr std::array<std::string_view, 2> tableExtensions{".csv", ".tsv"};
constexpr std::array<std::string_view, 1> propertiesExtensions{".properties"};
constexpr std::array<std::string_view, 1> androidExtensions{".xml"};
constexpr std::array<std::string_view, 1> resxExtensions{".resx"};
constexpr std::array<std::string_view, 2> yamlExtensions{".yaml", ".yml"};
constexpr std::array<std::string_view, 1> appleStringsExtensions{".strings"};
constexpr std::array<std::string_view, 1> appleStringsDictExtensions{".stringsdict"};
constexpr std::array<std::string_view, 1> fluentExtensions{".ftl"};
constexpr std::array<std::string_view, 1> iniExtensions{".ini"};
constexpr std::array<std::string_view, 1> desktopExtensions{".desktop"};
constexpr std::array<std::string_view, 3> htmlExtensions{".html", ".htm", ".xhtml"};

using Choice = DocumentFormat::Choice;

constexpr Redivision redivisionOfXliff{.halves = xliffHalves, .mayJoin = mayJoinXliff, .redivided = redividedXliff};

constexpr std::array formats{
    DocumentFormat{.id = "text", .title = "Plain text", .extensions = plainTextExtensions, .read = readPlainText, .write = writePlainText},
    DocumentFormat{.id = "markdown", .title = "Markdown", .extensions = markdownExtensions, .read = readMarkdown, .write = writeMarkdown},
    DocumentFormat{.id = "po", .title = "Gettext PO", .extensions = poExtensions, .read = readPo, .write = writePo, .declaredEncoding = encodingOfPo,
                   .bilingual = true},
    DocumentFormat{.id = "ts", .title = "Qt Linguist", .extensions = tsExtensions, .read = readTs, .write = writeTs, .recognises = isTs,
                   .declaredEncoding = encodingOfXml, .unencodable = Unencodable::CharacterReference, .bilingual = true},
    DocumentFormat{.id = "srt", .title = "SubRip subtitles", .extensions = srtExtensions, .read = readSrt, .write = writeSrt},
    DocumentFormat{.id = "vtt", .title = "WebVTT subtitles", .extensions = vttExtensions, .read = readVtt, .write = writeVtt},
    DocumentFormat{.id = "xliff", .title = "XLIFF", .extensions = xliffExtensions, .read = readXliff, .write = writeXliff,
                   .declaredEncoding = encodingOfXml, .unencodable = Unencodable::CharacterReference, .bilingual = true, .redivision = &redivisionOfXliff},
    DocumentFormat{.id = "docx", .title = "Word", .extensions = wordExtensions, .read = readOoxml, .write = writeOoxml, .parts = wordParts},
    DocumentFormat{.id = "xlsx", .title = "Excel", .extensions = sheetExtensions, .read = readOoxml, .write = writeOoxml, .parts = sheetParts},
    DocumentFormat{.id = "pptx", .title = "PowerPoint", .extensions = slideExtensions, .read = readOoxml, .write = writeOoxml, .parts = slideParts},
    DocumentFormat{.id = "odf", .title = "OpenDocument", .extensions = odfExtensions, .read = readOdf, .write = writeOdf, .parts = openDocumentParts,
                   .unfolded = unfoldedOdf, .folded = foldedOdf, .isAnnounced = isOpenDocument},
    DocumentFormat{.id = "fodf", .title = "Flat OpenDocument", .extensions = flatOdfExtensions, .read = readOdf, .write = writeOdf,
                   .declaredEncoding = encodingOfXml, .unencodable = Unencodable::CharacterReference, .unfolded = unfoldedOdf, .folded = foldedOdf},
    DocumentFormat{.id = "json", .title = "JSON", .extensions = jsonExtensions, .read = readJson, .write = writeJson, .unencodable = Unencodable::JavaEscape,
                   .choice = Choice::KeysInContext},
    DocumentFormat{.id = "table", .title = "CSV table", .extensions = tableExtensions, .read = readTable, .write = writeTable,
                   .choice = Choice::Columns},
    DocumentFormat{.id = "table-pairs", .title = "CSV table of two languages", .extensions = {}, .read = readTablePairs, .write = writeTable,
                   .choice = Choice::Columns, .bilingual = true},
    DocumentFormat{.id = "properties", .title = "Java properties", .extensions = propertiesExtensions, .read = readProperties, .write = writeProperties,
                   .declaredEncoding = encodingOfProperties, .unencodable = Unencodable::JavaEscape, .choice = Choice::Keys},
    DocumentFormat{.id = "yaml", .title = "YAML", .extensions = yamlExtensions, .read = readYaml, .write = writeYaml, .choice = Choice::KeysInContext},
    DocumentFormat{.id = "android", .title = "Android strings", .extensions = androidExtensions, .read = readAndroid, .write = writeAndroid, .recognises = isAndroid,
                   .declaredEncoding = encodingOfXml, .unencodable = Unencodable::CharacterReference, .choice = Choice::Keys},
    DocumentFormat{.id = "strings", .title = "Apple strings", .extensions = appleStringsExtensions, .read = readAppleStrings, .write = writeAppleStrings,
                   .choice = Choice::Keys},
    DocumentFormat{.id = "stringsdict", .title = "Apple plurals", .extensions = appleStringsDictExtensions, .read = readAppleStringsDict,
                   .write = writeAppleStringsDict, .declaredEncoding = encodingOfXml, .unencodable = Unencodable::CharacterReference,
                   .choice = Choice::KeysInContext},
    DocumentFormat{.id = "fluent", .title = "Fluent", .extensions = fluentExtensions, .read = readFluent, .write = writeFluent, .choice = Choice::Keys},
    DocumentFormat{.id = "ini", .title = "INI file", .extensions = iniExtensions, .read = readIni, .write = writeIni, .choice = Choice::KeysInContext},
    DocumentFormat{.id = "desktop", .title = "Desktop entry", .extensions = desktopExtensions, .read = readDesktop, .write = writeDesktop,
                   .choice = Choice::KeysInContext},
    DocumentFormat{.id = "resx", .title = ".NET resources", .extensions = resxExtensions, .read = readResx, .write = writeResx, .declaredEncoding = encodingOfXml,
                   .unencodable = Unencodable::CharacterReference, .choice = Choice::Keys},
    DocumentFormat{.id = "html", .title = "HTML", .extensions = htmlExtensions, .read = readHtml, .write = writeHtml,
                   .declaredEncoding = encodingOfHtml, .unencodable = Unencodable::CharacterReference},
};

bool hasExtension(const DocumentFormat &format, const std::string &extension)
{
    return std::ranges::find(format.extensions, extension) != format.extensions.end();
}

}  // namespace

std::span<const DocumentFormat> documentFormats()
{
    return formats;
}

const DocumentFormat *formatById(std::string_view id)
{
    const auto found = std::find_if(formats.begin(), formats.end(), [&](const DocumentFormat &format) { return format.id == id; });
    return found == formats.end() ? nullptr : &*found;
}

const DocumentFormat *formatOfFile(const std::filesystem::path &path, std::string_view bytes)
{
    if (const DocumentFormat *announced = formatAnnounced(bytes))
        return announced;
    const std::string extension = asciiLowerCase(path.extension().string());
    const auto found = std::ranges::find_if(formats, [&](const DocumentFormat &format) {
        return hasExtension(format, extension) && (!format.recognises || format.recognises(bytes));
    });
    return found == formats.end() ? nullptr : &*found;
}

const DocumentFormat *formatAnnounced(std::string_view bytes)
{
    const auto found = std::ranges::find_if(formats, [&](const DocumentFormat &format) { return format.isAnnounced && format.isAnnounced(bytes); });
    return found == formats.end() ? nullptr : &*found;
}

const DocumentFormat &formatUnder(const DocumentFormat &format, const DocumentRules &rules)
{
    if (format.id != "table" && format.id != "table-pairs")
        return format;
    return *formatById(rules.targetColumn.empty() ? "table" : "table-pairs");
}

bool isKnownExtension(const std::filesystem::path &path)
{
    const std::string extension = asciiLowerCase(path.extension().string());
    return std::ranges::any_of(formats, [&](const DocumentFormat &format) { return hasExtension(format, extension); });
}

std::string knownExtensions()
{
    std::vector<std::string_view> known;
    std::string list;
    for (const DocumentFormat &format : formats) {
        for (const std::string_view extension : format.extensions) {
            if (std::ranges::find(known, extension) != known.end())
                continue;
            known.push_back(extension);
            list += list.empty() ? "" : ", ";
            list += extension;
        }
    }
    return list;
}

}  // namespace interlinear::cat
