#include "app/terms/term_rules.h"

#include "engine/mixmoe/decode/whole_words.h"

#include <algorithm>
#include <utility>

namespace interlinear {

using mixmoe::TermRule;

namespace {

bool inLowerCase(const std::vector<std::string> &forms)
{
    return std::ranges::all_of(forms, [](const std::string &form) { return mixmoe::isLowerCase(form); });
}

}  // namespace

std::vector<mixmoe::TermConstraint> termRules(const std::vector<cat::TermDemand> &demands)
{
    std::vector<mixmoe::TermConstraint> rules;
    for (const cat::TermDemand &demand : demands) {
        for (const auto &[rule, forms] : {std::pair(TermRule::Required, &demand.allowed), std::pair(TermRule::Forbidden, &demand.forbidden)}) {
            if (!forms->empty())
                rules.push_back({rule, *forms, !demand.exactCase && inLowerCase(*forms)});
        }
    }
    return rules;
}

}  // namespace interlinear
