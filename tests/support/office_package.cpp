#include "tests/support/office_package.h"

#include "engine/cat/document/archive.h"

#include <QtGlobal>

#include <zip.h>

namespace interlinear::cat
{

namespace
{

const std::string head = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
                         "\n";
const std::string wordNamespaces
    = R"(xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" )"
      R"(xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" )"
      R"(xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" )"
      R"(xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml")";
const std::string slideNamespaces
    = R"(xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" )"
      R"(xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships")";
const std::string sheetNamespace
    = R"(xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships")";

const std::string openNamespaces
    = R"(xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" )"
      R"(xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" )"
      R"(xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" )"
      R"(xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" )"
      R"(xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" )"
      R"(xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0" )"
      R"(xmlns:officeooo="http://openoffice.org/2009/office" office:version="1.2")";
const std::string openStyles
    = R"(<office:automatic-styles><style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>)"
      R"(<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>)"
      R"(<style:style style:name="T2" style:family="text"><style:text-properties officeooo:rsid="0012" fo:language="en"/></style:style>)"
      R"(<style:style style:name="T3" style:family="text"><style:text-properties text:display="none"/></style:style></office:automatic-styles>)";

std::string withNamespaces(std::string xml)
{
    if (const std::size_t at = xml.find(" NAMESPACES"); at != std::string::npos)
        xml.replace(at + 1, 10, openNamespaces);
    return xml;
}

std::string contentTypes(const std::vector<std::pair<std::string, std::string>> &overrides)
{
    std::string types = head
        + R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" )"
          R"(ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>)";
    for (const auto &[name, type] : overrides)
        types += "<Override PartName=\"/" + name + "\" ContentType=\"application/vnd.openxmlformats-officedocument." + type + "+xml\"/>";
    return types + "</Types>";
}

std::string shapeTree(const std::string &shapes)
{
    return "<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>" + shapes + "</p:spTree></p:cSld>";
}

}  // namespace

std::string package(const PackageParts &parts)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(source);
    zip_t *archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    for (const auto &[name, content] : parts) {
        const zip_int64_t index = zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), ZIP_FL_ENC_UTF_8);
        if (name == "mimetype")
            zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
        zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), 1'000'000'000, 0);
    }
    if (zip_close(archive) != 0)
        qFatal("cannot make the archive");
    zip_stat_t stat;
    zip_source_stat(source, &stat);
    std::string bytes(stat.size, '\0');
    zip_source_open(source);
    zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    zip_source_free(source);
    return bytes;
}

std::string relationships(const std::vector<std::pair<std::string, std::string>> &targets)
{
    std::string xml = head + R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
    int number = 0;
    for (const auto &[type, target] : targets) {
        xml += "<Relationship Id=\"rId" + std::to_string(++number) + "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + type
            + "\" Target=\"" + target + "\"/>";
    }
    return xml + "</Relationships>";
}

std::string wordFile(const std::string &body, const std::vector<std::pair<std::string, std::pair<std::string, std::string>>> &others)
{
    std::vector<std::pair<std::string, std::string>> types{{"word/document.xml", "wordprocessingml.document.main"}};
    std::vector<std::pair<std::string, std::string>> targets;
    PackageParts parts;
    for (const auto &[type, part] : others) {
        const auto &[name, content] = part;
        types.emplace_back("word/" + name, "wordprocessingml." + type);
        targets.emplace_back(type, name);
        std::string xml = content;
        if (const std::size_t at = xml.find(" NAMESPACES"); at != std::string::npos)
            xml.replace(at + 1, 10, wordNamespaces);
        parts.emplace_back("word/" + name, head + xml);
    }
    parts.insert(parts.begin(),
                 {{"[Content_Types].xml", contentTypes(types)},
                  {"_rels/.rels", relationships({{"officeDocument", "word/document.xml"}})},
                  {"word/_rels/document.xml.rels", relationships(targets)},
                  {"word/document.xml", head + "<w:document " + wordNamespaces + "><w:body>" + body + "<w:sectPr/></w:body></w:document>"}});
    return package(parts);
}

