// What a parameter belongs to, for figures about parts of a model.
//
//   moduleOf("layers.1.moe.mt.up.weight");   // Module::MtExperts
//   nameOf(Module::MtExperts);               // "MT experts"
#pragma once

#include <array>
#include <string>

namespace interlinear::training {

enum class Module { Embedding, Attention, Norms, DenseFfn, LmExperts, LmRouters, MtExperts, MtRouters };

inline constexpr std::array modules{Module::Embedding, Module::Attention, Module::Norms, Module::DenseFfn, Module::LmExperts, Module::LmRouters, Module::MtExperts, Module::MtRouters};

/// The direction embedding belongs to the MT routers, a low-rank update to what it is added to.
Module moduleOf(const std::string &parameter);

const char *nameOf(Module module);

}  // namespace interlinear::training
