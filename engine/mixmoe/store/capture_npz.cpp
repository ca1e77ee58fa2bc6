#include "engine/mixmoe/store/capture_npz.h"

#include "engine/mixmoe/store/capture_json.h"
#include "engine/mixmoe/store/npz_archive.h"

namespace interlinear::mixmoe {

namespace {

bool sameShape(const RoutingCapture &a, const RoutingCapture &b)
{
    return a.layerIndex == b.layerIndex && a.expertsPerGroup == b.expertsPerGroup && a.groups == b.groups && a.topK == b.topK && a.level == b.level;
}

std::string header(std::span<const RoutingCapture> captures)
{
    CaptureJson json{{"format", captureFormatName}, {"version", captureFormatVersion}, {"captures", CaptureJson::array()}};
    for (const RoutingCapture &capture : captures) {
        CaptureJson entry = captureHead(capture);
        entry["pieces"] = CaptureJson::array();
        for (const CapturedToken &token : capture.tokens)
            entry["pieces"].push_back(token.piece);
        json["captures"].push_back(std::move(entry));
    }
    return json.dump(-1, ' ', false, CaptureJson::error_handler_t::replace);
}

/// The [layer][token][width] arrays of all captures as one, joined along the tokens.
template <typename T>
std::vector<T> joined(std::span<const RoutingCapture> captures, std::vector<T> RoutingCapture::*values, std::size_t layers, std::size_t width)
{
    std::vector<T> all;
    for (std::size_t layer = 0; layer < layers; ++layer) {
        for (const RoutingCapture &capture : captures) {
            const std::size_t count = capture.tokenCount() * width;
            const auto first = (capture.*values).begin() + static_cast<std::ptrdiff_t>(layer * count);
            all.insert(all.end(), first, first + static_cast<std::ptrdiff_t>(count));
        }
    }
    return all;
}

struct TokenColumns {
    std::vector<std::int32_t> segment, id, spanBytes, spanUtf16;
    std::vector<std::int8_t> phase, control;
    std::vector<float> logProbability;
};

TokenColumns tokenColumns(std::span<const RoutingCapture> captures)
{
    TokenColumns columns;
    for (std::size_t segment = 0; segment < captures.size(); ++segment) {
        for (const CapturedToken &token : captures[segment].tokens) {
            columns.segment.push_back(static_cast<std::int32_t>(segment));
            columns.id.push_back(token.id);
            columns.phase.push_back(static_cast<std::int8_t>(token.phase));
            columns.control.push_back(token.control);
            columns.logProbability.push_back(token.logProbability);
            for (const std::size_t offset : {token.spanBytes.begin, token.spanBytes.end})
                columns.spanBytes.push_back(static_cast<std::int32_t>(offset));
            for (const std::size_t offset : {token.spanUtf16.begin, token.spanUtf16.end})
                columns.spanUtf16.push_back(static_cast<std::int32_t>(offset));
        }
    }
    return columns;
}

}  // namespace

Result<std::string> capturesToNpz(std::span<const RoutingCapture> captures)
{
    const RoutingCapture none;
    const RoutingCapture &shape = captures.empty() ? none : captures.front();
    for (const RoutingCapture &capture : captures) {
        if (!sameShape(capture, shape))
            return fail(ErrorCode::InvalidArgument, "", "captures of models with other layers or experts cannot share one npz file; write one file a model");
    }

    const auto layers = static_cast<std::size_t>(shape.layers());
    const auto groups = static_cast<std::size_t>(shape.groups), k = static_cast<std::size_t>(shape.topK);
    const auto experts = static_cast<std::size_t>(shape.experts());
    const TokenColumns columns = tokenColumns(captures);
    const std::size_t tokens = columns.id.size();
    std::vector<std::int8_t> group;
    for (int expert = 0; expert < shape.experts(); ++expert)
        group.push_back(static_cast<std::int8_t>(shape.groupOf(expert)));
    const std::string head = header(captures);
    std::vector<std::size_t> choiceAxes{layers, tokens, groups};
    if (k > 1)
        choiceAxes.push_back(k);

    NpzArchive archive;
    archive.add<std::uint8_t>("header", {reinterpret_cast<const std::uint8_t *>(head.data()), head.size()}, {head.size()});
    if (shape.level == CaptureLevel::Probabilities)
        archive.add<float>("gate_probability", joined(captures, &RoutingCapture::gateProbabilities, layers, experts), {layers, tokens, experts});
    archive.add<std::int16_t>("chosen", joined(captures, &RoutingCapture::choices, layers, groups * k), choiceAxes);
    archive.add<float>("weight", joined(captures, &RoutingCapture::weights, layers, groups * k), choiceAxes);
    archive.add<std::int8_t>("group", group, {experts});
    archive.add<std::int32_t>("layer_index", shape.layerIndex, {layers});
    archive.add<std::int32_t>("segment", columns.segment, {tokens});
    archive.add<std::int32_t>("token_id", columns.id, {tokens});
    archive.add<std::int8_t>("phase", columns.phase, {tokens});
    archive.add<std::int8_t>("control", columns.control, {tokens});
    archive.add<float>("log_probability", columns.logProbability, {tokens});
    archive.add<std::int32_t>("span_bytes", columns.spanBytes, {tokens, 2});
    archive.add<std::int32_t>("span_utf16", columns.spanUtf16, {tokens, 2});
    return archive.finish();
}

}  // namespace interlinear::mixmoe
