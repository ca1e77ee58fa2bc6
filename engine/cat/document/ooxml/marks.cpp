#include "engine/cat/document/ooxml/marks.h"

#include <algorithm>
#include <utility>

namespace interlinear::cat::ooxml {

namespace {

bool holdsMarks(const Atom &atom)
{
    return atom.kind == AtomKind::Item && !atom.loose && atom.values.empty();
}

bool canJoin(const Atom &first, const Atom &second)
{
    if (first.container != second.container)
        return false;
    return (first.kind == AtomKind::Opening && holdsMarks(second)) || (holdsMarks(first) && second.kind == AtomKind::Closing);
}

Atom joined(Atom first, Atom second)
{
    Atom item = first.kind == AtomKind::Item ? first : second;
    item.code = first.code + second.code;
    item.span = {first.span.begin, second.span.end};
    item.place = first.place;
    item.format = first.format;
    item.placeBehind = second.placeBehind;
    item.formatBehind = second.formatBehind;
    return item;
}

}  // namespace

bool isMarkBegin(std::string_view element)
{
    return element == "bookmarkStart" || element == "permStart" || element.ends_with("RangeStart");
}

bool isMarkEnd(std::string_view element)
{
    return element == "bookmarkEnd" || element == "permEnd" || element.ends_with("RangeEnd");
}

void joinMarksToItems(Paragraph &paragraph)
{
    std::vector<Atom> joinedAtoms;
    for (Atom &atom : paragraph.atoms) {
        Atom next = std::move(atom);
        while (!joinedAtoms.empty() && canJoin(joinedAtoms.back(), next)) {
            next = joined(std::move(joinedAtoms.back()), std::move(next));
            joinedAtoms.pop_back();
        }
        joinedAtoms.push_back(std::move(next));
    }
    paragraph.atoms = std::move(joinedAtoms);
}

}  // namespace interlinear::cat::ooxml
