#include "app/cli/option_checks.h"

#include "engine/cat/segmentation/locale.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace interlinear::cli {

namespace {

template <typename Number>
std::optional<Number> numberIn(const std::string &text)
{
    Number number{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// "interlinear-cli memory add", as far as the words on the line name commands.
std::string commandOf(const CLI::App &app)
{
    const std::vector<CLI::App *> chosen = app.get_subcommands();
    return app.get_name() + (chosen.empty() ? "" : " " + commandOf(*chosen.front()));
}

}  // namespace

std::string expectedOneOf(const std::string &text, const std::vector<std::string> &names)
{
    std::string list;
    for (std::size_t i = 0; i < names.size(); ++i)
        list += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
    return "is '" + text + "'; expected " + list;
}

CLI::Validator oneOf(std::vector<std::string> names)
{
    const auto check = [names = std::move(names)](const std::string &text) {
        return std::ranges::find(names, text) != names.end() ? std::string() : expectedOneOf(text, names);
    };
    return CLI::Validator(check, "");
}

CLI::Validator wholeNumber(long lowest, long highest)
{
    const auto check = [lowest, highest](const std::string &text) {
        const std::optional<long> number = numberIn<long>(text);
        const bool good = number && *number >= lowest && *number <= highest;
        return good ? std::string() : "is '" + text + "'; expected a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest);
    };
    return CLI::Validator(check, "");
}

CLI::Validator positiveNumber()
{
    const auto check = [](const std::string &text) {
        const std::optional<double> number = numberIn<double>(text);
        return number && *number > 0 ? std::string() : "is '" + text + "'; expected a number above 0";
    };
    return CLI::Validator(check, "");
}

CLI::Validator languageTag()
{
    const auto check = [](const std::string &text) {
        return cat::namesLanguage(text) ? std::string() : "is '" + text + "'; expected a language tag such as en or de-AT";
    };
    return CLI::Validator(check, "");
}

std::string usageSentence(const CLI::App &app, const CLI::ParseError &error)
{
    const std::string command = commandOf(app);
    std::vector<std::string> unknown = app.remaining(true);
    std::ranges::stable_partition(unknown, [](const std::string &word) { return word.starts_with('-'); });   // the words behind an option may belong to it
    if (!unknown.empty())
        return "'" + unknown.front() + "' is no command or option of " + command + "; see " + command + " --help";
    std::string sentence = error.what();
    if (const std::size_t colon = sentence.find(": is '"); colon != std::string::npos)
        return sentence.erase(colon, 1);   // a check from this file, behind the option's name
    if (sentence == "A subcommand is required")
        sentence = "a command is missing";
    return sentence + "; see " + command + " --help";
}

}  // namespace interlinear::cli
