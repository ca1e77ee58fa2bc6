// Training that takes a moment: a corpus of eight words, and a recipe for it with the choices of one that ships.
//
//   cli.write("pairs.tsv", toyCorpus());
//   cli.write("recipe.json", QByteArray::fromStdString(toyRecipe().dump()));
#pragma once

#include <nlohmann/json.hpp>

#include <QByteArray>

namespace interlinear::tests {

QByteArray toyCorpus();
/// Three stages, "base", "lm" and "mt", of a few steps each.
nlohmann::json toyRecipe();

}  // namespace interlinear::tests
