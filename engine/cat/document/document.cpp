#include "engine/cat/document/document.h"

namespace interlinear::cat {

const char *blockKindName(BlockKind kind)
{
    switch (kind) {
    case BlockKind::Heading:
        return "heading";
    case BlockKind::ListItem:
        return "list-item";
    case BlockKind::Quote:
        return "quote";
    case BlockKind::TableCell:
        return "table-cell";
    case BlockKind::Paragraph:
        break;
    }
    return "paragraph";
}

}  // namespace interlinear::cat
