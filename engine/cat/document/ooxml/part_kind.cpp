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
                           Root{"wsDr", PartKind::Drawing},             Root{"dataModel", PartKind::SmartArt}, Root{"drawing", PartKind::SmartArtPicture},    Root{"userShapes", PartKind::Drawing},
                           Root{"chartSpace", PartKind::Chart},         Root{"sst", PartKind::SharedStrings},    Root{"worksheet", PartKind::Worksheet},
                           Root{"cmLst", PartKind::Comments},           Root{"ThreadedComments", PartKind::Comments},
                           Root{"coreProperties", PartKind::CoreProperties}, Root{"styles", PartKind::Styles}};

constexpr std::string_view sheetNamespace = "/spreadsheetml/";   // transitional and strict addresses both have it

}  // namespace

PartKind kindOfPart(std::string_view xml)
{
    const std::string_view name = rootName(xml);
    if (name == "comments") {
        const bool ofSheet = xml.substr(0, 4096).find(sheetNamespace) != std::string_view::npos;
        return ofSheet ? PartKind::SheetComments : PartKind::WordNotes;
    }
    const auto found = std::ranges::find(roots, name, &Root::name);
    return found == roots.end() ? PartKind::Other : found->kind;
}

}  // namespace interlinear::cat::ooxml