std::string sheetFile(const std::string &strings, const std::string &rows, const std::string &table, const std::string &afterRows)
{
    PackageParts parts{
        {"[Content_Types].xml",
         contentTypes({{"xl/workbook.xml", "spreadsheetml.sheet.main"},
                       {"xl/worksheets/sheet1.xml", "spreadsheetml.worksheet"},
                       {"xl/sharedStrings.xml", "spreadsheetml.sharedStrings"},
                       {"xl/tables/table1.xml", "spreadsheetml.table"}})},
        {"_rels/.rels", relationships({{"officeDocument", "xl/workbook.xml"}})},
        {"xl/_rels/workbook.xml.rels", relationships({{"worksheet", "worksheets/sheet1.xml"}, {"sharedStrings", "sharedStrings.xml"}})},
        {"xl/workbook.xml", head + "<workbook " + sheetNamespace + "><sheets><sheet name=\"Prices\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"},
        {"xl/worksheets/sheet1.xml", head + "<worksheet " + sheetNamespace + "><sheetData>" + rows + "</sheetData>" + afterRows + "</worksheet>"},
        {"xl/sharedStrings.xml", head + "<sst " + sheetNamespace + ">" + strings + "</sst>"}};
    if (!table.empty()) {
        parts.emplace_back("xl/worksheets/_rels/sheet1.xml.rels", relationships({{"table", "../tables/table1.xml"}}));
        parts.emplace_back("xl/tables/table1.xml", head + table);
    }
    return package(parts);
}

std::string slideFile(const std::string &shapes, const std::string &notes, const std::string &layout)
{
    return package({{"[Content_Types].xml",
                     contentTypes({{"ppt/presentation.xml", "presentationml.presentation.main"},
                                   {"ppt/slides/slide1.xml", "presentationml.slide"},
                                   {"ppt/notesSlides/notesSlide1.xml", "presentationml.notesSlide"},
                                   {"ppt/slideLayouts/slideLayout1.xml", "presentationml.slideLayout"},
                                   {"ppt/slideMasters/slideMaster1.xml", "presentationml.slideMaster"}})},
                    {"_rels/.rels", relationships({{"officeDocument", "ppt/presentation.xml"}})},
                    {"ppt/_rels/presentation.xml.rels", relationships({{"slide", "slides/slide1.xml"}, {"slideMaster", "slideMasters/slideMaster1.xml"}})},
                    {"ppt/presentation.xml",
                     head + "<p:presentation " + slideNamespaces + "><p:sldMasterIdLst><p:sldMasterId r:id=\"rId2\"/></p:sldMasterIdLst><p:sldIdLst>"
                         + "<p:sldId id=\"256\" r:id=\"rId1\"/></p:sldIdLst></p:presentation>"},
                    {"ppt/slides/_rels/slide1.xml.rels",
                     relationships({{"notesSlide", "../notesSlides/notesSlide1.xml"}, {"slideLayout", "../slideLayouts/slideLayout1.xml"}})},
                    {"ppt/slides/slide1.xml", head + "<p:sld " + slideNamespaces + ">" + shapeTree(shapes) + "</p:sld>"},
                    {"ppt/notesSlides/notesSlide1.xml", head + "<p:notes " + slideNamespaces + ">" + shapeTree(notes) + "</p:notes>"},
                    {"ppt/slideLayouts/slideLayout1.xml", head + "<p:sldLayout " + slideNamespaces + ">" + shapeTree(layout) + "</p:sldLayout>"},
                    {"ppt/slideMasters/_rels/slideMaster1.xml.rels", relationships({{"slideLayout", "../slideLayouts/slideLayout1.xml"}})},
                    {"ppt/slideMasters/slideMaster1.xml", head + "<p:sldMaster " + slideNamespaces + ">" + shapeTree("") + "</p:sldMaster>"}});
}

std::string openFile(const std::string &body, const PackageParts &others)
{
    const std::string type = body.starts_with("<office:spreadsheet") ? "spreadsheet" : body.starts_with("<office:presentation") ? "presentation" : "text";
    std::string manifest = head + R"(<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">)"
        + R"(<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.)" + type + "\"/>";
    PackageParts parts{{"mimetype", "application/vnd.oasis.opendocument." + type},
                       {"content.xml", head + withNamespaces("<office:document-content NAMESPACES>") + openStyles + "<office:body>" + body + "</office:body></office:document-content>"}};
    for (const auto &[name, content] : others)
        parts.emplace_back(name, head + withNamespaces(content));
    for (const auto &[name, content] : parts)
        manifest += name == "mimetype" ? "" : R"(<manifest:file-entry manifest:full-path=")" + name + R"(" manifest:media-type="text/xml"/>)";
    parts.emplace_back("META-INF/manifest.xml", manifest + "</manifest:manifest>");
    return package(parts);
}

std::string flatFile(const std::string &body)
{
    return head + withNamespaces("<office:document office:mimetype=\"application/vnd.oasis.opendocument.text\" NAMESPACES>") + openStyles + "<office:body>" + body
        + "</office:body></office:document>";
}

std::string partOf(const std::string &bytes, const std::string &name)
{
    const Result<Archive> archive = Archive::open(bytes, "test");
    const Result<std::string> part = archive ? archive->part(name) : Result<std::string>(std::unexpected(archive.error()));
    if (!part)
        qFatal("%s", part.error().sentence().c_str());
    return *part;
}

}  // namespace interlinear::cat
