#include "engine/cat/document/odf/cell_values.h"

#include "engine/cat/document/odf/elements.h"
#include "engine/cat/document/odf/paragraph.h"
#include "engine/cat/document/xml/xml_cursor.h"
#include "engine/cat/document/xml/xml_text.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace interlinear::cat::odf {

namespace {

constexpr std::string_view cellBegin = "<table:table-cell";

// Of its paragraphs, a line each; a comment is none of it.
std::string textOfCell(std::string_view cell)
{
    const Styles none;
    std::string text;
    bool first = true;
    XmlCursor cursor(cell);
    while (cursor.next()) {
        if (cursor.token().kind != XmlKind::Start)
            continue;
        if (isInnerText(cursor.token().name))
            skipElement(cursor);
        else if (isParagraph(cursor.token().name))
            text += (std::exchange(first, false) ? "" : "\n") + paragraphText(cursor, cell, none).run.content.text;
    }
    return text;
}

}  // namespace

void addCellValues(std::string_view text, std::vector<Splice> &splices)
{
    std::vector<Splice> values;
    for (std::size_t at = text.find(cellBegin); at != std::string_view::npos && !splices.empty(); at = text.find(cellBegin, at + 1)) {
        XmlCursor cursor(text, at);
        cursor.next();
        const std::optional<XmlAttribute> value = cursor.attribute("office:string-value");
        if (!value)
            continue;
        const ByteSpan cell = skipElement(cursor);
        std::vector<Splice> inner;
        for (auto next = std::ranges::lower_bound(splices, cell.begin, {}, [](const Splice &splice) { return splice.span.begin; });
             next != splices.end() && next->span.end <= cell.end; ++next)
            inner.push_back({{next->span.begin - cell.begin, next->span.end - cell.begin}, next->bytes});
        if (!inner.empty())
            values.push_back({value->value, xmlValue(textOfCell(spliced(text.substr(cell.begin, cell.length()), inner)))});
    }
    splices.insert(splices.end(), values.begin(), values.end());
    std::ranges::sort(splices, {}, [](const Splice &splice) { return splice.span.begin; });
}

}  // namespace interlinear::cat::odf
