// A target as XLIFF spells it.
//
//   XliffSpeller speller(file, unit);
//   speller.spelled(target, source, XliffSpace::Preserve);   // "Drücken Sie <g id=\"1\">Enter</g>."
//
// Line ends and tabs that somebody typed are decimal references, so that they stay where white space is not preserved; those that are tags are themselves only
// where it is, and inside the text, else hexadecimal references. XLIFF 2 has <cp> for characters that XML does not
// allow, and a tag that stands a second time is a copy with an id of its own.
#pragma once

#include "engine/cat/document/xliff/xliff_content.h"

#include <set>
#include <string>

namespace interlinear::cat {

class XliffSpeller {
public:
    /// Both must outlive it.
    XliffSpeller(const XliffFile &file, const XliffUnit &unit) : m_file(file), m_unit(unit) {}

    std::string spelled(const TaggedText &target, const XliffContent &source, XliffSpace space);

private:
    std::string text(std::string_view characters) const;
    std::string controlCharacter(char character) const;
    std::string freshId(const std::string &key);

    const XliffFile &m_file;
    const XliffUnit &m_unit;
    std::set<std::string> m_taken;   // ids given in this unit
};

}  // namespace interlinear::cat
