#include "engine/cat/memory/exchange/tmx.h"

#include "engine/cat/memory/exchange/tmx_inline.h"

#include <QDateTime>
#include <QFile>
#include <QUuid>
#include <QXmlStreamReader>

#include <algorithm>

namespace interlinear::cat {

using namespace Qt::StringLiterals;

namespace {

struct Variant {
    std::string language;
    TaggedText text;
    QXmlStreamAttributes attributes;
};

struct TmxUnit {
    QXmlStreamAttributes attributes;
    std::vector<Property> properties;
    std::vector<Variant> variants;
};

std::string toUtf8(QStringView text)
{
    return text.toUtf8().toStdString();
}

/// Reads one <tu> after the other.
class TmxReader {
public:
    explicit TmxReader(QIODevice &file, std::string where) : m_reader(&file), m_where(std::move(where)) {}

    /// Up to the first unit; BadFormat when the file is not TMX.
    Result<void> start()
    {
        while (!m_reader.atEnd() && m_reader.readNext() != QXmlStreamReader::StartElement)
            refuseOutsideEntities();
        if (m_reader.atEnd() || m_reader.hasError())
            return std::unexpected(malformed());
        if (m_reader.name() != u"tmx")
            return fail(ErrorCode::BadFormat, m_where, "begins with <%1>; a TMX file begins with <tmx>", toUtf8(m_reader.name()));
        return {};
    }

    Result<std::optional<TmxUnit>> next()
    {
        while (!m_reader.atEnd()) {
            if (m_reader.readNext() == QXmlStreamReader::StartElement && m_reader.name() == u"tu") {
                TmxUnit unit = readUnit();
                if (m_reader.hasError())
                    break;
                return unit;
            }
        }
        if (m_reader.hasError())
            return std::unexpected(malformed());
        return std::optional<TmxUnit>();
    }

    std::int64_t line() const { return m_reader.lineNumber(); }

private:
    Error malformed() const
    {
        return {ErrorCode::BadFormat, m_where + ", line " + std::to_string(m_reader.lineNumber()), "is not well-formed XML (%1); nothing was imported",
                {m_reader.hasError() ? m_reader.errorString().toStdString() : "it is empty"}};
    }

    /// The reader would put nothing in the place of a text that lies elsewhere.
    void refuseOutsideEntities()
    {
        for (const QXmlStreamEntityDeclaration &entity : m_reader.entityDeclarations()) {
            if (!entity.systemId().isEmpty())
                m_reader.raiseError(QStringLiteral("the entity \"%1\" lies outside the file").arg(entity.name()));
        }
    }

    TmxUnit readUnit()
    {
        TmxUnit unit;
        unit.attributes = m_reader.attributes();
        while (m_reader.readNextStartElement()) {
            if (m_reader.name() == u"tuv")
                unit.variants.push_back(readVariant());
            else if (m_reader.name() == u"note")
                unit.properties.push_back({Property::Kind::Note, "", xmlElementText(m_reader)});
            else if (m_reader.name() == u"prop")
                unit.properties.push_back(readProperty());
            else
                m_reader.skipCurrentElement();
        }
        return unit;
    }

    Property readProperty()
    {
        std::string type = toUtf8(m_reader.attributes().value("type"_L1));
        return {Property::Kind::Property, std::move(type), xmlElementText(m_reader)};
    }

    Variant readVariant()
    {
        Variant variant;
        variant.attributes = m_reader.attributes();
        const QStringView modern = variant.attributes.value("xml:lang"_L1);
        variant.language = toUtf8(modern.isEmpty() ? variant.attributes.value("lang"_L1) : modern);
        while (m_reader.readNextStartElement()) {
            if (m_reader.name() == u"seg")
                variant.text = readTmxSegment(m_reader);
            else
                m_reader.skipCurrentElement();
        }
        return variant;
    }

