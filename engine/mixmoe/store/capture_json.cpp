#include "engine/mixmoe/store/capture_json.h"

#include "engine/mixmoe/model/json_object.h"
#include "engine/mixmoe/store/intervention_json.h"
#include "engine/mixmoe/store/json_lists.h"
#include "engine/mixmoe/store/origin_json.h"

#include <cmath>
#include <limits>

namespace interlinear::mixmoe {

namespace {

const EnumNames<CaptureLevel> levelNames{{CaptureLevel::None, "none"}, {CaptureLevel::Choices, "choices"}, {CaptureLevel::Probabilities, "probabilities"}};
const EnumNames<Phase> phaseNames{{Phase::Prompt, "prompt"}, {Phase::Generated, "generated"}};

template <typename Unit>
CaptureJson toJson(Span<Unit> span)
{
    return CaptureJson::array({span.begin, span.end});
}

CaptureJson toJson(const CapturedToken &token)
{
    return {{"id", token.id},
            {"piece", token.piece},
            {"phase", nameOf(phaseNames, token.phase)},
            {"control", token.control},
            {"byte_fallback", token.byteFallback},
            {"span_bytes", toJson(token.spanBytes)},
            {"span_utf16", toJson(token.spanUtf16)},
            {"log_probability", token.logProbability}};
}

/// The axes inside [layer][token] of choices and weights.
std::vector<std::size_t> choiceAxes(const RoutingCapture &capture)
{
    std::vector<std::size_t> axes{static_cast<std::size_t>(capture.groups)};
    if (capture.topK > 1)
        axes.push_back(static_cast<std::size_t>(capture.topK));
    return axes;
}

/// The flat values as nested lists, the last axis the innermost; no lists at all for no values.
template <typename T>
CaptureJson nested(std::span<const T> values, std::span<const std::size_t> axes)
{
    if (axes.empty())
        return values.front();
    CaptureJson list = CaptureJson::array();
    for (std::size_t i = 0; !values.empty() && i < axes.front(); ++i) {
        const std::size_t width = values.size() / axes.front();
        list.push_back(nested(values.subspan(i * width, width), axes.subspan(1)));
    }
    return list;
}

template <typename T>
CaptureJson nested(const std::vector<T> &values, const RoutingCapture &capture, const std::vector<std::size_t> &inner)
{
    std::vector<std::size_t> axes{capture.layerIndex.size(), capture.tokenCount()};
    axes.insert(axes.end(), inner.begin(), inner.end());
    return nested(std::span<const T>(values), axes);
}

CaptureJson toJson(const RoutingCapture &capture)
{
    CaptureJson json = captureHead(capture);
    json["tokens"] = CaptureJson::array();
    for (const CapturedToken &token : capture.tokens)
        json["tokens"].push_back(toJson(token));
    json["gate_probability"] = nested(capture.gateProbabilities, capture, {static_cast<std::size_t>(capture.experts())});
    json["chosen"] = nested(capture.choices, capture, choiceAxes(capture));
    json["weight"] = nested(capture.weights, capture, choiceAxes(capture));
    return json;
}

/// Outer objects and lists of lists or objects go over several lines; tokens and what belongs to one token stay on one.
void write(const CaptureJson &json, std::size_t level, std::string &out)
{
    const bool open = json.is_object() ? level < 3 : level < 5 && json.is_array() && !json.empty() && json.front().is_structured();
    if (!open) {
        out += json.dump(-1, ' ', false, CaptureJson::error_handler_t::replace);
        return;
    }
    const std::string lineEnd = "\n" + std::string(level, ' ');
    out += json.is_object() ? '{' : '[';
    const char *separator = "";
    for (const auto &[key, value] : json.items()) {
        out += separator + lineEnd + " ";
        if (json.is_object())
            out += CaptureJson(key).dump() + ": ";
        write(value, level + 1, out);
        separator = ",";
    }
    out += lineEnd + (json.is_object() ? '}' : ']');
}

bool isFinite(const RoutingCapture &capture)
{
    const auto finite = [](float value) { return std::isfinite(value); };
    return std::all_of(capture.gateProbabilities.begin(), capture.gateProbabilities.end(), finite) && std::all_of(capture.weights.begin(), capture.weights.end(), finite)
           && std::all_of(capture.tokens.begin(), capture.tokens.end(), [](const CapturedToken &token) { return std::isfinite(token.logProbability); });
}

/// Takes a list of two whole numbers, begin <= end.
template <typename Unit>
bool takeSpan(const CaptureJson *json, Span<Unit> &span)
{
    if (!json || json->size() != 2 || !json->at(0).is_number_unsigned() || !json->at(1).is_number_unsigned())
        return false;
    span = {json->at(0).template get<std::size_t>(), json->at(1).template get<std::size_t>()};
    return span.begin <= span.end;
}

template <typename T>
bool takeNumber(const CaptureJson &json, std::vector<T> &values)
{
    if constexpr (std::is_integral_v<T>) {
        if (!json.is_number_integer())
            return false;
        const auto value = json.template get<std::int64_t>();
        values.push_back(static_cast<T>(value));
        return value >= std::numeric_limits<T>::min() && value <= std::numeric_limits<T>::max();
    } else {
        if (!json.is_number())
            return false;
        values.push_back(json.template get<T>());
        return true;
    }
}

/// Reads nested lists into one flat list; every level must have exactly its length.
template <typename T>
bool takeNested(const CaptureJson &json, std::span<const std::size_t> axes, std::vector<T> &values)
{
    if (axes.empty())
        return takeNumber(json, values);
    return json.is_array() && json.size() == axes.front()
           && std::all_of(json.begin(), json.end(), [&](const CaptureJson &inner) { return takeNested(inner, axes.subspan(1), values); });
}

Result<CapturedToken> readToken(const CaptureJson &json, const std::string &where)
{
    CapturedToken token;
    JsonObjectReader reader(json, where, "tokens.");
    reader.integer("id", token.id);
    reader.string("piece", token.piece);
    reader.oneOf("phase", phaseNames, token.phase);
    reader.boolean("control", token.control);
    reader.boolean("byte_fallback", token.byteFallback);
    const CaptureJson *bytes = reader.list("span_bytes");
    const CaptureJson *utf16 = reader.list("span_utf16");
    reader.number("log_probability", token.logProbability);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    if (!takeSpan(bytes, token.spanBytes) || !takeSpan(utf16, token.spanUtf16))
        return fail(ErrorCode::BadFormat, where, "a span of token \"%1\" is not two rising offsets", token.piece);
    return token;
}

Result<void> readModel(const CaptureJson &json, const std::string &where, RoutingCapture &capture)
{
    JsonObjectReader reader(json, where, "model.");
    reader.string("name", capture.modelName);
    reader.string("fingerprint", capture.modelFingerprint);
    return reader.finish();
}

template <typename T>
Result<void> readArray(const char *name, const CaptureJson &json, const std::vector<std::size_t> &inner, const std::string &where, const RoutingCapture &capture,
                       std::vector<T> &values)
{
    std::vector<std::size_t> axes{capture.tokens.empty() ? 0 : capture.layerIndex.size(), capture.tokenCount()};
    axes.insert(axes.end(), inner.begin(), inner.end());
    if (takeNested(json, axes, values))
        return {};
    std::string shape = std::to_string(axes.front());
    for (const std::size_t axis : std::span(axes).subspan(1))
        shape += " lists of " + std::to_string(axis);
    return fail(ErrorCode::BadFormat, where, "\"%1\" is not %2 numbers", name, shape);
}

Result<void> readArrays(const CaptureJson &gate, const CaptureJson &chosen, const CaptureJson &weight, const std::string &where, RoutingCapture &capture)
{
    if (capture.level != CaptureLevel::Probabilities && !gate.empty())
        return fail(ErrorCode::BadFormat, where, "\"gate_probability\" is not empty, although \"level\" is \"%1\"", nameOf(levelNames, capture.level));
    Result<void> read;
    if (capture.level == CaptureLevel::Probabilities)
        read = readArray("gate_probability", gate, {static_cast<std::size_t>(capture.experts())}, where, capture, capture.gateProbabilities);
    if (read)
        read = readArray("chosen", chosen, choiceAxes(capture), where, capture, capture.choices);
    if (read)
        read = readArray("weight", weight, choiceAxes(capture), where, capture, capture.weights);
    if (!read)
        return read;
    const auto wrong = std::find_if(capture.choices.begin(), capture.choices.end(), [&](int expert) { return expert < -1 || expert >= capture.expertsPerGroup; });
    if (wrong != capture.choices.end())
        return fail(ErrorCode::BadFormat, where, "\"chosen\" holds expert %1; expected -1 to %2", *wrong, capture.expertsPerGroup - 1);
    return {};
}

Result<RoutingCapture> readCapture(const CaptureJson &json, const std::string &where)
{
    RoutingCapture capture;
    JsonObjectReader reader(json, where, "");
    const CaptureJson *model = reader.object("model");
    reader.string("device", capture.device);
    reader.string("from", capture.fromLanguage);
    reader.string("to", capture.toLanguage);
    reader.string("source", capture.sourceText);
    reader.string("target", capture.targetText);
    reader.oneOf("level", levelNames, capture.level);
    const CaptureJson *interventions = reader.list("interventions");
    const CaptureJson *layerIndex = reader.list("layer_index");
    reader.integer("experts_per_group", capture.expertsPerGroup);
    reader.integer("groups", capture.groups);
    if (reader.has("top_k"))
        reader.integer("top_k", capture.topK);
    const CaptureJson *origin = reader.has("origin") ? reader.object("origin") : nullptr;
    const CaptureJson *tokens = reader.list("tokens");
    const CaptureJson *gate = reader.list("gate_probability");
    const CaptureJson *chosen = reader.list("chosen");
    const CaptureJson *weight = reader.list("weight");
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    if (auto done = readModel(*model, where, capture); !done)
        return std::unexpected(done.error());

    constexpr int mostExperts = std::numeric_limits<std::int16_t>::max();
    if (capture.groups < 0 || capture.groups > groupCount || capture.expertsPerGroup < 0 || capture.expertsPerGroup > mostExperts)
        return fail(ErrorCode::BadFormat, where, "has %1 groups of %2 experts; expected at most %3 groups of %4", capture.groups, capture.expertsPerGroup, groupCount, mostExperts);
    if (capture.topK < 1 || capture.topK > std::max(1, capture.expertsPerGroup))
        return fail(ErrorCode::BadFormat, where, "\"top_k\" is %1; expected 1 to %2", capture.topK, std::max(1, capture.expertsPerGroup));
    if (!std::all_of(layerIndex->begin(), layerIndex->end(), [&](const CaptureJson &layer) { return takeNumber(layer, capture.layerIndex); }))
        return fail(ErrorCode::BadFormat, where, "\"layer_index\" is not a list of whole numbers");

    Result<Interventions> readItems = interventionsFrom(*interventions, where);
    if (!readItems)
        return std::unexpected(readItems.error());
    capture.interventions = std::move(*readItems);
    if (origin) {
        Result<CaptureOrigin> readBack = readOrigin(*origin, where, capture);
        if (!readBack)
            return std::unexpected(readBack.error());
        capture.origin = std::move(*readBack);
    }
    auto readTokens = readEach<CapturedToken>(*tokens, where, "token", readToken);
    if (!readTokens)
        return std::unexpected(readTokens.error());
    capture.tokens = std::move(*readTokens);
    if (auto done = readArrays(*gate, *chosen, *weight, where, capture); !done)
        return std::unexpected(done.error());
    return capture;
}

}  // namespace

CaptureJson captureHead(const RoutingCapture &capture)
{
    CaptureJson json{{"model", {{"name", capture.modelName}, {"fingerprint", capture.modelFingerprint}}},
                     {"device", capture.device},
                     {"from", capture.fromLanguage},
                     {"to", capture.toLanguage},
                     {"source", capture.sourceText},
                     {"target", capture.targetText},
                     {"level", nameOf(levelNames, capture.level)},
                     {"interventions", toJson(capture.interventions)},
                     {"layer_index", capture.layerIndex},
                     {"experts_per_group", capture.expertsPerGroup},
                     {"groups", capture.groups}};
    if (capture.topK != 1)
        json["top_k"] = capture.topK;
    if (capture.origin)
        json["origin"] = originJson(capture);
    return json;
}

Result<std::string> capturesToJson(std::span<const RoutingCapture> captures)
{
    std::string out = "{\n \"format\": " + CaptureJson(captureFormatName).dump() + ",\n \"version\": " + std::to_string(captureFormatVersion) + ",\n \"captures\": [";
    const char *separator = "\n  ";
    for (const RoutingCapture &capture : captures) {
        if (!isFinite(capture))
            return fail(ErrorCode::OutOfRange, "", "the routing of \"%1\" holds a number that is not finite; JSON cannot hold it, write .npz", capture.sourceText);
        out += separator;
        write(toJson(capture), 2, out);
        separator = ",\n  ";
    }
    return out + "\n ]\n}\n";
}

Result<std::vector<RoutingCapture>> capturesFromJson(std::string_view json, const std::string &where)
{
    const Result<CaptureJson> root = parseJsonObject<CaptureJson>(json, where, "a routing capture");
    if (!root)
        return std::unexpected(root.error());

    JsonObjectReader reader(*root, where, "");
    std::string format;
    int version = 0;
    reader.string("format", format);
    reader.integer("version", version);
    if (format != captureFormatName)
        return fail(ErrorCode::BadFormat, where, "is not a routing capture: \"format\" is not \"%1\"", captureFormatName);
    if (version > captureFormatVersion)
        return fail(ErrorCode::NewerVersion, where, "has format version %1; this program knows versions up to %2", version, captureFormatVersion);
    const CaptureJson *captures = reader.list("captures");
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    return readEach<RoutingCapture>(*captures, where, "capture", readCapture);
}

}  // namespace interlinear::mixmoe
