#include "engine/cat/memory/exchange/tmx_segment.h"
#include "engine/cat/terms/exchange/tbx.h"
#include "engine/cat/terms/exchange/tbx_categories.h"
#include "engine/core/files.h"

#include <QDateTime>

#include <algorithm>

namespace interlinear::cat {

namespace {

std::string attribute(std::string_view name, std::string_view value)
{
    return ' ' + std::string(name) + "=\"" + escapedXml(value) + '"';
}

std::string element(const std::string &name, const std::string &attributes, const std::string &content)
{
    return '<' + name + attributes + '>' + content + "</" + name + '>';
}

/// A day where the time of day is midnight.
std::string tbxDate(std::int64_t ms)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
    const bool wholeDay = time.time().msecsSinceStartOfDay() == 0;
    return (wholeDay ? time.date().toString(Qt::ISODate) : time.toString(ms % 1000 == 0 ? Qt::ISODate : Qt::ISODateWithMs)).toStdString();
}

/// What the element of the category is where categories are attributes.
std::string_view metaElementOf(const TermProperty &property, std::string_view otherwise)
{
    const TbxCategory *known = categoryOf(property.name);
    return known ? known->element : otherwise;
}

std::string propertyElement(const TermProperty &property, TbxStyle style, std::string_view otherwise)
{
    const TbxCategory *known = categoryOf(property.name);
    const std::string target = property.target.empty() ? "" : attribute("target", property.target);
    const std::string value = escapedXml(property.value);
    if (known && known->module.empty())
        return element(property.name, "", value);
    if (style == TbxStyle::Dct) {
        const std::string name = known ? std::string(known->module) + ':' + property.name : "interlinear:property";
        return element(name, (known ? "" : attribute("type", property.name)) + target, value);
    }
    return element(std::string(metaElementOf(property, otherwise)), attribute("type", property.name) + target, value);
}

std::string groupOf(const TermProperty &head, std::string_view otherwise)
{
    const std::string_view meta = metaElementOf(head, otherwise);
    return std::string(meta == "descrip" || meta == "termNote" || meta == "admin" || meta == "transac" ? meta : otherwise) + "Grp";
}

/// One a line; a property with what is said about it as a group.
std::string propertyElements(const std::vector<TermProperty> &properties, const std::string &indent, TbxStyle style, std::string_view otherwise)
{
    std::string xml;
    for (std::size_t i = 0; i < properties.size();) {
        const TermProperty &head = properties[i];
        std::size_t end = i + 1;
        while (end < properties.size() && !head.name.empty() && properties[end].of == head.name)
            ++end;
        if (end == i + 1) {
            xml += indent + propertyElement(head, style, otherwise) + '\n';
        } else {
            const std::string group = groupOf(head, otherwise);
            xml += indent + '<' + group + ">\n";
            for (; i < end; ++i)
                xml += indent + "  " + propertyElement(properties[i], style, otherwise) + '\n';
            xml += indent + "</" + group + ">\n";
        }
        i = end;
    }
    return xml;
}

/// What was entered as the fields of a level, then its properties. What they say about a field, which left its place among them, goes behind the field.
class PropertyList {
public:
    PropertyList(const std::vector<TermProperty> &properties, const std::string &language)
    {
        std::ranges::copy_if(properties, std::back_inserter(m_rest), [&](const TermProperty &property) { return property.language == language; });
    }

    void addField(const std::string &name, const std::string &value)
    {
        if (value.empty())
            return;
        m_all.push_back({name, value});
        std::vector<TermProperty> others;
        bool hasHead = false;
        for (TermProperty &property : m_rest) {
            hasHead = hasHead || (property.of.empty() && property.name == name);
            (property.of == name && !hasHead ? m_all : others).push_back(std::move(property));
        }
        m_rest = std::move(others);
    }

    void addTransaction(const std::string &type, const std::string &author, std::int64_t ms)
    {
        if (ms == 0 && author.empty())
            return;
        m_all.push_back({"transactionType", type});
        if (!author.empty())
            m_all.push_back({.name = "responsibility", .value = author, .of = "transactionType"});
        if (ms != 0)
            m_all.push_back({.name = "date", .value = tbxDate(ms), .of = "transactionType"});
    }

