#include "engine/mixmoe/store/capture_file.h"

#include "engine/core/files.h"
#include "engine/mixmoe/store/capture_csv.h"
#include "engine/mixmoe/store/capture_json.h"
#include "engine/mixmoe/store/capture_npz.h"

namespace interlinear::mixmoe {

namespace {

Result<std::string> encoded(const std::filesystem::path &file, std::span<const RoutingCapture> captures)
{
    const std::filesystem::path extension = file.extension();
    if (extension == ".json")
        return capturesToJson(captures);
    if (extension == ".npz")
        return capturesToNpz(captures);
    if (extension == ".csv")
        return capturesToCsv(captures);
    return fail(ErrorCode::InvalidArgument, "", "routing is written as .json, .npz or .csv, not as \"%1\"", extension.string());
}

}  // namespace

Result<void> writeCaptures(const std::filesystem::path &file, std::span<const RoutingCapture> captures)
{
    Result<std::string> bytes = encoded(file, captures);
    if (!bytes) {
        bytes.error().where = file.string();
        return std::unexpected(bytes.error());
    }
    return writeFileAtomically(file, *bytes);
}

Result<std::vector<RoutingCapture>> readCaptures(const std::filesystem::path &file)
{
    const Result<std::string> text = readTextFile(file);
    if (!text)
        return std::unexpected(text.error());
    return capturesFromJson(*text, file.string());
}

}  // namespace interlinear::mixmoe
