#include "engine/training/experiment/experiment.h"

#include "engine/mixmoe/model/json_object.h"

#include <algorithm>

namespace interlinear::training {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using mixmoe::JsonObjectReader;

Result<void> checkFile(const fs::path &file, const std::string &where, const std::string &key)
{
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored))
        return fail(ErrorCode::NotFound, where, "\"%1\" names %2, which is no file", key, file.string());
    return {};
}

Result<ExperimentTest> readTest(const Json &json, const fs::path &corpus, const std::string &where)
{
    ExperimentTest test;
    std::string file;
    JsonObjectReader reader(json, where, "tests.");
    reader.string("file", file);
    reader.string("first", test.first);
    reader.string("second", test.second);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    test.file = corpus / file;
    if (auto there = checkFile(test.file, where, "tests.file"); !there)
        return std::unexpected(there.error());
    return test;
}

Result<RetentionText> readRetention(const Json &json, const fs::path &corpus, const std::string &where)
{
    RetentionText text;
    std::string file;
    JsonObjectReader reader(json, where, "retention.");
    reader.string("file", file);
    reader.string("language", text.language);
    reader.integer("lines", text.lines);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    text.file = corpus / file;
    if (text.lines < 1)
        return fail(ErrorCode::OutOfRange, where, "\"retention.lines\" is %1; expected at least 1", text.lines);
    if (auto there = checkFile(text.file, where, "retention.file"); !there)
        return std::unexpected(there.error());
    return text;
}

Result<std::vector<int>> readSeeds(const Json &list, const std::string &where)
{
    std::vector<int> seeds;
    for (const Json &seed : list) {
        if (!seed.is_number_integer() || seed.get<std::int64_t>() < 1 || seed.get<std::int64_t>() > 1'000'000)
            return fail(ErrorCode::OutOfRange, where, "\"seeds\" holds %1; expected whole numbers from 1 to 1000000", seed.dump());
        seeds.push_back(seed.get<int>());
    }
    if (seeds.empty())
        return fail(ErrorCode::OutOfRange, where, "\"seeds\" is empty; expected at least one");
    return seeds;
}

}  // namespace

Result<Experiment> readExperiment(const fs::path &file)
{
    const std::string where = file.string();
    const Result<Json> root = mixmoe::readJsonObject(file, "an experiment");
    if (!root)
        return std::unexpected(root.error());

    Experiment experiment;
    std::string corpus, recipes;
    std::vector<std::string> arms;
    JsonObjectReader reader(*root, where, "");
    reader.string("name", experiment.name);
    reader.string("baseline", experiment.baseline);
    reader.string("corpus", corpus);
    reader.string("recipes", recipes);
    const Json *seeds = reader.list("seeds");
    reader.strings("arms", arms);
    const Json *tests = reader.list("tests");
    const Json *retention = reader.list("retention");
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    experiment.corpus = file.parent_path() / corpus;

    auto seedList = readSeeds(*seeds, where);
    if (!seedList)
        return std::unexpected(seedList.error());
    experiment.seeds = std::move(*seedList);
    for (const std::string &arm : arms) {
        experiment.arms.push_back({arm, file.parent_path() / recipes / (arm + ".json")});
        if (auto there = checkFile(experiment.arms.back().recipe, where, "arms"); !there)
            return std::unexpected(there.error());
    }
    if (std::find(arms.begin(), arms.end(), experiment.baseline) == arms.end())
        return fail(ErrorCode::OutOfRange, where, "\"baseline\" is \"%1\"; expected one of the arms", experiment.baseline);
    for (const Json &json : *tests) {
        auto test = readTest(json, experiment.corpus, where);
        if (!test)
            return std::unexpected(test.error());
        experiment.tests.push_back(std::move(*test));
    }
    for (const Json &json : *retention) {
        auto item = readRetention(json, experiment.corpus, where);
        if (!item)
            return std::unexpected(item.error());
        experiment.retention.push_back(std::move(*item));
    }
    if (experiment.tests.empty())
        return fail(ErrorCode::OutOfRange, where, "\"tests\" is empty; expected at least one");
    return experiment;
}

}  // namespace interlinear::training