    std::vector<TermProperty> take()
    {
        std::ranges::move(m_rest, std::back_inserter(m_all));
        return std::move(m_all);
    }

private:
    std::vector<TermProperty> m_all, m_rest;
};

std::vector<TermProperty> propertiesOf(const Concept &entry)
{
    PropertyList list(entry.properties, "");
    list.addTransaction("origination", entry.author, entry.createdMs);
    list.addTransaction("modification", "", entry.changedMs);
    for (const std::string &domain : entry.domains)
        list.addField("subjectField", domain);
    list.addField("definition", entry.definition);
    for (const std::string &note : entry.notes)
        list.addField("note", note);
    return list.take();
}

/// Whether the kept value of the status is the one that still holds.
bool saysStatus(const Term &term)
{
    return std::ranges::any_of(term.properties, [&](const TermProperty &property) {
        return property.name == "administrativeStatus" && statusFromName(property.value).value_or(TermStatus::Unknown) == term.status;
    });
}

std::vector<TermProperty> propertiesOf(const Term &term)
{
    std::vector<TermProperty> kept = term.properties;
    if (!saysStatus(term))
        std::erase_if(kept, [](const TermProperty &property) { return property.name == "administrativeStatus"; });
    PropertyList list(kept, "");
    list.addField("partOfSpeech", term.partOfSpeech);
    list.addField("grammaticalGender", term.gender);
    if (!saysStatus(term))
        list.addField("administrativeStatus", std::string(tbxStatus(term.status)));
    if (term.caseRule == CaseRule::Exact)
        list.addField("caseSensitivity", caseRuleName(term.caseRule));
    for (const std::string &form : term.forms)
        list.addField("form", form);
    list.addField("usageNote", term.usage);
    list.addTransaction("origination", term.author, term.createdMs);
    list.addTransaction("modification", "", term.changedMs);
    return list.take();
}

/// Those of the terms, then those that only properties are in.
std::vector<std::string> languagesOf(const Concept &entry)
{
    std::vector<std::string> languages;
    const auto addOnce = [&](const std::string &language) {
        if (!language.empty() && std::ranges::find(languages, language) == languages.end())
            languages.push_back(language);
    };
    for (const Term &term : entry.terms)
        addOnce(term.language);
    for (const TermProperty &property : entry.properties)
        addOnce(property.language);
    return languages;
}

struct Names {
    std::string entry, language, term;
};

Names namesOf(TbxStyle style)
{
    return style == TbxStyle::V2 ? Names{"termEntry", "langSet", "tig"} : Names{"conceptEntry", "langSec", "termSec"};
}

std::string termElement(const Term &term, TbxStyle style)
{
    const std::string name = namesOf(style).term, indent(10, ' ');
    return indent + '<' + name + ">\n" + indent + "  " + element("term", "", escapedXml(term.text)) + '\n'
        + propertyElements(propertiesOf(term), indent + "  ", style, "termNote") + indent + "</" + name + ">\n";
}

std::string conceptElement(const Concept &entry, TbxStyle style)
{
    const Names names = namesOf(style);
    std::string xml
        = "      <" + names.entry + attribute("id", entry.id) + ">\n" + propertyElements(propertiesOf(entry), std::string(8, ' '), style, "descrip");
    for (const std::string &language : languagesOf(entry)) {
        xml += "        <" + names.language + attribute("xml:lang", language) + ">\n"
            + propertyElements(PropertyList(entry.properties, language).take(), std::string(10, ' '), style, "descrip");
        for (const Term &term : entry.terms)
            xml += term.language == language ? termElement(term, style) : "";
        xml += "        </" + names.language + ">\n";
    }
    return xml + "      </" + names.entry + ">\n";
}

std::string header(TbxStyle style)
{
    const std::string description = "<fileDesc><sourceDesc><p>A termbase of Interlinear</p></sourceDesc></fileDesc>";
    if (style == TbxStyle::V2) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<martif type=\"TBX-Basic\" xml:lang=\"en\">\n  " + element("martifHeader", "", description)
            + "\n  <text>\n    <body>\n";
    }
    std::string root
        = "<tbx type=\"TBX-Basic\" style=\"" + std::string(style == TbxStyle::Dct ? "dct" : "dca") + "\" xml:lang=\"en\"" + attribute("xmlns", tbxCore);
    if (style == TbxStyle::Dct)
        root += attribute("xmlns:min", tbxMin) + attribute("xmlns:basic", tbxBasic) + attribute("xmlns:interlinear", tbxOwn);
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root + ">\n  " + element("tbxHeader", "", description) + "\n  <text>\n    <body>\n";
}

}  // namespace

Result<void> exportTbx(const Termbase &termbase, const std::filesystem::path &path, TbxStyle style)
{
    if (isSameFile(path, termbase.path()))
        return fail(ErrorCode::InvalidArgument, path.string(), "is the termbase itself; choose another name for the TBX file");
    Result<FileWriter> file = FileWriter::open(path);
    if (!file)
        return std::unexpected(file.error());
    if (auto begun = file->write(header(style)); !begun)
        return begun;
    if (auto written = termbase.forEach([&](const Concept &entry) { return file->write(conceptElement(entry, style)); }); !written)
        return written;
    if (auto ended = file->write(std::string("    </body>\n  </text>\n</") + (style == TbxStyle::V2 ? "martif" : "tbx") + ">\n"); !ended)
        return ended;
    return file->commit();
}

}  // namespace interlinear::cat
