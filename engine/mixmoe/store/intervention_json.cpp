#include "engine/mixmoe/store/intervention_json.h"

#include "engine/mixmoe/model/json_object.h"
#include "engine/mixmoe/store/json_lists.h"

namespace interlinear::mixmoe {

namespace {

const EnumNames<ExpertGroup> expertGroupNames{{ExpertGroup::LanguageModel, "LM"}, {ExpertGroup::Translation, "MT"}};
const EnumNames<Intervention::Kind> kindNames{
    {Intervention::Kind::Mask, "mask"}, {Intervention::Kind::Force, "force"}, {Intervention::Kind::Scale, "scale"}, {Intervention::Kind::Band, "band"}};
const EnumNames<Intervention::Scope> scopeNames{
    {Intervention::Scope::Everywhere, "everywhere"}, {Intervention::Scope::Prompt, "prompt"}, {Intervention::Scope::Generated, "generated"}};

CaptureJson toJson(const Intervention &item)
{
    CaptureJson json{{"kind", nameOf(kindNames, item.kind)},
            {"group", nameOf(expertGroupNames, item.group)},
            {"expert", item.expert},
            {"layer", item.layer},
            {"scope", nameOf(scopeNames, item.scope)},
            {"factor", item.factor},
            {"enabled", item.enabled},
            {"name", item.name}};
    if (item.kind == Intervention::Kind::Band) {
        json["first_bin"] = item.firstBin;
        json["last_bin"] = item.lastBin;
    }
    return json;
}

Result<Intervention> readIntervention(const CaptureJson &json, const std::string &where)
{
    Intervention item;
    JsonObjectReader reader(json, where, "interventions.");
    reader.oneOf("kind", kindNames, item.kind);
    reader.oneOf("group", expertGroupNames, item.group);
    reader.integer("expert", item.expert);
    reader.integer("layer", item.layer);
    reader.oneOf("scope", scopeNames, item.scope);
    reader.number("factor", item.factor);
    reader.boolean("enabled", item.enabled);
    reader.string("name", item.name);
    if (item.kind == Intervention::Kind::Band) {
        reader.integer("first_bin", item.firstBin);
        reader.integer("last_bin", item.lastBin);
    }
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    return item;
}

}  // namespace

CaptureJson toJson(const Interventions &interventions)
{
    CaptureJson list = CaptureJson::array();
    for (const Intervention &item : interventions)
        list.push_back(toJson(item));
    return list;
}

Result<Interventions> interventionsFrom(const CaptureJson &list, const std::string &where)
{
    return readEach<Intervention>(list, where, "intervention", readIntervention);
}

Result<Interventions> interventionsFromJson(std::string_view json, const std::string &where)
{
    const Result<CaptureJson> list = parseJson<CaptureJson>(json, where, "a list of interventions");
    if (!list)
        return std::unexpected(list.error());
    if (!list->is_array())
        return fail(ErrorCode::BadFormat, where, "is no JSON list; a list of interventions was expected");
    return interventionsFrom(*list, where);
}

}  // namespace interlinear::mixmoe
