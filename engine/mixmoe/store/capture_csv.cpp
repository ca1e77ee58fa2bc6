#include "engine/mixmoe/store/capture_csv.h"

#include <charconv>

namespace interlinear::mixmoe {

namespace {

std::string number(float value)
{
    char digits[32];
    return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

std::string quoted(const std::string &text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string result = "\"";
    for (const char c : text)
        result.append(c == '"' ? 2 : 1, c);
    return result + '"';
}

std::string tokenColumns(const CapturedToken &token)
{
    return std::to_string(token.id) + ',' + quoted(token.piece) + ',' + (token.phase == Phase::Prompt ? "prompt" : "generated") + ','
           + std::to_string(token.spanUtf16.begin) + ',' + std::to_string(token.spanUtf16.end);
}

std::string expertColumns(const RoutingCapture &capture, int layer, std::size_t token, int expert)
{
    const ExpertGroup group = capture.groupOf(expert);
    const int insideGroup = expert % capture.expertsPerGroup;
    const std::optional<float> weight = capture.weightOf(layer, token, group, insideGroup);
    const std::string gate = capture.level == CaptureLevel::Probabilities ? number(capture.gateProbability(layer, token, expert)) : "";
    return std::string(shortName(group)) + ',' + std::to_string(insideGroup) + ',' + gate + ',' + (weight ? "1," : "0,") + number(weight.value_or(0.0F));
}

}  // namespace

std::string capturesToCsv(std::span<const RoutingCapture> captures)
{
    std::string csv = "segment,layer,token,token_id,piece,phase,begin_utf16,end_utf16,group,expert,gate_probability,chosen,weight\n";
    for (std::size_t segment = 0; segment < captures.size(); ++segment) {
        const RoutingCapture &capture = captures[segment];
        for (int layer = 0; layer < capture.layers(); ++layer) {
            for (std::size_t token = 0; token < capture.tokenCount(); ++token) {
                const std::string place = std::to_string(segment) + ',' + std::to_string(capture.layerIndex[static_cast<std::size_t>(layer)]) + ','
                                          + std::to_string(token) + ',' + tokenColumns(capture.tokens[token]) + ',';
                for (int expert = 0; expert < capture.experts(); ++expert)
                    csv += place + expertColumns(capture, layer, token, expert) + '\n';
            }
        }
    }
    return csv;
}

}  // namespace interlinear::mixmoe
