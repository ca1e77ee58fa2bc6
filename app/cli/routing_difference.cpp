#include "app/cli/routing_difference.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace interlinear::cli {

using namespace mixmoe;

namespace {

using What = CaptureChange::What;

std::string digits(float value)
{
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::string quoted(const std::string &text)
{
    return '"' + text + '"';
}

std::string pieceAt(const RoutingCapture &capture, std::size_t token)
{
    return token < capture.tokenCount() ? quoted(capture.tokens[token].piece) : "the end";
}

std::string expertAt(float number)
{
    return number < 0 ? "none" : digits(number);
}

const char *nameOf(What what)
{
    switch (what) {
    case What::Token:
        return "token";
    case What::LogProbability:
        return "log_probability";
    case What::Span:
        return "span";
    case What::Choice:
        return "choice";
    case What::Probability:
        return "probability";
    case What::Weight:
        return "weight";
    case What::Text:
        break;
    }
    return "text";
}

std::string numbersInWords(const CaptureChange &change)
{
    return digits(change.before) + " became " + digits(change.after) + ", by " + digits(std::abs(change.after - change.before));
}

/// The first of the texts and languages that is another.
std::string textsInWords(const RoutingCapture &before, const RoutingCapture &after)
{
    const auto became = [](const char *what, const std::string &first, const std::string &second) { return std::string(what) + " is another: " + quoted(first) + " became " + quoted(second); };
    if (before.sourceText != after.sourceText)
        return became("the source", before.sourceText, after.sourceText);
    if (before.fromLanguage != after.fromLanguage)
        return became("the source language", before.fromLanguage, after.fromLanguage);
    if (before.toLanguage != after.toLanguage)
        return became("the target language", before.toLanguage, after.toLanguage);
    return became("the target", before.targetText, after.targetText);
}

std::string inWords(const CaptureChange &change, std::size_t token, const RoutingCapture &before, const RoutingCapture &after)
{
    const std::string group(shortName(change.group)), rank = change.rank > 0 ? ", rank " + std::to_string(change.rank) : "";
    switch (change.what) {
    case What::Token:
        return pieceAt(before, token) + " became " + pieceAt(after, token);
    case What::LogProbability:
        return "log-probability " + numbersInWords(change);
    case What::Span:
        return "it stands elsewhere in the text";
    case What::Choice:
        return group + " expert " + expertAt(change.before) + " became " + expertAt(change.after) + rank;
    case What::Probability:
        return "probability of " + group + " " + std::to_string(change.expert) + " " + numbersInWords(change);
    case What::Weight:
        return "weight of the " + group + " expert " + numbersInWords(change) + rank;
    case What::Text:
        break;
    }
    return "the tokens are the same and " + textsInWords(before, after);
}

CaptureJson toJson(const CaptureChange &change)
{
    CaptureJson json{{"what", nameOf(change.what)}};
    if (change.what == What::Choice || change.what == What::Probability || change.what == What::Weight)
        json["group"] = shortName(change.group);
    if (change.what == What::Probability)
        json["expert"] = change.expert;
    if (change.what == What::Choice || change.what == What::Weight)
        json["rank"] = change.rank;
    if (change.what == What::Choice) {
        json["before"] = static_cast<int>(change.before);
        json["after"] = static_cast<int>(change.after);
    } else if (change.what == What::Probability || change.what == What::Weight || change.what == What::LogProbability) {
        json["before"] = change.before;
        json["after"] = change.after;
        json["difference"] = std::abs(change.after - change.before);
    }
    return json;
}

CaptureJson toJson(const CapturePlace &place, const RoutingCapture &before, const RoutingCapture &after)
{
    const auto piece = [&](const RoutingCapture &capture) { return place.token < capture.tokenCount() ? CaptureJson(capture.tokens[place.token].piece) : CaptureJson(); };
    CaptureJson json{{"token", place.token}, {"piece_before", piece(before)}, {"piece_after", piece(after)}, {"layer", place.layer ? CaptureJson(*place.layer) : CaptureJson()},
                     {"changes", CaptureJson::array()}};
    for (const CaptureChange &change : place.changes)
        json["changes"].push_back(toJson(change));
    return json;
}

std::string shortened(const std::string &fingerprint)
{
    return fingerprint.substr(0, 8);
}

void noteIfOther(const char *what, const std::string &before, const std::string &after, std::vector<std::string> &notes)
{
    if (before != after)
        notes.push_back(std::string(what) + ": " + (after.empty() ? "none" : after) + " instead of " + (before.empty() ? "none" : before));
}

}  // namespace

std::vector<std::string> notesOn(const RoutingCapture &before, const RoutingCapture &after)
{
    std::vector<std::string> notes;
    const auto named = [](const RoutingCapture &capture) { return capture.modelName + " (" + shortened(capture.modelFingerprint) + ")"; };
    if (before.modelFingerprint != after.modelFingerprint)
        notes.push_back("the model is another: " + named(after) + " instead of " + named(before));
    if (before.interventions != after.interventions)
        notes.emplace_back("the interventions are others");
    if (!before.origin || !after.origin) {
        noteIfOther("the device is another", before.device, after.device, notes);
        notes.emplace_back("a routing file of version 1 does not say which tags, settings, vocabulary and build a capture was made with; greedy search without tags is taken");
        return notes;
    }
    const CaptureOrigin &first = *before.origin, &second = *after.origin;
    noteIfOther("the vocabulary is another", shortened(first.vocabularyFingerprint), shortened(second.vocabularyFingerprint), notes);
    if (first.settings != second.settings)
        notes.emplace_back("the settings of the search are others");
    noteIfOther("the precision is another", first.precision, second.precision, notes);
    noteIfOther("the instructions are others", first.instructions, second.instructions, notes);
    noteIfOther("the build is another", first.build, second.build, notes);
    return notes;
}

std::string inWords(const CaptureDifference &difference, const RoutingCapture &before, const RoutingCapture &after)
{
    if (!difference.first)
        return {};
    const CapturePlace &place = *difference.first;
    std::string words;
    if (place.token < before.tokenCount() || place.token < after.tokenCount()) {
        const RoutingCapture &longer = place.token < before.tokenCount() ? before : after;
        words = (place.layer ? "layer " + std::to_string(*place.layer) + ", " : "") + "token " + std::to_string(place.token) + " " + pieceAt(longer, place.token)
              + (longer.tokens[place.token].phase == Phase::Prompt ? " (prompt): " : " (generated): ");
    }
    const char *separator = "";
    for (const CaptureChange &change : place.changes) {
        words += separator + inWords(change, place.token, before, after);
        separator = "; ";
    }
    return words;
}

CaptureJson toJson(const CaptureDifference &difference, const RoutingCapture &before, const RoutingCapture &after)
{
    return {{"equal", !difference.first},
            {"source", before.sourceText},
            {"before", before.targetText},
            {"after", after.targetText},
            {"common_tokens", difference.commonTokens},
            {"changed_tokens", difference.changedTokens},
            {"largest_probability", difference.largestProbability},
            {"largest_weight", difference.largestWeight},
            {"first", difference.first ? toJson(*difference.first, before, after) : CaptureJson()}};
}

int printComparison(const std::vector<RoutingCapture> &before, const std::vector<RoutingCapture> &after, const Invocation &invocation)
{
    CaptureJson segments = CaptureJson::array();
    std::vector<std::string> notes, lines;
    for (std::size_t i = 0; i < before.size(); ++i) {
        const Result<CaptureDifference> difference = compare(before[i], after[i]);
        if (!difference)
            return report(difference.error());
        segments.push_back(toJson(*difference, before[i], after[i]));
        if (difference->first)
            lines.push_back("segment " + std::to_string(i) + ", " + inWords(*difference, before[i], after[i]));
        if (!difference->sameTarget)
            lines.push_back("  " + quoted(before[i].targetText) + " became " + quoted(after[i].targetText));
        for (const std::string &note : notesOn(before[i], after[i])) {
            if (std::ranges::find(notes, note) == notes.end())
                notes.push_back(note);
        }
    }
    const auto different = static_cast<std::size_t>(std::ranges::count_if(segments, [](const CaptureJson &segment) { return !segment["equal"]; }));
    if (invocation.json) {
        const CaptureJson all{{"equal", different == 0}, {"notes", notes}, {"segments", segments}};
        std::printf("%s\n", all.dump(-1, ' ', false, CaptureJson::error_handler_t::replace).c_str());
    } else {
        for (const std::string &note : notes)
            std::printf("note: %s\n", note.c_str());
        for (const std::string &line : lines)
            std::printf("%s\n", line.c_str());
        if (different == 0)
            std::printf("equal: %zu segment%s\n", before.size(), before.size() == 1 ? "" : "s");
        else
            std::printf("different: %zu of %zu segments\n", different, before.size());
    }
    return different == 0 ? Done : Failed;
}

}  // namespace interlinear::cli
