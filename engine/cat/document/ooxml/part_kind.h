// What a part of a package holds, by its root element.
//
//   kindOfPart("<w:ftr xmlns:w=…>…");   // PartKind::WordStory
#pragma once

#include <string_view>

namespace interlinear::cat::ooxml {

enum class PartKind {
    WordStory,         ///< body, header, footer
    WordNotes,         ///< footnotes, endnotes, comments
    Slide,
    SlideNotes,
    SlideLayout,       ///< layout or master: placeholders hold prompts, not text
    Drawing,           ///< shapes of a sheet, or upon a chart
    SmartArt,          ///< its texts
    SmartArtPicture,   ///< its shapes as last drawn, with copies of the texts
    Chart,
    SharedStrings,
    Worksheet,
    SheetComments,
    Comments,          ///< of slides, and threads of comments of sheets
    CoreProperties,
    Styles,
    Other              ///< read for what it says of others
};

PartKind kindOfPart(std::string_view xml);

}  // namespace interlinear::cat::ooxml
