#include "engine/cat/database/tag_column.h"

#include "engine/core/utf8.h"

#include <nlohmann/json.hpp>

#include <array>

namespace interlinear::cat {

namespace {

constexpr std::array<const char *, 3> kindNames{"open", "close", "standalone"};

std::string permissionText(const TagPermissions &may)
{
    return std::string(may.copy ? "copy " : "") + (may.remove ? "remove " : "") + (may.move ? "" : "fixed ");
}

TagPermissions permissionsFrom(const nlohmann::json &entry)
{
    if (entry.size() < 6)
        return {};
    const auto text = entry[5].get<std::string>();
    return {.remove = text.find("remove") != std::string::npos, .copy = text.find("copy") != std::string::npos, .move = text.find("fixed") == std::string::npos};
}

std::optional<InlineTag> tagFrom(const nlohmann::json &entry)
{
    const bool shaped = entry.is_array() && (entry.size() == 5 || (entry.size() == 6 && entry[5].is_string())) && entry[0].is_number_integer() && entry[1].is_string() && entry[2].is_number_unsigned()
        && entry[3].is_string() && entry[4].is_string();
    if (!shaped)
        return std::nullopt;
    for (std::size_t kind = 0; kind < kindNames.size(); ++kind) {
        if (entry[1] == kindNames[kind])
            return InlineTag{entry[0].get<int>(),          static_cast<TagKind>(kind),     entry[2].get<std::size_t>(),
                             entry[3].get<std::string>(), entry[4].get<std::string>(), permissionsFrom(entry)};
    }
    return std::nullopt;
}

bool tagsFit(const TaggedText &text)
{
    std::size_t last = 0;
    for (const InlineTag &tag : text.tags) {
        const bool onCharacter = tag.offset == text.text.size() || (tag.offset < text.text.size() && (static_cast<unsigned char>(text.text[tag.offset]) & 0xC0) != 0x80);
        if (tag.offset < last || !onCharacter)
            return false;
        last = tag.offset;
    }
    return true;
}

}  // namespace

std::optional<std::string> tagColumn(const std::vector<InlineTag> &tags)
{
    if (tags.empty())
        return std::nullopt;
    nlohmann::json list = nlohmann::json::array();
    for (const InlineTag &tag : tags) {
        list.push_back({tag.id, kindNames[static_cast<std::size_t>(tag.kind)], tag.offset, tag.code, tag.display});
        if (const std::string permissions = permissionText(tag.may); !permissions.empty())
            list.back().push_back(permissions);
    }
    return list.dump();
}

Result<TaggedText> taggedText(std::string text, const std::optional<std::string> &tags, const std::string &where)
{
    TaggedText result{std::move(text), {}};
    if (firstInvalidUtf8(result.text))
        return fail(ErrorCode::Damaged, where, "holds a text that is not UTF-8; restore the file from a backup");
    if (!tags)
        return result;
    const nlohmann::json list = nlohmann::json::parse(*tags, nullptr, false);
    if (!list.is_array())
        return fail(ErrorCode::Damaged, where, "holds tags that cannot be read; restore the file from a backup");
    for (const nlohmann::json &entry : list) {
        const std::optional<InlineTag> tag = tagFrom(entry);
        if (!tag)
            return fail(ErrorCode::Damaged, where, "holds a tag that cannot be read; restore the file from a backup");
        result.tags.push_back(*tag);
    }
    if (!tagsFit(result))
        return fail(ErrorCode::Damaged, where, "holds tags outside their text; restore the file from a backup");
    return result;
}

Result<void> checkStorable(const TaggedText &text, const std::string &where)
{
    if (const auto bad = firstInvalidUtf8(text.text))
        return fail(ErrorCode::NotUtf8, where, "byte %1 of the text is not UTF-8", *bad + 1);
    for (const InlineTag &tag : text.tags) {
        if (firstInvalidUtf8(tag.code) || firstInvalidUtf8(tag.display))
            return fail(ErrorCode::NotUtf8, where, "the code of tag %1 is not UTF-8", tag.id);
    }
    if (!tagsFit(text))
        return fail(ErrorCode::InvalidArgument, where, "the tags do not stand in order on characters of the text");
    return {};
}

}  // namespace interlinear::cat
