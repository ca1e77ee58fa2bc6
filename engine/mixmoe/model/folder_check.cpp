#include "engine/mixmoe/model/folder_check.h"

#include "engine/core/files.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/model/sha256.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string_view>

namespace interlinear::mixmoe {

namespace {

namespace fs = std::filesystem;

constexpr const char *cardFile = "MODEL_CARD.md";
// The widest tensor of the model that ships reaches 16 times its median; weights that were overwritten go up to 1e38.
constexpr float widestSpread = 1000;
constexpr float largeWeight = 10;

struct ListedChecksum {
    std::string file, sha256;
};

/// The first run of 64 hex digits, in small letters; empty without one.
std::string sha256In(std::string_view line)
{
    constexpr std::string_view digits = "0123456789abcdefABCDEF";
    while (!line.empty()) {
        line.remove_prefix(std::min(line.find_first_of(digits), line.size()));
        const std::size_t length = std::min(line.find_first_not_of(digits), line.size());
        if (length == 64) {
            std::string hex(line.substr(0, length));
            std::ranges::transform(hex, hex.begin(), [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
            return hex;
        }
        line.remove_prefix(length);
    }
    return {};
}

/// Of the card's lines those with a file's name in backticks and 64 hex digits: "| `tokenizer.model` | SHA-256 `c47b…` |".
std::vector<ListedChecksum> listedChecksums(std::string_view card)
{
    std::vector<ListedChecksum> listed;
    while (!card.empty()) {
        const std::string_view line = card.substr(0, card.find('\n'));
        card.remove_prefix(std::min(line.size() + 1, card.size()));
        const std::size_t open = line.find('`');
        const std::size_t close = line.find('`', open + 1);
        if (open == std::string_view::npos || close == std::string_view::npos)
            continue;
        const std::string file(line.substr(open + 1, close - open - 1));
        const std::string hex = sha256In(line.substr(close));
        if (!hex.empty() && !file.empty() && fs::path(file).filename() == file)
            listed.push_back({file, hex});
    }
    return listed;
}

float medianMagnitude(const std::vector<float> &values)
{
    std::vector<float> magnitudes;
    for (const float value : values)
        magnitudes.push_back(std::abs(value));
    const auto middle = magnitudes.begin() + static_cast<std::ptrdiff_t>(magnitudes.size() / 2);
    std::ranges::nth_element(magnitudes, middle);
    return *middle;
}

/// Which tensor cannot have been trained, and why.
std::optional<std::string> oddTensor(const TensorMap &tensors)
{
    for (const auto &[name, tensor] : tensors) {
        const auto infinite = std::ranges::find_if_not(tensor.values, [](float value) { return std::isfinite(value); });
        if (infinite != tensor.values.end())
            return "tensor \"" + name + "\" holds a value that is no finite number";
        if (tensor.values.empty())
            continue;
        const float largest = std::abs(*std::ranges::max_element(tensor.values, {}, [](float value) { return std::abs(value); }));
        if (largest > largeWeight && largest > widestSpread * medianMagnitude(tensor.values)) {
            char text[32];
            std::snprintf(text, sizeof text, "%.3g", static_cast<double>(largest));
            return "tensor \"" + name + "\" holds a weight of " + text + ", far outside the others";
        }
    }
    return std::nullopt;
}

Result<std::string> sha256Of(const fs::path &file)
{
    const Result<std::string> bytes = readFile(file);
    if (!bytes)
        return bytes;
    Sha256 hash;
    hash.add(*bytes);
    return hash.hex();
}

}  // namespace

Result<FolderCheck> checkFolder(const fs::path &folder)
{
    const Result<TensorMap> tensors = readModelTensors(folder);
    if (!tensors)
        return std::unexpected(tensors.error());
    const std::optional<std::string> odd = oddTensor(*tensors);

    FolderCheck check;
    std::error_code ignored;
    const Result<std::string> text = fs::is_regular_file(folder / cardFile, ignored) ? readTextFile(folder / cardFile) : std::string();
    if (!text)
        return std::unexpected(text.error());
    for (const ListedChecksum &listed : listedChecksums(*text)) {
        const Result<std::string> actual = sha256Of(folder / listed.file);
        if (!actual)
            return std::unexpected(actual.error());
        const bool holdsTensors = fs::path(listed.file).extension() == ".safetensors";
        if (*actual != listed.sha256) {
            return fail(ErrorCode::Damaged, (folder / listed.file).string(), "has SHA-256 %1, and %2 lists %3%4; put an undamaged copy there", *actual, cardFile,
                        listed.sha256, holdsTensors && odd ? "; " + *odd : "");
        }
        check.filesWithChecksum.push_back(listed.file);
    }
    if (odd)
        return fail(ErrorCode::Damaged, folder.string(), "%1; put an undamaged copy there", *odd);
    return check;
}

}  // namespace interlinear::mixmoe
