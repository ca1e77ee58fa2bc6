#include "tests/support/toy_training.h"

#include <random>

namespace interlinear::tests {

QByteArray toyCorpus()
{
    const std::vector<std::pair<QByteArray, QByteArray>> words{{"house", "Haus"}, {"tree", "Baum"}, {"water", "Wasser"}, {"small", "klein"},
                                                               {"green", "grün"}, {"and", "und"},   {"see", "sehen"},    {"we", "wir"}};
    std::mt19937 random(1);
    QByteArray lines;
    for (int i = 0; i < 400; ++i) {
        QByteArray english, german;
        for (unsigned word = 0, count = 3 + random() % 4; word < count; ++word) {
            const auto &[en, de] = words[random() % words.size()];
            english += (word ? " " : "") + en;
            german += (word ? " " : "") + de;
        }
        lines += english + '\t' + german + '\n';
    }
    return lines;
}

nlohmann::json toyRecipe()
{
    const nlohmann::json pairs{{"file", "pairs.tsv"}, {"first", "en"}, {"second", "de"}, {"weight", 1}};
    return {{"extends", INTERLINEAR_SOURCE_DIR "/resources/recipes/dense-base.json"},
            {"name", "toy"},
            {"corpus", "."},
            {"vocabulary_size", 324},
            {"longest_example", 60},
            {"model", {{"hidden_size", 16}, {"num_layers", 4}, {"num_heads", 2}, {"num_kv_heads", 2}, {"head_size", 8}, {"ffn_size", 32}, {"max_positions", 64}}},
            {"mono", nlohmann::json::array()},
            {"pairs", {pairs}},
            {"dev", pairs},
            {"every_stage", {{"tokens_per_step", 128}}},
            {"stages", {{{"name", "base"}, {"start", "fresh"}, {"steps", 3}},
                        {{"name", "lm"}, {"start", "slice"}, {"trains", "lm_experts"}, {"steps", 2}},
                        {{"name", "mt"}, {"start", "copy_groups"}, {"trains", "mt_experts"}, {"steps", 2}}}}};
}

}  // namespace interlinear::tests
