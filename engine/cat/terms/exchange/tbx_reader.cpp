#include "engine/cat/terms/exchange/tbx.h"
#include "engine/cat/terms/exchange/tbx_categories.h"

#include <QDateTime>
#include <QFile>
#include <QTimeZone>
#include <QXmlStreamReader>

#include <algorithm>
#include <utility>

namespace interlinear::cat {

using namespace Qt::StringLiterals;

namespace {

std::string toUtf8(QStringView text)
{
    return text.toUtf8().toStdString();
}

std::string onOneLine(const std::string &text)
{
    return QString::fromStdString(text).simplified().toStdString();
}

/// From a start to its end: the characters of the element and of those in it, however deep.
std::string xmlElementText(QXmlStreamReader &reader)
{
    std::string text;
    for (int depth = 1; depth > 0 && !reader.atEnd();) {
        switch (reader.readNext()) {
        case QXmlStreamReader::Characters:
            text += reader.text().toUtf8().toStdString();
            break;
        case QXmlStreamReader::StartElement:
            ++depth;
            break;
        case QXmlStreamReader::EndElement:
            --depth;
            break;
        case QXmlStreamReader::EntityReference:
            reader.raiseError(QStringLiteral("the entity \"%1\" is not defined in the file").arg(reader.name()));
            break;
        default:
            break;
        }
    }
    return text;
}

/// Line ends that begin an indented line are the layout of the file; others are the author's.
std::string withoutLayout(const std::string &text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && (text[end] == '\n' || text[end] == '\r' || text[end] == ' ' || text[end] == '\t'))
            ++end;
        if (end == i) {
            result += text[i++];
            continue;
        }
        const std::string_view space = std::string_view(text).substr(i, end - i);
        const bool layout = space.find('\n') != std::string_view::npos && space.back() != '\n';
        if (!result.empty() && end < text.size())
            result += layout ? std::string_view(" ") : space;
        i = end;
    }
    return result;
}

std::int64_t msOf(const std::string &date)
{
    QDateTime time = QDateTime::fromString(QString::fromStdString(date).trimmed(), Qt::ISODate);
    if (time.isValid() && time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC);
    return time.isValid() ? time.toMSecsSinceEpoch() : 0;
}

std::string languageOf(const QXmlStreamReader &reader)
{
    const QXmlStreamAttributes attributes = reader.attributes();
    const QStringView modern = attributes.value("xml:lang"_L1);
    std::string tag = onOneLine(toUtf8(modern.isEmpty() ? attributes.value("lang"_L1) : modern));
    std::ranges::replace(tag, '_', '-');
    return tag;
}

/// Takes those of the properties that the field wants, with what the field does not need left among them.
template <typename Take>
void takeFrom(std::vector<TermProperty> &properties, Take take)
{
    std::vector<TermProperty> kept;
    for (TermProperty &property : properties) {
        if (!property.language.empty() || !property.of.empty() || !take(property))
            kept.push_back(std::move(property));
    }
    properties = std::move(kept);
}

/// Who entered something and when, and who changed it last.
void takeTransactions(std::vector<TermProperty> &properties, std::string &author, std::int64_t &createdMs, std::int64_t &changedMs)
{
    std::vector<TermProperty> kept;
    for (std::size_t i = 0; i < properties.size(); ++i) {
        const TermProperty &head = properties[i];
        const std::string &type = head.name == "transactionType" ? head.value : head.name;
        const bool origination = type == "origination", modification = type == "modification";
        if (!head.language.empty() || !head.of.empty() || !(origination || modification)) {
            kept.push_back(head);
            continue;
        }
        std::string who = head.name == "transactionType" ? "" : head.value;
        std::int64_t when = 0;
        for (; i + 1 < properties.size() && properties[i + 1].of == head.name; ++i) {
            const TermProperty &detail = properties[i + 1];
            if (detail.name == "date")
                when = msOf(detail.value);
            else if (detail.name == "responsibility")
                who = detail.value;
        }
        std::int64_t &time = origination ? createdMs : changedMs;
        time = origination && time != 0 ? time : when;
        if (author.empty() || (origination && !who.empty()))
            author = who;
    }
    properties = std::move(kept);
}

/// administrativeStatus decides, normativeAuthorization where that says nothing. What the status does not tell is kept.
void takeStatus(Term &term)
{
    for (const std::string_view category : {"normativeAuthorization", "administrativeStatus"}) {
        takeFrom(term.properties, [&](const TermProperty &property) {
            const std::optional<TermStatus> status = property.name == category ? statusFromName(property.value) : std::nullopt;
            if (!status)
                return false;
            term.status = *status;
            return category == "administrativeStatus" && property.value == tbxStatus(*status);
        });
    }
}

void takeFields(Term &term)
{
    takeTransactions(term.properties, term.author, term.createdMs, term.changedMs);
    takeStatus(term);
    takeFrom(term.properties, [&](TermProperty &property) {
        std::string *field = property.name == "partOfSpeech" ? &term.partOfSpeech
            : property.name == "grammaticalGender"           ? &term.gender
            : property.name == "usageNote"                   ? &term.usage
                                                             : nullptr;
        if (field && field->empty()) {
            *field = std::move(property.value);
            return true;
        }
        if (property.name == "form")
            term.forms.push_back(onOneLine(property.value));
        else if (property.name == "caseSensitivity" && caseRuleFromName(property.value))
            term.caseRule = *caseRuleFromName(property.value);
        else
            return false;
        return true;
    });
}

