#include "engine/cat/document/xliff/xliff2_written_unit.h"

#include "engine/cat/document/xliff/xliff2_rules.h"
#include "engine/cat/document/xliff/xliff_states.h"

#include <string>
#include <vector>

namespace interlinear::cat {

namespace {

// In a file of its own; what it refers to elsewhere is missing there, with the splices and without.
bool keepsRulesAlone(const XliffFile &file, std::string_view unit)
{
    const std::string root(file.text.substr(file.root.begin, file.root.length()));
    const std::string prefix(file.prefix);
    const std::string language = xliffLanguages(file).target.empty() ? "und" : xliffLanguages(file).target;
    const std::string text = changedTag(root, {{"trgLang", language}}) + "<" + prefix + "file id=\"f\">" + std::string(unit) + "</" + prefix + "file></" + prefix + "xliff>";
    const Result<XliffFile> alone = xliffFile(text);
    return alone && checkXliff2(*alone);
}

}  // namespace

bool keepsUnitRules(const XliffFile &file, const XliffUnit &unit, std::span<const Splice> splices)
{
    const std::string_view text = file.text.substr(unit.all.begin, unit.all.length());
    if (text.find("startRef") == std::string_view::npos)
        return true;
    std::vector<Splice> inner;
    for (const Splice &splice : splices)
        inner.push_back({{splice.span.begin - unit.all.begin, splice.span.end - unit.all.begin}, splice.bytes});
    return keepsRulesAlone(file, spliced(text, inner)) || !keepsRulesAlone(file, text);
}

}  // namespace interlinear::cat
