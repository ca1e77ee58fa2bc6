#include "engine/mixmoe/store/origin_json.h"

#include "engine/mixmoe/model/json_object.h"
#include "engine/mixmoe/model/sha256.h"
#include "engine/mixmoe/store/intervention_json.h"
#include "engine/mixmoe/store/settings_json.h"
#include "engine/mixmoe/store/tagged_text_json.h"

namespace interlinear::mixmoe {

namespace {

std::string fingerprintOf(const RoutingCapture &capture, const CaptureOrigin &origin)
{
    const CaptureJson all{{"from", capture.fromLanguage},
                          {"to", capture.toLanguage},
                          {"settings", settingsJson(origin)},
                          {"interventions", toJson(capture.interventions)}};
    return sha256Of(all.dump(-1, ' ', false, CaptureJson::error_handler_t::replace));
}

}  // namespace

std::string settingsFingerprint(const RoutingCapture &capture)
{
    return capture.origin ? fingerprintOf(capture, *capture.origin) : std::string();
}

CaptureJson originJson(const RoutingCapture &capture)
{
    const CaptureOrigin &origin = *capture.origin;
    return {{"source_tags", toJson(origin.sourceTags)},
            {"settings", settingsJson(origin)},
            {"fingerprints", {{"vocabulary", origin.vocabularyFingerprint}, {"settings", fingerprintOf(capture, origin)}, {"build", origin.build}}}};
}

Result<CaptureOrigin> readOrigin(const CaptureJson &json, const std::string &where, const RoutingCapture &capture)
{
    CaptureOrigin origin;
    JsonObjectReader reader(json, where, "origin.");
    const CaptureJson *tagList = reader.list("source_tags");
    const CaptureJson *settings = reader.object("settings");
    const CaptureJson *fingerprints = reader.object("fingerprints");
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    Result<std::vector<InlineTag>> tags = readTags(*tagList, capture.sourceText, where, "origin.source_tags");
    if (!tags)
        return std::unexpected(tags.error());
    origin.sourceTags = std::move(*tags);
    if (auto done = readSettings(*settings, where, origin); !done)
        return std::unexpected(done.error());

    std::string settingsWritten;
    JsonObjectReader prints(*fingerprints, where, "origin.fingerprints.");
    prints.string("vocabulary", origin.vocabularyFingerprint);
    prints.string("settings", settingsWritten);
    prints.string("build", origin.build);
    if (auto done = prints.finish(); !done)
        return std::unexpected(done.error());
    if (settingsWritten != fingerprintOf(capture, origin))
        return fail(ErrorCode::BadFormat, where, "\"origin.settings\", the languages or the interventions are not those of the fingerprint; they were changed after the capture was made");
    return origin;
}

}  // namespace interlinear::mixmoe
