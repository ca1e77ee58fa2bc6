#include "engine/cat/document/ooxml/part_kind.h"

#include "engine/cat/document/xml/xml_cursor.h"

#include <algorithm>
#include <array>

namespace interlinear::cat::ooxml {

namespace {

struct Root {
    std::string_view name;
    PartKind kind;
};

constexpr std::array roots{Root{"document", PartKind::WordStory},       Root{"hdr", PartKind::WordStory},        Root{"ftr", PartKind::WordStory},
                           Root{"footnotes", PartKind::WordNotes},      Root{"endnotes", PartKind::WordNotes},   Root{"sld", PartKind::Slide},
                           Root{"notes", PartKind::SlideNotes},         Root{"sldLayout", PartKind::SlideLayout}, Root{"sldMaster", PartKind::SlideLayout},
                           Root{"wsDr", PartKind::Drawing},             Root{"dataModel", PartKind::Drawing},    Root{"userShapes", PartKind::Drawing},
                           Root{"chartSpace", PartKind::Chart},         Root{"sst", PartKind::SharedStrings},    Root{"worksheet", PartKind::Worksheet},
                           Root{"cmLst", PartKind::Comments},           Root{"ThreadedComments", PartKind::Comments},
                           Root{"coreProperties", PartKind::CoreProperties}, Root{"styles", PartKind::Styles}};

constexpr std::string_view wordNamespaceEnd = "wordprocessingml/main";

}  // namespace

std::string_view rootName(std::string_view xml)
{
    XmlCursor cursor(xml);
    while (cursor.next()) {
        if (cursor.token().kind == XmlKind::Start)
            return cursor.token().localName();
    }
    return {};
}

PartKind kindOfPart(std::string_view xml)
{
    const std::string_view name = rootName(xml);
    if (name == "comments") {
        const std::string_view beginning = xml.substr(0, 4096);
        const bool word = beginning.find(wordNamespaceEnd) != std::string_view::npos;
        return word ? PartKind::WordNotes : PartKind::SheetComments;
    }
    const auto found = std::ranges::find(roots, name, &Root::name);
    return found == roots.end() ? PartKind::Other : found->kind;
}

}  // namespace interlinear::cat::ooxml
