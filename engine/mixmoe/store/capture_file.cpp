#include "engine/mixmoe/store/capture_file.h"

#include "engine/core/files.h"
#include "engine/core/utf8.h"
#include "engine/mixmoe/store/capture_csv.h"
#include "engine/mixmoe/store/capture_json.h"
#include "engine/mixmoe/store/capture_npz.h"

namespace interlinear::mixmoe {

namespace {

using Encode = Result<std::string> (*)(std::span<const RoutingCapture>);

/// How a file of this name is written; null for an extension that names no format.
Encode encoderFor(const std::filesystem::path &file)
{
    const std::filesystem::path extension = file.extension();
    if (extension == ".json")
        return capturesToJson;
    if (extension == ".npz")
        return capturesToNpz;
    if (extension == ".csv")
        return [](std::span<const RoutingCapture> captures) -> Result<std::string> { return capturesToCsv(captures); };
    return nullptr;
}

}  // namespace

Result<void> checkCaptureFormat(const std::filesystem::path &file)
{
    if (!encoderFor(file))
        return fail(ErrorCode::InvalidArgument, file.string(), "routing is written as .json, .npz or .csv, not as \"%1\"", file.extension().string());
    return {};
}

Result<void> writeCaptures(const std::filesystem::path &file, std::span<const RoutingCapture> captures)
{
    if (auto known = checkCaptureFormat(file); !known)
        return known;
    Result<std::string> bytes = encoderFor(file)(captures);
    if (!bytes) {
        bytes.error().where = file.string();
        return std::unexpected(bytes.error());
    }
    return writeFileAtomically(file, *bytes);
}

Result<std::vector<RoutingCapture>> readCaptures(const std::filesystem::path &file)
{
    const Result<std::string> text = readFile(file);
    if (!text)
        return std::unexpected(text.error());
    const std::string_view begin = trimmed(std::string_view(*text).substr(0, 64));
    if (!begin.starts_with('{') && !begin.starts_with('['))
        return fail(ErrorCode::BadFormat, file.string(), "is no routing in JSON, and only JSON is read here; translate --routing FILE.json writes it");
    if (const auto bad = firstInvalidUtf8(*text))
        return notUtf8(file.string(), *text, *bad);
    return capturesFromJson(*text, file.string());
}

}  // namespace interlinear::mixmoe
