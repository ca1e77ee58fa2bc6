#include "engine/mixmoe/store/tagged_text_json.h"

#include "engine/mixmoe/model/json_object.h"
#include "engine/mixmoe/store/json_lists.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

const EnumNames<TagKind> tagKindNames{{TagKind::Open, "open"}, {TagKind::Close, "close"}, {TagKind::Standalone, "standalone"}};

Result<InlineTag> readTag(const CaptureJson &json, const std::string &where, const std::string &key)
{
    InlineTag tag;
    JsonObjectReader reader(json, where, key + ".");
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

}  // namespace

CaptureJson toJson(const std::vector<InlineTag> &tags)
{
    CaptureJson list = CaptureJson::array();
    for (const InlineTag &tag : tags)
        list.push_back({{"id", tag.id}, {"kind", nameOf(tagKindNames, tag.kind)}, {"offset", tag.offset}, {"code", tag.code}, {"display", tag.display}});
    return list;
}

CaptureJson toJson(const TaggedText &text)
{
    return {{"text", text.text}, {"tags", toJson(text.tags)}};
}

Result<std::vector<InlineTag>> readTags(const CaptureJson &list, std::string_view text, const std::string &where, const std::string &key)
{
    Result<std::vector<InlineTag>> tags = readEach<InlineTag>(list, where, "tag", [&](const CaptureJson &json, const std::string &place) { return readTag(json, place, key); });
    if (tags && !standIn(text, *tags))
        return fail(ErrorCode::BadFormat, where, "\"%1\" do not fit their text; expected rising offsets on its characters", key);
    return tags;
}

Result<TaggedText> readTaggedText(const CaptureJson &json, const std::string &where, const std::string &key)
{
    TaggedText text;
    JsonObjectReader reader(json, where, key + ".");
    reader.string("text", text.text);
    const CaptureJson *list = reader.list("tags");
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    Result<std::vector<InlineTag>> tags = readTags(*list, text.text, where, key + ".tags");
    if (!tags)
        return std::unexpected(tags.error());
    text.tags = std::move(*tags);
    return text;
}

}  // namespace interlinear::mixmoe