void takeFields(Concept &entry)
{
    takeTransactions(entry.properties, entry.author, entry.createdMs, entry.changedMs);
    takeFrom(entry.properties, [&](TermProperty &property) {
        if (property.name == "definition" && entry.definition.empty())
            entry.definition = std::move(property.value);
        else if (property.name == "subjectField")
            entry.domains.push_back(std::move(property.value));
        else if (property.name == "note")
            entry.notes.push_back(std::move(property.value));
        else
            return false;
        return true;
    });
}

/// Reads one concept after the other.
class TbxReader {
public:
    TbxReader(QIODevice &file, std::string where) : m_reader(&file), m_where(std::move(where)) {}

    /// Up to the first concept; BadFormat when the file is not TBX.
    Result<void> start()
    {
        while (!m_reader.atEnd() && m_reader.readNext() != QXmlStreamReader::StartElement)
            refuseOutsideEntities();
        if (m_reader.atEnd() || m_reader.hasError())
            return std::unexpected(malformed());
        if (m_reader.name() != u"martif" && m_reader.name() != u"tbx")
            return fail(ErrorCode::BadFormat, m_where, "begins with <%1>; a TBX file begins with <martif> or <tbx>", toUtf8(m_reader.name()));
        return {};
    }

    Result<std::optional<Concept>> next()
    {
        while (!m_reader.atEnd()) {
            if (m_reader.readNext() == QXmlStreamReader::StartElement && (m_reader.name() == u"termEntry" || m_reader.name() == u"conceptEntry")) {
                Concept entry = readConcept();
                if (m_reader.hasError())
                    break;
                return entry;
            }
        }
        if (m_reader.hasError())
            return std::unexpected(malformed());
        return std::optional<Concept>();
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

    Concept readConcept()
    {
        Concept entry;
        entry.id = onOneLine(toUtf8(m_reader.attributes().value("id"_L1)));
        while (m_reader.readNextStartElement()) {
            if (m_reader.name() == u"langSet" || m_reader.name() == u"langSec")
                readLanguage(entry);
            else
                readProperties(entry.properties, {});
        }
        takeFields(entry);
        return entry;
    }

    void readLanguage(Concept &entry)
    {
        const std::string language = languageOf(m_reader);
        while (m_reader.readNextStartElement()) {
            if (m_reader.name() == u"tig" || m_reader.name() == u"ntig" || m_reader.name() == u"termSec") {
                Term term{.text = {}, .language = language};
                readTerm(term);
                takeFields(term);
                entry.terms.push_back(std::move(term));
            } else {
                readProperties(entry.properties, language);
            }
        }
    }

    void readTerm(Term &term)
    {
        for (int groups = 0; groups >= 0;) {
            if (!m_reader.readNextStartElement())
                --groups;
            else if (m_reader.name() == u"termGrp")
                ++groups;
            else if (m_reader.name() == u"term")
                term.text = onOneLine(xmlElementText(m_reader));
            else
                readProperties(term.properties, {});
        }
    }

    /// One property, or those of a group, of which the first is what the others say something about.
    void readProperties(std::vector<TermProperty> &properties, const std::string &language)
    {
        if (!m_reader.name().endsWith(u"Grp")) {
            properties.push_back(readProperty(language));
            return;
        }
        const std::size_t head = properties.size();
        while (m_reader.readNextStartElement()) {
            if (m_reader.name().endsWith(u"Grp"))
                m_reader.skipCurrentElement();   // no style has groups in groups
            else
                properties.push_back(readProperty(language));
            if (properties.size() > head + 1)
                properties.back().of = properties[head].name;
        }
    }

    TermProperty readProperty(const std::string &language)
    {
        const QXmlStreamAttributes attributes = m_reader.attributes();
        const QStringView type = attributes.value("type"_L1);
        std::string name = toUtf8(type.isEmpty() ? m_reader.name() : type);
        std::string target = toUtf8(attributes.value("target"_L1));
        return {std::move(name), withoutLayout(xmlElementText(m_reader)), language, std::move(target), {}};
    }

    QXmlStreamReader m_reader;
    std::string m_where;
};

}  // namespace

Result<void> readTbx(const std::filesystem::path &path, const std::function<Result<void>(Concept entry, std::int64_t line)> &visit)
{
    QFile file(QString::fromStdString(path.string()));
    if (!file.exists())
        return fail(ErrorCode::NotFound, path.string(), "does not exist; a TBX file was expected");
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Unreadable, path.string(), "cannot be read: %1", file.errorString().toStdString());
    TbxReader reader(file, path.string());
    if (auto started = reader.start(); !started)
        return started;
    for (;;) {
        Result<std::optional<Concept>> entry = reader.next();
        if (!entry)
            return std::unexpected(entry.error());
        if (!*entry)
            return {};
        if (auto visited = visit(std::move(**entry), reader.line()); !visited)
            return visited;
    }
}

Result<TermImportReport> importTbx(Termbase &termbase, const std::filesystem::path &path, std::stop_token stop)
{
    Result<TermbaseWriter> writer = termbase.write();
    if (!writer)
        return std::unexpected(writer.error());
    ConceptImport import(*writer);
    const Result<void> read = readTbx(path, [&](Concept entry, std::int64_t line) -> Result<void> {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, path.string(), "the import was cancelled; the termbase is as it was");
        return import.take(std::move(entry), line);
    });
    if (!read)
        return std::unexpected(read.error());
    return import.commit();
}

}  // namespace interlinear::cat
