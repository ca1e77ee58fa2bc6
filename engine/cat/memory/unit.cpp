#include "engine/cat/memory/unit.h"

#include "engine/cat/database/tag_column.h"
#include "engine/core/utf8.h"

#include <QCryptographicHash>
#include <QUuid>

#include <array>
#include <chrono>

namespace interlinear::cat {

namespace {

constexpr std::array<const char *, 4> originNames{"human", "post-edited", "machine", "imported"};

bool isUtf8(const Unit &unit)
{
    for (const std::string *text : {&unit.id, &unit.sourceLanguage, &unit.targetLanguage, &unit.contextId, &unit.document, &unit.author}) {
        if (firstInvalidUtf8(*text))
            return false;
    }
    for (const std::optional<std::string> *neighbour : {&unit.previous, &unit.next}) {
        if (*neighbour && firstInvalidUtf8(**neighbour))
            return false;
    }
    for (const Property &property : unit.properties) {
        if (firstInvalidUtf8(property.name) || firstInvalidUtf8(property.value))
            return false;
    }
    return true;
}

/// Of all but the two texts, in bytes.
std::size_t sizeOfTheRest(const Unit &unit)
{
    std::size_t size = unit.id.size() + unit.sourceLanguage.size() + unit.targetLanguage.size() + unit.contextId.size() + unit.document.size() + unit.author.size();
    for (const std::optional<std::string> *neighbour : {&unit.previous, &unit.next})
        size += *neighbour ? (*neighbour)->size() : 0;
    for (const TaggedText *side : {&unit.source, &unit.target}) {
        for (const InlineTag &tag : side->tags)
            size += tag.code.size() + tag.display.size();
    }
    for (const Property &property : unit.properties)
        size += property.name.size() + property.value.size();
    return size;
}

Result<void> checkSide(const TaggedText &text, const std::string &where)
{
    if (text.text.empty())
        return fail(ErrorCode::InvalidArgument, where, "is empty; a translation unit needs both texts");
    if (text.text.size() > longestUnitText)
        return fail(ErrorCode::OutOfRange, where, "has %1 bytes; a translation unit takes up to %2 bytes of text, so cut it into segments", text.text.size(), longestUnitText);
    if (auto storable = checkStorable(text, where); !storable)
        return storable;
    if (!text.isWellFormed())
        return fail(ErrorCode::InvalidArgument, where, "has an opening or closing tag without its partner");
    return {};
}

}  // namespace

std::string newUnitId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
}

std::string unitIdFromContent(const Unit &unit)
{
    QCryptographicHash content(QCryptographicHash::Sha1);
    const auto add = [&](std::string_view part) {
        content.addData(QByteArrayView(part.data(), static_cast<qsizetype>(part.size())));
        content.addData(QByteArrayView("\0", 1));
    };
    for (const TaggedText *side : {&unit.source, &unit.target}) {
        add(side->text);
        add(tagColumn(side->tags).value_or(""));
    }
    for (const std::optional<std::string> *neighbour : {&unit.previous, &unit.next})
        add(*neighbour ? std::string_view(**neighbour) : "\x01");
    add(unit.document);
    if (!unit.contextId.empty() || !unit.sourceLanguage.empty() || !unit.targetLanguage.empty()) {
        for (const std::string *part : {&unit.contextId, &unit.sourceLanguage, &unit.targetLanguage})
            add(*part);
    }
    static const QUuid space(QStringLiteral("b2a9a2b4-6f0e-4f0b-9a53-6d3f4e0d7a11"));
    return QUuid::createUuidV5(space, content.result()).toByteArray(QUuid::WithoutBraces).toStdString();
}

std::string formerIdFromContent(const Unit &unit)
{
    Unit former;
    former.source = unit.source;
    former.target = unit.target;
    former.previous = unit.previous;
    former.next = unit.next;
    former.document = unit.document;
    return unitIdFromContent(former);
}

std::string originName(Origin origin)
{
    return originNames[static_cast<std::size_t>(origin)];
}

std::optional<Origin> originFromName(std::string_view name)
{
    for (std::size_t i = 0; i < originNames.size(); ++i) {
        if (name == originNames[i])
            return static_cast<Origin>(i);
    }
    return std::nullopt;
}

Result<void> checkUnit(const Unit &unit)
{
    if (unit.id.empty())
        return fail(ErrorCode::InvalidArgument, "unit", "has no id");
    if (sizeOfTheRest(unit) > longestUnitText)
        return fail(ErrorCode::OutOfRange, "unit " + unit.id.substr(0, 100), "has neighbours, tags and properties of more than %1 bytes together; take some of them out", longestUnitText);
    if (!isUtf8(unit))
        return fail(ErrorCode::NotUtf8, "unit " + unit.id, "has a name, context or property that is not UTF-8");
    if (auto source = checkSide(unit.source, "source text"); !source)
        return source;
    return checkSide(unit.target, "target text");
}

std::int64_t nowMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace interlinear::cat
