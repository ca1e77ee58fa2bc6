#include "engine/cat/memory/exchange/export.h"

#include "engine/cat/memory/exchange/tmx_date.h"
#include "engine/cat/memory/exchange/tmx_segment.h"
#include "engine/cat/memory/exchange/unit_properties.h"
#include "engine/core/files.h"

namespace interlinear::cat {

namespace {

std::string attribute(const std::string &name, const std::string &value)
{
    return ' ' + name + "=\"" + escapedXml(value) + '"';
}

std::string property(const std::string &type, const std::string &value)
{
    return "      <prop" + attribute("type", type) + ">" + escapedXml(value) + "</prop>\n";
}

/// As the file had it that the text came from, where it says the same still.
std::string segment(const Unit &unit, const TaggedText &text, std::string_view markup)
{
    for (const Property &known : unit.properties) {
        if (known.kind == Property::Kind::Property && known.name == markup && readTmxSegment("<seg>" + known.value + "</seg>") == text)
            return known.value;
    }
    return tmxSegment(text);
}

std::string variant(const std::string &language, const std::string &segment)
{
    return "      <tuv" + attribute("xml:lang", language) + "><seg>" + segment + "</seg></tuv>\n";
}

std::string header(const Memory &memory)
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<tmx version=\"1.4\">\n"
           "  <header creationtool=\"Interlinear\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"Interlinear\" adminlang=\"en\" datatype=\"unknown\""
        + attribute("srclang", memory.sourceLanguage()) + "/>\n  <body>\n";
}

std::string attributesOf(const Unit &unit)
{
    std::string xml = attribute("tuid", unit.id);
    if (unit.createdMs != 0)
        xml += attribute("creationdate", tmxDate(unit.createdMs));
    if (unit.changedMs != 0)
        xml += attribute("changedate", tmxDate(unit.changedMs));
    if (unit.usedMs != 0)
        xml += attribute("lastusagedate", tmxDate(unit.usedMs));
    if (unit.useCount != 0)
        xml += attribute("usagecount", std::to_string(unit.useCount));
    if (!unit.author.empty())
        xml += attribute("changeid", unit.author);
    for (const Property &known : unit.properties) {
        if (known.kind == Property::Kind::Attribute)
            xml += attribute(known.name, known.value);
    }
    return xml;
}

std::string notesAndProperties(const Unit &unit)
{
    std::string xml;
    for (const Property &known : unit.properties) {
        if (known.kind == Property::Kind::Note)
            xml += "      <note>" + escapedXml(known.value) + "</note>\n";
        if (known.kind == Property::Kind::Property && known.name != sourceMarkup && known.name != targetMarkup)
            xml += property(known.name, known.value);
    }
    for (const Property &own : ownProperties(unit))
        xml += property(own.name, own.value);
    return xml;
}

std::string unitElement(const Unit &unit, const Memory &memory)
{
    return "    <tu" + attributesOf(unit) + ">\n" + notesAndProperties(unit)
        + variant(unit.sourceLanguage.empty() ? memory.sourceLanguage() : unit.sourceLanguage, segment(unit, unit.source, sourceMarkup))
        + variant(unit.targetLanguage.empty() ? memory.targetLanguage() : unit.targetLanguage, segment(unit, unit.target, targetMarkup)) + "    </tu>\n";
}

}  // namespace

Result<void> exportTmx(const Memory &memory, const std::filesystem::path &path)
{
    if (isSameFile(path, memory.path()))
        return fail(ErrorCode::InvalidArgument, path.string(), "is the memory itself; choose another name for the TMX file");
    Result<FileWriter> file = FileWriter::open(path);
    if (!file)
        return std::unexpected(file.error());
    if (auto begun = file->write(header(memory)); !begun)
        return begun;
    if (auto written = memory.forEachUnit([&](const Unit &unit) { return file->write(unitElement(unit, memory)); }); !written)
        return written;
    if (auto ended = file->write("  </body>\n</tmx>\n"); !ended)
        return ended;
    return file->commit();
}

}  // namespace interlinear::cat
