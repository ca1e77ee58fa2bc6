#include "engine/training/transform/blocks.h"

#include <algorithm>
#include <string>

namespace interlinear::training {

namespace {

using mixmoe::TensorMap;

std::string prefixOf(int layer)
{
    return "layers." + std::to_string(layer) + ".";
}

void copyBlock(const TensorMap &from, int fromLayer, TensorMap &to, int toLayer, bool passingThrough)
{
    const std::string prefix = prefixOf(fromLayer);
    for (auto at = from.lower_bound(prefix); at != from.end() && at->first.starts_with(prefix); ++at) {
        const std::string name = at->first.substr(prefix.size());
        mixmoe::Tensor &copy = to[prefixOf(toLayer) + name] = at->second;
        if (passingThrough && (name.ends_with("o.weight") || name.ends_with("down.weight")))
            std::fill(copy.values.begin(), copy.values.end(), 0.0F);
    }
}

}  // namespace

std::vector<int> insertedLayers(int layers, int count)
{
    std::vector<int> inserted;
    for (int i = 1; i <= count; ++i)
        inserted.push_back(layers * i / count + i - 1);
    return inserted;
}

TensorMap insertBlocks(int layers, const TensorMap &dense, int count)
{
    TensorMap result;
    for (const auto &[name, tensor] : dense) {
        if (!name.starts_with("layers."))
            result[name] = tensor;
    }
    const std::vector<int> inserted = insertedLayers(layers, count);
    int old = 0;
    for (int layer = 0; layer < layers + count; ++layer) {
        const bool isNew = std::binary_search(inserted.begin(), inserted.end(), layer);
        copyBlock(dense, isNew ? old - 1 : old, result, layer, isNew);
        old += isNew ? 0 : 1;
    }
    return result;
}

}  // namespace interlinear::training