    QXmlStreamReader m_reader;
    std::string m_where;
};

std::string lowerCase(std::string tag)
{
    std::transform(tag.begin(), tag.end(), tag.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '_' ? '-' : c; });
    return tag;
}

std::string primaryLanguage(const std::string &tag)
{
    return tag.substr(0, tag.find('-'));
}

/// The variant in exactly this language, else the first of the same primary language.
const Variant *variantIn(const std::string &language, const std::vector<Variant> &variants)
{
    const std::string wanted = lowerCase(language);
    const Variant *similar = nullptr;
    for (const Variant &variant : variants) {
        const std::string tag = lowerCase(variant.language);
        if (tag == wanted)
            return &variant;
        if (!similar && primaryLanguage(tag) == primaryLanguage(wanted))
            similar = &variant;
    }
    return similar;
}

std::int64_t msOf(QStringView tmxDate)
{
    QDateTime date = QDateTime::fromString(tmxDate.toString(), QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    date.setTimeSpec(Qt::UTC);
    return date.isValid() ? date.toMSecsSinceEpoch() : 0;
}

QStringView firstValue(const QString &name, std::initializer_list<const QXmlStreamAttributes *> lists)
{
    for (const QXmlStreamAttributes *list : lists) {
        if (list->hasAttribute(name))
            return list->value(name);
    }
    return {};
}

/// Takes the properties that this program wrote, or would have; the others stay.
void takeKnownProperties(Unit &unit)
{
    std::erase_if(unit.properties, [&](const Property &property) {
        if (property.kind != Property::Kind::Property)
            return false;
        if (property.name == "x-document")
            unit.document = property.value;
        else if (property.name == "x-previous")
            unit.previous = property.value;
        else if (property.name == "x-next")
            unit.next = property.value;
        else if (property.name == "x-origin" && originFromName(property.value))
            unit.origin = *originFromName(property.value);
        else
            return false;
        return true;
    });
}

/// The file's own UUID, else one that the content gives.
std::string idOf(const QXmlStreamAttributes &attributes, const Unit &unit)
{
    const QUuid uuid(attributes.value("tuid"_L1).toString());
    if (!uuid.isNull())
        return uuid.toString(QUuid::WithoutBraces).toStdString();
    return unitIdFromContent(unit);
}

Unit unitFrom(TmxUnit read, const Variant &source, const Variant &target, const Memory &memory)
{
    Unit unit;
    unit.source = source.text;
    unit.target = target.text;
    if (lowerCase(source.language) != lowerCase(memory.sourceLanguage()))
        unit.sourceLanguage = source.language;
    if (lowerCase(target.language) != lowerCase(memory.targetLanguage()))
        unit.targetLanguage = target.language;
    const auto value = [&](const char *name) { return firstValue(QString::fromLatin1(name), {&read.attributes, &target.attributes, &source.attributes}); };
    const QStringView changer = value("changeid");
    unit.author = toUtf8(changer.isEmpty() ? value("creationid") : changer);
    unit.createdMs = msOf(value("creationdate"));
    unit.changedMs = msOf(value("changedate"));
    unit.origin = Origin::Imported;
    unit.properties = std::move(read.properties);
    takeKnownProperties(unit);
    unit.id = idOf(read.attributes, unit);
    for (const QXmlStreamAttribute &attribute : read.attributes) {
        const QStringView name = attribute.qualifiedName();
        if (name != u"tuid" && name != u"creationdate" && name != u"changedate" && name != u"changeid" && !name.contains(u':'))
            unit.properties.push_back({Property::Kind::Attribute, toUtf8(name), toUtf8(attribute.value())});
    }
    return unit;
}

std::string languagesOf(const std::vector<Variant> &variants)
{
    std::string list;
    for (const Variant &variant : variants)
        list += (list.empty() ? "" : ", ") + (variant.language.empty() ? std::string("none") : variant.language);
    return list.empty() ? "none" : list;
}

class Import {
public:
    Import(const Memory &memory, MemoryWriter &writer) : m_memory(memory), m_writer(writer) {}

    Result<void> take(TmxUnit read, std::int64_t line)
    {
        const Variant *source = variantIn(m_memory.sourceLanguage(), read.variants);
        const Variant *target = variantIn(m_memory.targetLanguage(), read.variants);
        if (!source || !target || source == target) {
            m_report.skipped.push_back({line, "has no text in " + (source ? m_memory.targetLanguage() : m_memory.sourceLanguage()) + "; its languages: "
                                                  + languagesOf(read.variants)});
            return {};
        }
        const Variant sourceVariant = *source;
        const Variant targetVariant = *target;
        const Unit unit = unitFrom(std::move(read), sourceVariant, targetVariant, m_memory);
        if (auto good = checkUnit(unit); !good) {
            m_report.skipped.push_back({line, good.error().sentence()});
            return {};
        }
        return add(unit);
    }

    ImportReport takeReport() { return std::move(m_report); }

private:
    Result<void> add(const Unit &unit)
    {
        Result<Addition> addition = m_writer.add(unit);
        if (addition && *addition == Addition::RemovedBefore) {
            if (auto forgotten = m_writer.forgetRemoval(unit.id); !forgotten)
                return forgotten;
            addition = m_writer.add(unit);
        }
        if (!addition)
            return std::unexpected(addition.error());
        ++(*addition == Addition::Added ? m_report.added : m_report.known);
        return {};
    }

    const Memory &m_memory;
    MemoryWriter &m_writer;
    ImportReport m_report;
};

}  // namespace

Result<ImportReport> importTmx(Memory &memory, const std::filesystem::path &path, std::stop_token stop)
{
    QFile file(QString::fromStdString(path.string()));
    if (!file.exists())
        return fail(ErrorCode::NotFound, path.string(), "does not exist; a TMX file was expected");
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Unreadable, path.string(), "cannot be read: %1", file.errorString().toStdString());
    TmxReader reader(file, path.string());
    if (auto started = reader.start(); !started)
        return std::unexpected(started.error());
    Result<MemoryWriter> writer = memory.write();
    if (!writer)
        return std::unexpected(writer.error());

    Import import(memory, *writer);
    for (;;) {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, path.string(), "the import was cancelled; the memory is as it was");
        Result<std::optional<TmxUnit>> unit = reader.next();
        if (!unit)
            return std::unexpected(unit.error());
        if (!*unit)
            break;
        if (auto taken = import.take(std::move(**unit), reader.line()); !taken)
            return std::unexpected(taken.error());
    }
    if (auto committed = writer->commit(); !committed)
        return std::unexpected(committed.error());
    return import.takeReport();
}

}  // namespace interlinear::cat
