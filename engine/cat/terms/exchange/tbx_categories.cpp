#include "engine/cat/terms/exchange/tbx_categories.h"

#include <algorithm>
#include <iterator>

namespace interlinear::cat {

const TbxCategory *categoryOf(std::string_view name)
{
    static constexpr TbxCategory categories[] = {
        {"note", "", "note"},
        {"date", "", "date"},
        {"administrativeStatus", "min", "termNote"},
        {"customerSubset", "min", "admin"},
        {"externalCrossReference", "min", "xref"},
        {"partOfSpeech", "min", "termNote"},
        {"subjectField", "min", "descrip"},
        {"context", "basic", "descrip"},
        {"crossReference", "basic", "ref"},
        {"definition", "basic", "descrip"},
        {"geographicalUsage", "basic", "termNote"},
        {"grammaticalGender", "basic", "termNote"},
        {"projectSubset", "basic", "admin"},
        {"responsibility", "basic", "transacNote"},
        {"source", "basic", "admin"},
        {"termLocation", "basic", "termNote"},
        {"termType", "basic", "termNote"},
        {"transactionType", "basic", "transac"},
        {"xGraphic", "basic", "xref"},
        {"caseSensitivity", "interlinear", "termNote"},
        {"form", "interlinear", "termNote"},
        {"usageNote", "interlinear", "termNote"},
    };
    const auto *found = std::ranges::find(categories, name, &TbxCategory::name);
    return found == std::end(categories) ? nullptr : found;
}

std::string_view tbxStatus(TermStatus status)
{
    switch (status) {
    case TermStatus::Preferred:
        return "preferredTerm-admn-sts";
    case TermStatus::Admitted:
        return "admittedTerm-admn-sts";
    case TermStatus::Forbidden:
        return "deprecatedTerm-admn-sts";
    case TermStatus::Unknown:
        break;
    }
    return "";
}

}  // namespace interlinear::cat
