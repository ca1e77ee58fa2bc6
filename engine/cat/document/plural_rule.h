// Which plural form a number takes, as the header of a catalog says: "nplurals=2; plural=(n != 1);".
//
//   std::optional<PluralRule> rule = parsePluralRule("nplurals=2; plural=n != 1;");
//   rule->formOf(5);           // 1
//   rule->examples(0);         // {1}
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

class PluralRule {
public:
    std::size_t count() const { return m_count; }
    /// Nothing when the formula divides by zero or names a form that there is not.
    std::optional<std::size_t> formOf(std::uint64_t number) const;
    /// The first few numbers that take the form.
    std::vector<std::uint64_t> examples(std::size_t form) const;
    /// "n = 1, 21, 31, 41, 51, 61, …"; empty for a form that no number takes.
    std::string exampleText(std::size_t form) const;
    /// Whether one number alone takes the form.
    bool isForOneNumber(std::size_t form) const;

private:
    friend std::optional<PluralRule> parsePluralRule(std::string_view field);

    enum class Operation {
        Number, Variable, Not, Multiply, Divide, Remainder, Add, Subtract, Less, LessOrEqual, Greater, GreaterOrEqual, Equal, Different, And, Or, Choose
    };

    struct Step {
        Operation operation = Operation::Number;
        std::uint64_t number = 0;
    };

    friend class PluralParser;

    std::size_t m_count = 0;
    std::vector<Step> m_steps;   // operands before their operation
};

/// Nothing for a template's "nplurals=INTEGER; plural=EXPRESSION;", more than 32 forms, and what is no formula of
/// https://www.gnu.org/software/gettext/manual/html_node/Plural-forms.html
std::optional<PluralRule> parsePluralRule(std::string_view field);

}  // namespace interlinear::cat
