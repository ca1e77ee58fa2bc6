// What an option may be, in sentences of our own: CLI11's tell how it is built.
//
//   command->add_option("--threads", threads, "…")->check(wholeNumber(0, 1024));
//   command->add_option("--device", device, "…")->transform(choice<Device>({{"auto", Device::Auto}, {"cpu", Device::Cpu}}));
//   // --device is 'foo'; expected auto or cpu
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <utility>
#include <vector>

namespace interlinear::cli {

/// "is 'foo'; expected auto, cpu or cuda".
std::string expectedOneOf(const std::string &text, const std::vector<std::string> &names);

CLI::Validator oneOf(std::vector<std::string> names);
CLI::Validator wholeNumber(long lowest, long highest);
CLI::Validator positiveNumber();
/// A well-formed BCP 47 tag whose language exists.
CLI::Validator languageTag();

/// Turns a name into its value.
template <typename Value>
CLI::Validator choice(const std::vector<std::pair<std::string, Value>> &names)
{
    const auto replace = [names](std::string &text) {
        std::vector<std::string> known;
        for (const auto &[name, value] : names) {
            if (name == text) {
                text = std::to_string(static_cast<int>(value));
                return std::string();
            }
            known.push_back(name);
        }
        return expectedOneOf(text, known);
    };
    return CLI::Validator(replace, "");
}

/// What was wrong with the command line, in one line.
std::string usageSentence(const CLI::App &app, const CLI::ParseError &error);

}  // namespace interlinear::cli
