#include "tests/fuzz/fuzz_units.h"

#include "engine/core/utf8.h"

namespace interlinear::fuzz {

namespace {

class Checker : public cat::UnitSink {
public:
    bool take(cat::Unit unit, std::int64_t line) override
    {
        if (unit.source.text.empty() || unit.target.text.empty())
            broken = "a unit without a text at line " + std::to_string(line);
        else if (!unit.source.isWellFormed() || !unit.target.isWellFormed())
            broken = "tags that are not well-formed at line " + std::to_string(line);
        else if (line < 1)
            broken = "a unit at no line";
        return broken.empty();
    }
    void skip(std::int64_t line, std::string reason) override
    {
        if (line < 1 || reason.empty())
            broken = "something is skipped without a line or a reason";
    }
    void otherDirection(const std::string &) override {}

    std::string broken;
};

}  // namespace

std::string brokenPromise(const std::filesystem::path &file, const UnitReader &reader)
{
    Result<cat::TextInput> input = cat::TextInput::open(file);
    if (!input)
        return input.error().message.empty() ? "an error without a message" : "";
    Checker checker;
    const Result<void> read = reader(*input, {"en", "de"}, checker);
    if (!read && read.error().message.empty())
        return "an error without a message";
    return checker.broken;
}

}  // namespace interlinear::fuzz
