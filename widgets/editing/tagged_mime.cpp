#include "widgets/editing/tagged_mime.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMimeData>

namespace interlinear::widgets {

namespace {

const QString taggedFormat = QStringLiteral("application/x-interlinear-tagged-text");

QJsonObject toJson(const InlineTag &tag)
{
    return {{QStringLiteral("id"), tag.id},
            {QStringLiteral("kind"), static_cast<int>(tag.kind)},
            {QStringLiteral("offset"), static_cast<qint64>(tag.offset)},
            {QStringLiteral("code"), QString::fromStdString(tag.code)},
            {QStringLiteral("display"), QString::fromStdString(tag.display)}};
}

std::optional<InlineTag> tagFrom(const QJsonObject &object)
{
    const int kind = object.value(QStringLiteral("kind")).toInt(-1);
    const qint64 offset = object.value(QStringLiteral("offset")).toInteger(-1);
    if (kind < static_cast<int>(TagKind::Open) || kind > static_cast<int>(TagKind::Standalone) || offset < 0)
        return std::nullopt;
    return InlineTag{.id = object.value(QStringLiteral("id")).toInt(),
                     .kind = static_cast<TagKind>(kind),
                     .offset = static_cast<std::size_t>(offset),
                     .code = object.value(QStringLiteral("code")).toString().toStdString(),
                     .display = object.value(QStringLiteral("display")).toString().toStdString()};
}

bool startsCharacter(const std::string &text, std::size_t offset)
{
    return offset == text.size() || (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) != 0x80);
}

TaggedText fromJson(const QJsonObject &object)
{
    TaggedText text{object.value(QStringLiteral("text")).toString().toStdString(), {}};
    std::size_t last = 0;
    for (const QJsonValue &value : object.value(QStringLiteral("tags")).toArray()) {
        const std::optional<InlineTag> tag = tagFrom(value.toObject());
        if (!tag || tag->offset < last || !startsCharacter(text.text, tag->offset))
            return {text.text, {}};
        last = tag->offset;
        text.tags.push_back(*tag);
    }
    return text;
}

}  // namespace

std::unique_ptr<QMimeData> toMimeData(const TaggedText &text)
{
    QJsonArray tags;
    for (const InlineTag &tag : text.tags)
        tags.append(toJson(tag));
    const QString plain = QString::fromStdString(text.text);
    auto data = std::make_unique<QMimeData>();
    data->setText(plain);
    data->setData(taggedFormat,
                  QJsonDocument(QJsonObject{{QStringLiteral("text"), plain}, {QStringLiteral("tags"), tags}}).toJson(QJsonDocument::Compact));
    return data;
}

std::optional<TaggedText> taggedTextFrom(const QMimeData &data)
{
    const QJsonDocument own = QJsonDocument::fromJson(data.data(taggedFormat));
    if (own.isObject())
        return fromJson(own.object());
    if (data.hasText())
        return TaggedText{data.text().toStdString(), {}};
    return std::nullopt;
}

TaggedText withoutLineEnds(const TaggedText &text)
{
    TaggedText result;
    std::size_t read = 0;
    const auto copyUpTo = [&](std::size_t end) {
        QString part = QString::fromUtf8(text.text.data() + read, static_cast<qsizetype>(end - read));
        part.replace(QStringLiteral("\r\n"), QStringLiteral(" "));
        for (const QChar lineEnd : {QChar(u'\n'), QChar(u'\r'), QChar(QChar::ParagraphSeparator), QChar(QChar::LineSeparator)})
            part.replace(lineEnd, QLatin1Char(' '));
        result.text += part.toStdString();
        read = end;
    };
    for (InlineTag tag : text.tags) {
        copyUpTo(tag.offset);
        tag.offset = result.text.size();
        result.tags.push_back(std::move(tag));
    }
    copyUpTo(text.text.size());
    return result;
}

}  // namespace interlinear::widgets
