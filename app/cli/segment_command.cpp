// interlinear-cli segment: a plain text cut by rules, one segment a line; and the rules themselves.
#include "app/cli/command.h"
#include "app/cli/option_checks.h"

#include "engine/cat/document/document_files.h"
#include "engine/cat/document/soft_break.h"
#include "engine/cat/segmentation/tagged_sentences.h"
#include "engine/cat/segmentation/white_space.h"
#include "engine/core/files.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>

namespace interlinear::cli {

namespace {

struct Options {
    std::string language, rules, out;
};

Result<cat::SrxRules> rulesIn(const std::string &path)
{
    const Result<std::string> bytes = readFile(path);
    return bytes ? cat::readSrx(*bytes, path) : std::unexpected(bytes.error());
}

/// Of the rules in the file, or of the program's own.
Result<cat::SentenceBreaker> breakerOf(const Options &options)
{
    if (options.rules.empty())
        return cat::SentenceBreaker::create(options.language);
    const Result<cat::SrxRules> rules = rulesIn(options.rules);
    if (!rules)
        return std::unexpected(rules.error());
    Result<cat::SentenceBreaker> breaker = cat::SentenceBreaker::create(options.language, *rules);
    if (!breaker)
        breaker.error().where = options.rules + ", " + breaker.error().where;
    return breaker;
}

/// What lies between blank lines.
std::vector<std::string_view> paragraphsOf(std::string_view text)
{
    std::vector<std::string_view> paragraphs;
    std::size_t begin = 0;
    bool blank = true;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const bool lineIsBlank = cat::leadingWhiteSpace(text.substr(at, end - at)) == end - at;
        if (lineIsBlank && !blank)
            paragraphs.push_back(text.substr(begin, at - begin));
        if (blank)
            begin = at;
        blank = lineIsBlank;
        at = end + 1;
    }
    if (!blank)
        paragraphs.push_back(text.substr(begin));
    return paragraphs;
}

/// On one line: a line end in it reads as a reader takes it.
std::string onOneLine(std::string_view segment)
{
    std::string line;
    for (;;) {
        const std::size_t end = std::min(segment.find_first_of("\r\n"), segment.size());
        const std::string_view piece = segment.substr(0, end - cat::trailingWhiteSpace(segment.substr(0, end)));
        line += line.empty() ? "" : cat::softBreakText(line, piece);
        line += piece;
        if (end == segment.size())
            return line;
        segment.remove_prefix(end);
        segment.remove_prefix(cat::leadingWhiteSpace(segment));
    }
}

std::string jsonOf(const std::string &text, ByteSpan span, std::size_t paragraph)
{
    return nlohmann::ordered_json{{"text", text}, {"span", {span.begin, span.end}}, {"paragraph", paragraph}}.dump();
}

int segment(const Options &options, const Invocation &invocation)
{
    Result<cat::SentenceBreaker> breaker = breakerOf(options);
    if (!breaker)
        return report(breaker.error());
    Result<std::string> bytes = readInput("-");
    if (!bytes)
        return report(bytes.error());
    const Result<cat::Document> document = cat::openDocument(std::move(*bytes), "text", options.language, "standard input");
    if (!document)
        return report(document.error());
    std::string lines;
    std::size_t number = 0;
    for (const std::string_view paragraph : paragraphsOf(document->text)) {
        const auto begin = static_cast<std::size_t>(paragraph.data() - document->text.data());
        for (const cat::TaggedSentence &sentence : cat::taggedSentences({std::string(paragraph), {}}, *breaker)) {
            const std::string text = onOneLine(paragraph.substr(sentence.text.begin, sentence.text.length()));
            lines += invocation.json ? jsonOf(text, {begin + sentence.text.begin, begin + sentence.text.end}, number) : text;
            lines += '\n';
        }
        ++number;
    }
    for (const std::string &rule : breaker->givenUp())
        std::fprintf(stderr, "interlinear-cli: %s took too long on this text and was left out; write it so that there are fewer ways to match\n", rule.c_str());
    const Result<void> written = writeOutput("-", lines);
    return written ? Done : report(written.error());
}

/// The program's own rules as they are, or those of another file as this program writes them.
int exportRules(const Options &options)
{
    if (auto fits = checkOutput(options.out, {options.rules}); !fits)
        return report(fits.error());
    std::string text(cat::ownSrxFile());
    if (!options.rules.empty()) {
        const Result<cat::SrxRules> rules = rulesIn(options.rules);
        if (!rules)
            return report(rules.error());
        text = cat::writeSrx(*rules);
    }
    const Result<void> written = writeOutput(options.out, text);
    return written ? Done : report(written.error());
}

}  // namespace

void addSegmentCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = root.add_subcommand("segment", "Cut the text on standard input into segments, one a line");
    command->add_option("--language", options->language, "Language of the text; its rules say where segments end")->check(languageTag())->type_name("TAG");
    command->add_option("--rules", options->rules, "Rules (SRX 1.0 or 2.0) to use; else the program's own")->type_name("FILE");
    command->add_option("--export", options->out, "Write the rules to this SRX file ('-': standard output) instead of cutting a text")->type_name("FILE");
    command->callback([&invocation, options] {
        if (options->language.empty() && options->out.empty())
            throw CLI::RequiredError("--language");
        invocation.run = [&invocation, options] { return options->out.empty() ? segment(*options, invocation) : exportRules(*options); };
    });
}

}  // namespace interlinear::cli
