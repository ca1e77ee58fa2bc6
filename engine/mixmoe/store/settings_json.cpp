#include "engine/mixmoe/store/settings_json.h"

#include "engine/mixmoe/model/json_object.h"
#include "engine/mixmoe/store/json_lists.h"
#include "engine/mixmoe/store/tagged_text_json.h"

#include <utility>

namespace interlinear::mixmoe {

namespace {

const EnumNames<TermRule> termRuleNames{{TermRule::Required, "required"}, {TermRule::Forbidden, "forbidden"}};

constexpr int mostBeams = 1024;   // no file asks for more than a machine can hold

CaptureJson termsJson(const std::vector<TermConstraint> &terms)
{
    CaptureJson list = CaptureJson::array();
    for (const TermConstraint &term : terms)
        list.push_back({{"rule", nameOf(termRuleNames, term.rule)}, {"forms", term.forms}, {"ignore_case", term.ignoreCase}});
    return list;
}

Result<TermConstraint> readTerm(const CaptureJson &json, const std::string &where)
{
    TermConstraint term;
    JsonObjectReader reader(json, where, "origin.settings.terms.");
    reader.oneOf("rule", termRuleNames, term.rule);
    reader.strings("forms", term.forms);
    reader.boolean("ignore_case", term.ignoreCase);
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    return term;
}

Result<SegmentBefore> readBefore(const CaptureJson &json, const std::string &where)
{
    JsonObjectReader reader(json, where, "origin.settings.before.");
    const CaptureJson *source = reader.object("source"), *target = reader.object("target");
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    Result<TaggedText> from = readTaggedText(*source, where, "origin.settings.before.source");
    if (!from)
        return std::unexpected(from.error());
    Result<TaggedText> to = readTaggedText(*target, where, "origin.settings.before.target");
    if (!to)
        return std::unexpected(to.error());
    return SegmentBefore{std::move(*from), std::move(*to)};
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

/// The value into its place, or the Error.
template <typename Value, typename Place>
Result<void> take(Result<Value> value, Place &place)
{
    if (!value)
        return std::unexpected(value.error());
    place = std::move(*value);
    return {};
}

}  // namespace

CaptureJson settingsJson(const CaptureOrigin &origin)
{
    const SearchSettings &settings = origin.settings;
    CaptureJson json{{"forced_prefix", settings.forcedPrefix},
                     {"beam", settings.beamSize},
                     {"length_penalty", settings.lengthPenalty},
                     {"max_new_tokens", settings.maxNewTokens},
                     {"precision", origin.precision},
                     {"instructions", origin.instructions}};
    if (settings.prefixEndsWord)
        json["prefix_ends_word"] = true;
    if (!settings.terms.empty())
        json["terms"] = termsJson(settings.terms);
    if (const auto &before = settings.before)
        json["before"] = {{"source", toJson(before->source)}, {"target", toJson(before->target)}};
    if (const auto &sampling = settings.sampling)
        json["sampling"] = {{"temperature", sampling->temperature}, {"top_k", sampling->topK}, {"top_p", sampling->topP}, {"seed", sampling->seed}};
    if (!settings.shortlist.empty())
        json["shortlist"] = settings.shortlist;
    return json;
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
    if (reader.has("prefix_ends_word"))
        reader.boolean("prefix_ends_word", settings.prefixEndsWord);
    if (reader.has("shortlist"))
        reader.string("shortlist", settings.shortlist);
    const CaptureJson *terms = reader.has("terms") ? reader.list("terms") : nullptr;
    const CaptureJson *before = reader.has("before") ? reader.object("before") : nullptr;
    const CaptureJson *drawn = reader.has("sampling") ? reader.object("sampling") : nullptr;
    if (auto done = reader.finish(); !done)
        return done;
    if (auto inRange = checkRanges<int>({{"beam", settings.beamSize, 1, mostBeams}}, where, "origin.settings."); !inRange)
        return inRange;
    if (auto done = terms ? take(readEach<TermConstraint>(*terms, where, "term", readTerm), settings.terms) : Result<void>(); !done)
        return done;
    if (auto done = before ? take(readBefore(*before, where), settings.before) : Result<void>(); !done)
        return done;
    return drawn ? take(readSampling(*drawn, where), settings.sampling) : Result<void>();
}

}  // namespace interlinear::mixmoe
