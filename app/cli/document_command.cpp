// interlinear-cli document: what a file offers for translation, and the file with translations in place.
#include "app/cli/command.h"
#include "app/cli/option_checks.h"
#include "app/cli/text_lines.h"
#include "app/cli/translate_document.h"

#include "engine/cat/document/document_files.h"
#include "engine/cat/document/format.h"
#include "engine/cat/document/tag_notation.h"
#include "engine/cat/segmentation/counts.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <optional>

namespace interlinear::cli {

namespace {

using Json = nlohmann::ordered_json;

struct Options {
    std::string file, targets, out;
    std::string language = "en";
    std::optional<std::size_t> first;
    RulesOptions rules;
};

using Action = int (*)(const cat::Document &, const Options &, const Invocation &);

const char *kindName(TagKind kind)
{
    return kind == TagKind::Open ? "open" : kind == TagKind::Close ? "close" : "standalone";
}

Json toJson(const InlineTag &tag)
{
    return {{"id", tag.id}, {"kind", kindName(tag.kind)}, {"offset", tag.offset}, {"code", tag.code}, {"display", tag.display}};
}

Json toJson(const TaggedText &text)
{
    Json tags = Json::array();
    for (const InlineTag &tag : text.tags)
        tags.push_back(toJson(tag));
    return {{"text", text.text}, {"tags", tags}, {"notation", cat::toNotation(text)}};
}

Json toJson(const cat::FileTarget &target)
{
    Json json = toJson(target.text);
    json["state"] = cat::translationStateName(target.state);
    json["needs_work"] = target.needsWork;
    json["machine"] = target.machine;
    json["propagated"] = target.propagated;
    return json;
}

void addFacts(Json &json, const cat::SegmentFacts &facts)
{
    if (!facts.id.empty())
        json["id"] = facts.id;
    if (!facts.context.empty())
        json["context"] = facts.context;
    if (!facts.notes.empty())
        json["notes"] = facts.notes;
    if (facts.limit)
        json["limit"] = {{"most", facts.limit->most}, {"unit", cat::lengthUnitName(facts.limit->unit)}};
    if (facts.locked)
        json["locked"] = true;
}

Json toJson(const cat::Segment &segment)
{
    Json json = toJson(segment.source);
    json["span"] = {segment.span.begin, segment.span.end};
    json["paragraph"] = segment.paragraph;
    json["kind"] = cat::blockKindName(segment.kind);
    if (segment.target)
        json["target"] = toJson(*segment.target);
    addFacts(json, segment.facts);
    return json;
}

int print(const std::string &text)
{
    const Result<void> written = writeOutput("-", text);
    return written ? Done : report(written.error());
}

std::size_t fileSize(const cat::Document &document)
{
    const Result<std::string> bytes = cat::fileBytes(document);
    return bytes ? bytes->size() : 0;
}

int showInfo(const cat::Document &document, const Options &options, const Invocation &invocation)
{
    std::vector<std::string_view> texts;
    std::size_t characters = 0;
    for (const cat::Segment &segment : document.segments) {
        texts.push_back(segment.source.text);
        characters += cat::countCharacters(segment.source.text);
    }
    const Result<std::size_t> words = cat::countWords(texts, options.language);
    if (!words)
        return report(words.error());
    const Json json{{"file", document.name},    {"format", document.format}, {"language", document.language}, {"bytes", fileSize(document)},
                    {"segments", texts.size()}, {"words", *words},           {"characters", characters}};
    const std::string sentence = std::string(cat::formatById(document.format)->title) + ", " + std::to_string(fileSize(document)) + " bytes\n" +
                                 std::to_string(texts.size()) + " segments, " + std::to_string(*words) + " words, " + std::to_string(characters) +
                                 " characters";
    return print((invocation.json ? json.dump() : sentence) + "\n");
}

int listSegments(const cat::Document &document, const Options &, const Invocation &invocation)
{
    std::string lines;
    for (const cat::Segment &segment : document.segments)
        lines += (invocation.json ? toJson(segment).dump(-1, ' ', false, Json::error_handler_t::replace) : cat::toNotation(segment.source)) + "\n";
    return print(lines);
}

int write(const Result<std::string> &bytes, const Options &options)
{
    if (!bytes)
        return report(bytes.error());
    const Result<void> written = writeOutput(options.out, *bytes);
    return written ? Done : report(written.error());
}

int roundTrip(const cat::Document &document, const Options &options, const Invocation &)
{
    return write(cat::exportDocument(document, cat::Targets(document.segments.size())), options);
}

int apply(const cat::Document &document, const Options &options, const Invocation &)
{
    const auto lines = readTextLines(options.targets);
    if (!lines)
        return report(lines.error());
    if (lines->size() != document.segments.size()) {
        return report({ErrorCode::BadFormat, options.targets, "has %1 lines, and %2 has %3 segments; expected one line a segment",
                       {std::to_string(lines->size()), document.name, std::to_string(document.segments.size())}});
    }
    cat::Targets targets;
    for (const std::string &line : *lines)
        targets.push_back(line.empty() ? std::nullopt : std::optional<cat::SegmentTarget>(cat::fromNotation(line)));
    Result<std::string> bytes = cat::exportDocument(document, targets);
    if (!bytes && bytes.error().code == ErrorCode::InvalidArgument)
        bytes.error().code = ErrorCode::BadFormat;   // the file of targets is to blame, not the command line
    return write(bytes, options);
}

CLI::App *addAction(CLI::App &document, const char *name, const char *description, Action action, std::shared_ptr<Options> options, Invocation &invocation)
{
    auto *command = document.add_subcommand(name, description);
    command->add_option("FILE", options->file, "The document: " + cat::knownExtensions())->required();
    command->add_option("--language", options->language, "Language of the document; its rules find the sentences")
        ->check(languageTag())
        ->type_name("TAG")
        ->capture_default_str();
    addRulesOptions(*command, options->rules);
    command->callback([action, options, &invocation] {
        invocation.run = [action, options, &invocation] {
            if (auto free = checkOutput(options->out, {options->file, options->targets}); !free)
                return report(free.error());
            const Result<cat::Document> read = readDocumentFile(options->file, options->language, options->rules, options->first);
            return read ? action(*read, *options, invocation) : report(read.error());
        };
    });
    return command;
}

}  // namespace

void addDocumentCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *document = root.add_subcommand("document", "Segments of a document, and the document with translations in place");
    document->require_subcommand(1);
    addAction(*document, "info", "Format, segments, words and characters", showInfo, options, invocation);
    auto *segmentsCommand = addAction(*document, "segments", "One segment a line, with <1>…</1> and <1/> for its tags", listSegments, options, invocation);
    segmentsCommand->add_option("--first", options->first, "Only so many, without a look at the rest of the file")->check(CLI::PositiveNumber)->type_name("N");
    auto *roundTripCommand = addAction(*document, "roundtrip", "Read the document and write it unchanged", roundTrip, options, invocation);
    auto *applyCommand = addAction(*document, "apply", "Write the document with its segments replaced", apply, options, invocation);
    for (auto *command : {roundTripCommand, applyCommand})
        command->add_option("--out", options->out, "File to write; - is standard output")->required()->type_name("FILE");
    applyCommand->add_option("--targets", options->targets, "One translation a line, as `segments` prints them; an empty line keeps the source")
        ->required()
        ->type_name("FILE");
}

}  // namespace interlinear::cli
