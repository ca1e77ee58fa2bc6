// Words that a target must have, or must not have: what a termbase asks of a translation.
//
//   TermConstraint term{.rule = TermRule::Required, .forms = {"Rechner", "Rechners", "Rechnern"}};
//   TermConstraint never{.rule = TermRule::Forbidden, .forms = {"computer"}, .ignoreCase = true};
//
// A form counts where it stands as whole words: no letter, digit or mark of a letter joins it on either side, so "Haus" stands in "Haus-Tür" and not in "Hausboot". In
// scripts written without spaces every character is a word. A space within a form is that one space. Case counts unless it is to be ignored.
#pragma once

#include <string>
#include <vector>

namespace interlinear::mixmoe {

enum class TermRule {
    Required,    ///< at least one of the forms
    Forbidden    ///< none of the forms
};

struct TermConstraint {
    TermRule rule = TermRule::Required;
    std::vector<std::string> forms{};     ///< UTF-8, at least one, none blank; white space around a form does not count
    bool ignoreCase = false;              ///< by Unicode's simple case folding

    bool operator==(const TermConstraint &) const = default;
};

}  // namespace interlinear::mixmoe
