#include "widgets/editing/tag_chip.h"

#include "widgets/plot/colour_space.h"

#include <QAbstractTextDocumentLayout>
#include <QFontMetricsF>
#include <QPainter>
#include <QTextDocument>

namespace interlinear::widgets {

namespace {

constexpr int chipObject = QTextFormat::UserObject + 1;
constexpr int controlObject = QTextFormat::UserObject + 2;

enum Property { Id = QTextFormat::UserProperty + 1, Kind, Code, Display, Character };

constexpr double chipPadding = 6;
constexpr double chipMargin = 2;
constexpr qsizetype longestName = 16;   // in characters; a placeholder such as "%1$-08.3f" is seen whole

QTextCharFormat objectFormat(int type)
{
    QTextCharFormat format;
    format.setObjectType(type);
    return format;
}

QString labelOf(const QTextFormat &format)
{
    if (const std::optional<InlineTag> tag = tagOf(format))
        return chipLabel(*tag);
    const std::optional<QChar> character = controlCharacterOf(format);
    return character ? QStringLiteral("U+%1").arg(character->unicode(), 4, 16, QLatin1Char('0')).toUpper() : QString();
}

}  // namespace

QTextCharFormat chipFormat(const InlineTag &tag)
{
    QTextCharFormat format = objectFormat(chipObject);
    format.setProperty(Property::Id, tag.id);
    format.setProperty(Property::Kind, static_cast<int>(tag.kind));
    format.setProperty(Property::Code, QByteArray::fromStdString(tag.code));
    format.setProperty(Property::Display, QByteArray::fromStdString(tag.display));
    return format;
}

std::optional<InlineTag> tagOf(const QTextFormat &format)
{
    if (format.objectType() != chipObject)
        return std::nullopt;
    return InlineTag{.id = format.intProperty(Property::Id),
                     .kind = static_cast<TagKind>(format.intProperty(Property::Kind)),
                     .code = format.property(Property::Code).toByteArray().toStdString(),
                     .display = format.property(Property::Display).toByteArray().toStdString()};
}

QTextCharFormat controlCharacterFormat(QChar character)
{
    QTextCharFormat format = objectFormat(controlObject);
    format.setProperty(Property::Character, static_cast<int>(character.unicode()));
    return format;
}

std::optional<QChar> controlCharacterOf(const QTextFormat &format)
{
    if (format.objectType() != controlObject)
        return std::nullopt;
    return QChar(static_cast<char16_t>(format.intProperty(Property::Character)));
}

QString chipLabel(const InlineTag &tag)
{
    QString name = QString::fromStdString(tag.display).simplified();
    if (name.size() > longestName)
        name = name.left(longestName - 1) + QChar(0x2026);
    const QString label = (name.isEmpty() ? name : name + QChar(QChar::Nbsp)) + QString::number(tag.id);
    if (tag.kind == TagKind::Close)
        return QLatin1Char('/') + label;
    return tag.kind == TagKind::Open ? label : label + QLatin1Char('/');
}

TagChipPainter::TagChipPainter(const Theme &theme, QObject *parent)
    : QObject(parent)
    , m_theme(theme)
{
}

QSizeF TagChipPainter::intrinsicSize(QTextDocument *document, int, const QTextFormat &format)
{
    const double width = QFontMetricsF(secondaryFont(document->defaultFont())).horizontalAdvance(labelOf(format));
    return {width + 2 * (chipPadding + chipMargin), QFontMetricsF(document->defaultFont()).ascent()};
}

void TagChipPainter::drawObject(QPainter *painter, const QRectF &rect, QTextDocument *document, int, const QTextFormat &format)
{
    const double descent
        = QFontMetricsF(document->defaultFont()).descent();  // the object itself ends at the base line, so that lines stay as high as without it
    const QRectF field = rect.adjusted(chipMargin, 1, -chipMargin, descent - 1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(mixed(m_theme.muted, m_theme.surface, 0.35), 1));
    painter->setBrush(mixed(m_theme.muted, m_theme.surface, 0.12));
    painter->drawRoundedRect(field, 4, 4);
    painter->setFont(secondaryFont(document->defaultFont()));
    painter->setPen(mixed(m_theme.muted, m_theme.text, 0.6));
    painter->drawText(field, Qt::AlignCenter, labelOf(format));
    painter->restore();
}

void registerTagChips(QTextDocument &document, const Theme &theme)
{
    delete document.findChild<TagChipPainter *>();
    auto *chips = new TagChipPainter(theme, &document);
    document.documentLayout()->registerHandler(chipObject, chips);
    document.documentLayout()->registerHandler(controlObject, chips);
}

}  // namespace interlinear::widgets
