#include "engine/cat/document/plural_rule.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace interlinear::cat {

namespace {

constexpr std::size_t mostForms = 32;
constexpr std::size_t deepest = 64;
constexpr std::size_t mostExamples = 6;

// The numbers up to a thousand, then millions, which some languages have a form for.
constexpr std::uint64_t triedNumbers = 1010;

std::uint64_t triedNumber(std::uint64_t index)
{
    return index <= 1000 ? index : (index - 1000) * 1'000'000;
}

}  // namespace

// Precedence climbing as in C; "?:" binds last and to the right.
class PluralParser {
public:
    using Operation = PluralRule::Operation;

    explicit PluralParser(std::string_view text) : m_text(text) {}

    std::optional<std::vector<PluralRule::Step>> parse()
    {
        if (!takeChoice(0))
            return std::nullopt;
        skipSpace();
        return m_at == m_text.size() ? std::optional(std::move(m_steps)) : std::nullopt;
    }

private:
    struct Binary {
        std::string_view sign;
        Operation operation;
        int strength;
    };

    static constexpr std::array binaries{
        Binary{"||", Operation::Or, 1},          Binary{"&&", Operation::And, 2},            Binary{"==", Operation::Equal, 3},
        Binary{"!=", Operation::Different, 3},   Binary{"<=", Operation::LessOrEqual, 4},    Binary{">=", Operation::GreaterOrEqual, 4},
        Binary{"<", Operation::Less, 4},         Binary{">", Operation::Greater, 4},         Binary{"+", Operation::Add, 5},
        Binary{"-", Operation::Subtract, 5},     Binary{"*", Operation::Multiply, 6},        Binary{"/", Operation::Divide, 6},
        Binary{"%", Operation::Remainder, 6}};

    void skipSpace() { m_at = std::min(m_text.find_first_not_of(" \t\r\n", m_at), m_text.size()); }

    bool take(std::string_view sign)
    {
        skipSpace();
        const bool there = m_text.substr(m_at).starts_with(sign);
        m_at += there ? sign.size() : 0;
        return there;
    }

    bool takeChoice(std::size_t depth)
    {
        if (depth > deepest || !takeBinary(depth, 1))
            return false;
        if (!take("?"))
            return true;
        if (!takeChoice(depth + 1) || !take(":") || !takeChoice(depth + 1))
            return false;
        m_steps.push_back({Operation::Choose});
        return true;
    }

    const Binary *binaryHere(int weakest)
    {
        skipSpace();
        const auto found = std::ranges::find_if(binaries, [&](const Binary &binary) { return m_text.substr(m_at).starts_with(binary.sign); });
        return found != binaries.end() && found->strength >= weakest ? &*found : nullptr;
    }

    bool takeBinary(std::size_t depth, int weakest)
    {
        if (!takeOperand(depth))
            return false;
        while (const Binary *binary = binaryHere(weakest)) {
            m_at += binary->sign.size();
            if (!takeBinary(depth + 1, binary->strength + 1))
                return false;
            m_steps.push_back({binary->operation});
        }
        return true;
    }

    bool takeOperand(std::size_t depth)
    {
        if (depth > deepest)
            return false;
        if (take("!")) {
            const bool taken = takeOperand(depth + 1);
            m_steps.push_back({Operation::Not});
            return taken;
        }
        if (take("("))
            return takeChoice(depth + 1) && take(")");
        if (take("n")) {
            m_steps.push_back({Operation::Variable});
            return true;
        }
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(m_text.data() + m_at, m_text.data() + m_text.size(), number);
        m_at = static_cast<std::size_t>(end - m_text.data());
        m_steps.push_back({Operation::Number, number});
        return error == std::errc();
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::vector<PluralRule::Step> m_steps;
};

std::optional<std::size_t> PluralRule::formOf(std::uint64_t number) const
{
    std::vector<std::uint64_t> stack;
    const auto pop = [&stack] {
        const std::uint64_t top = stack.back();
        stack.pop_back();
        return top;
    };
    for (const Step &step : m_steps) {
        if (step.operation == Operation::Number || step.operation == Operation::Variable) {
            stack.push_back(step.operation == Operation::Number ? step.number : number);
            continue;
        }
        const std::uint64_t b = pop();
        if (step.operation == Operation::Not) {
            stack.push_back(b == 0 ? 1 : 0);
            continue;
        }
        const std::uint64_t a = pop();
        if (b == 0 && (step.operation == Operation::Divide || step.operation == Operation::Remainder))
            return std::nullopt;
        switch (step.operation) {
        case Operation::Multiply: stack.push_back(a * b); break;
        case Operation::Divide: stack.push_back(a / b); break;
        case Operation::Remainder: stack.push_back(a % b); break;
        case Operation::Add: stack.push_back(a + b); break;
        case Operation::Subtract: stack.push_back(a - b); break;
        case Operation::Less: stack.push_back(a < b ? 1 : 0); break;
        case Operation::LessOrEqual: stack.push_back(a <= b ? 1 : 0); break;
        case Operation::Greater: stack.push_back(a > b ? 1 : 0); break;
        case Operation::GreaterOrEqual: stack.push_back(a >= b ? 1 : 0); break;
        case Operation::Equal: stack.push_back(a == b ? 1 : 0); break;
        case Operation::Different: stack.push_back(a != b ? 1 : 0); break;
        case Operation::And: stack.push_back(a != 0 && b != 0 ? 1 : 0); break;
        case Operation::Or: stack.push_back(a != 0 || b != 0 ? 1 : 0); break;
        case Operation::Choose: stack.push_back(pop() != 0 ? a : b); break;
        case Operation::Number:
        case Operation::Variable:
        case Operation::Not: break;
        }
    }
    return stack.back() < m_count ? std::optional<std::size_t>(stack.back()) : std::nullopt;
}

std::vector<std::uint64_t> PluralRule::examples(std::size_t form) const
{
    std::vector<std::uint64_t> numbers;
    for (std::uint64_t index = 0; index < triedNumbers && numbers.size() < mostExamples; ++index) {
        if (formOf(triedNumber(index)) == form)
            numbers.push_back(triedNumber(index));
    }
    return numbers;
}

std::string PluralRule::exampleText(std::size_t form) const
{
    const std::vector<std::uint64_t> numbers = examples(form);
    std::string text;
    for (const std::uint64_t number : numbers)
        text += (text.empty() ? "n = " : ", ") + std::to_string(number);
    return text + (numbers.size() == mostExamples ? ", …" : "");
}

bool PluralRule::isForOneNumber(std::size_t form) const
{
    return examples(form).size() == 1;
}

std::optional<PluralRule> parsePluralRule(std::string_view field)
{
    constexpr std::string_view countName = "nplurals=";
    constexpr std::string_view formulaName = "plural=";
    const std::size_t count = field.find(countName);
    const std::size_t semicolon = std::min(field.find(';', count == std::string_view::npos ? 0 : count), field.size());
    const std::size_t formula = field.find(formulaName, semicolon);
    if (count == std::string_view::npos || formula == std::string_view::npos)
        return std::nullopt;
    PluralRule rule;
    std::from_chars(field.data() + count + countName.size(), field.data() + semicolon, rule.m_count);
    const std::size_t begin = formula + formulaName.size();
    std::optional<std::vector<PluralRule::Step>> steps = PluralParser(field.substr(begin, std::min(field.find(';', begin), field.size()) - begin)).parse();
    if (rule.m_count == 0 || rule.m_count > mostForms || !steps)
        return std::nullopt;
    rule.m_steps = std::move(*steps);
    return rule;
}

}  // namespace interlinear::cat
