// interlinear-cli segment: the sentences of a plain text, one a line.
#include "app/cli/command.h"
#include "app/cli/option_checks.h"

#include "engine/cat/document/document_files.h"

#include <nlohmann/json.hpp>

#include <memory>

namespace interlinear::cli {

namespace {

nlohmann::ordered_json toJson(const cat::Segment &sentence)
{
    return {{"text", sentence.source.text}, {"span", {sentence.span.begin, sentence.span.end}}, {"paragraph", sentence.paragraph}};
}

int segment(const std::string &language, const Invocation &invocation)
{
    Result<std::string> text = readInput("-");
    if (!text)
        return report(text.error());
    const Result<cat::Document> document = cat::parseDocument(std::move(*text), "text", language, "standard input");
    if (!document)
        return report(document.error());
    std::string lines;
    for (const cat::Segment &sentence : document->segments)
        lines += (invocation.json ? toJson(sentence).dump() : sentence.source.text) + "\n";
    const Result<void> written = writeOutput("-", lines);
    return written ? Done : report(written.error());
}

}  // namespace

void addSegmentCommand(CLI::App &root, Invocation &invocation)
{
    auto language = std::make_shared<std::string>();
    auto *command = root.add_subcommand("segment", "Cut the text on standard input into sentences, one a line");
    command->add_option("--language", *language, "Language of the text; its rules find the sentences")->required()->check(languageTag())->type_name("TAG");
    command->callback([&invocation, language] { invocation.run = [&invocation, language] { return segment(*language, invocation); }; });
}

}  // namespace interlinear::cli
