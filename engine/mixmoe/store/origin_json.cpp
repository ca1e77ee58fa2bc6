#include "engine/mixmoe/store/origin_json.h"

#include "engine/mixmoe/model/json_object.h"
#include "engine/mixmoe/model/sha256.h"
#include "engine/mixmoe/store/intervention_json.h"
#include "engine/mixmoe/store/json_lists.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

const EnumNames<TagKind> tagKindNames{{TagKind::Open, "open"}, {TagKind::Close, "close"}, {TagKind::Standalone, "standalone"}};

constexpr int mostBeams = 1024;   // no file asks for more than a machine can hold

CaptureJson tagsJson(const std::vector<InlineTag> &tags)
{
    CaptureJson list = CaptureJson::array();
    for (const InlineTag &tag : tags)
        list.push_back({{"id", tag.id}, {"kind", nameOf(tagKindNames, tag.kind)}, {"offset", tag.offset}, {"code", tag.code}, {"display", tag.display}});
    return list;
}

CaptureJson settingsJson(const CaptureOrigin &origin)
{
    const SearchSettings &settings = origin.settings;
    CaptureJson json{{"forced_prefix", settings.forcedPrefix},
                     {"beam", settings.beamSize},
                     {"length_penalty", settings.lengthPenalty},
                     {"max_new_tokens", settings.maxNewTokens},
                     {"precision", origin.precision},
                     {"instructions", origin.instructions}};
    if (const auto &sampling = settings.sampling)
        json["sampling"] = {{"temperature", sampling->temperature}, {"top_k", sampling->topK}, {"top_p", sampling->topP}, {"seed", sampling->seed}};
    return json;
}

std::string fingerprintOf(const RoutingCapture &capture, const CaptureOrigin &origin)
{
    const CaptureJson all{{"from", capture.fromLanguage},
                          {"to", capture.toLanguage},
                          {"settings", settingsJson(origin)},
                          {"interventions", toJson(capture.interventions)}};
    return sha256Of(all.dump(-1, ' ', false, CaptureJson::error_handler_t::replace));
}

Result<InlineTag> readTag(const CaptureJson &json, const std::string &where)
{
    InlineTag tag;
    JsonObjectReader reader(json, where, "origin.source_tags.");
    reader.integer("id", tag.id);
    reader.oneOf("kind", tagKindNames, tag.kind);
    reader.integer("offset", tag.offset);
    reader.string("code", tag.code);
    reader.string("display", tag.display);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    return tag;
}

/// Whether the tags stand before characters of the text, in order. Those of a segment need not be pairs.
bool standIn(std::string_view text, const std::vector<InlineTag> &tags)
{
    const auto onCharacter = [&](const InlineTag &tag) {
        return tag.offset == text.size() || (tag.offset < text.size() && (static_cast<unsigned char>(text[tag.offset]) & 0xC0) != 0x80);
    };
    return std::ranges::is_sorted(tags, {}, &InlineTag::offset) && std::ranges::all_of(tags, onCharacter);
}

Result<Sampling> readSampling(const CaptureJson &json, const std::string &where)
{
    Sampling sampling;
    JsonObjectReader reader(json, where, "origin.settings.sampling.");
    reader.number("temperature", sampling.temperature);
    reader.integer("top_k", sampling.topK);
    reader.number("top_p", sampling.topP);
    reader.integer("seed", sampling.seed);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    return sampling;
}

Result<void> readSettings(const CaptureJson &json, const std::string &where, CaptureOrigin &origin)
{
    SearchSettings &settings = origin.settings;
    JsonObjectReader reader(json, where, "origin.settings.");
    reader.string("forced_prefix", settings.forcedPrefix);
    reader.integer("beam", settings.beamSize);
    reader.number("length_penalty", settings.lengthPenalty);
    reader.integer("max_new_tokens", settings.maxNewTokens);
    reader.string("precision", origin.precision);
    reader.string("instructions", origin.instructions);
    const CaptureJson *drawn = reader.has("sampling") ? reader.object("sampling") : nullptr;
    if (auto done = reader.finish(); !done)
        return done;
    if (auto inRange = checkRanges<int>({{"beam", settings.beamSize, 1, mostBeams}}, where, "origin.settings."); !inRange || !drawn)
        return inRange;
    const Result<Sampling> sampling = readSampling(*drawn, where);
    if (!sampling)
        return std::unexpected(sampling.error());
    settings.sampling = *sampling;
    return {};
}

}  // namespace

std::string settingsFingerprint(const RoutingCapture &capture)
{
    return capture.origin ? fingerprintOf(capture, *capture.origin) : std::string();
}

CaptureJson originJson(const RoutingCapture &capture)
{
    const CaptureOrigin &origin = *capture.origin;
    return {{"source_tags", tagsJson(origin.sourceTags)},
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
    Result<std::vector<InlineTag>> tags = readEach<InlineTag>(*tagList, where, "tag", readTag);
    if (!tags)
        return std::unexpected(tags.error());
    if (!standIn(capture.sourceText, *tags))
        return fail(ErrorCode::BadFormat, where, "\"origin.source_tags\" do not fit \"source\"; expected rising offsets on its characters");
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
