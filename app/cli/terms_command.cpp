// interlinear-cli terms: a termbase without the window.
#include "app/cli/command.h"
#include "app/cli/option_checks.h"
#include "app/cli/text_lines.h"

#include "engine/cat/terms/exchange/tbx.h"
#include "engine/cat/terms/exchange/term_table.h"
#include "engine/cat/terms/inflection/dictionary.h"
#include "engine/cat/terms/term_check.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>

namespace interlinear::cli {

namespace {

using Json = nlohmann::ordered_json;
using cat::Access;

struct Options {
    std::string file, from, to, other;
    std::vector<std::string> columns;
    cat::TbxStyle style = cat::TbxStyle::Dct;
};

using Action = int (*)(cat::Termbase &, const Options &, const Invocation &);

constexpr const char *standardInput = "standard input";

std::string inputLine(std::size_t number)
{
    return std::string(standardInput) + ", line " + std::to_string(number);
}

int create(const Options &options, const Invocation &invocation)
{
    if (!options.from.empty()) {
        if (auto differ = checkLanguagesDiffer(options.from, options.to); !differ)
            return report(differ.error());
    }
    const Result<cat::Termbase> termbase = cat::Termbase::create(options.file, options.from, options.to);
    if (!termbase)
        return report(termbase.error());
    if (invocation.json)
        std::printf("%s\n", Json{{"file", options.file}, {"from", options.from}, {"to", options.to}}.dump().c_str());
    return Done;
}

/// What a file of terms is by its name.
enum class TermFormat { Tbx, Csv, Tsv };

Result<TermFormat> termFormatOf(const std::string &file)
{
    std::string ending = std::filesystem::path(file).extension().string();
    std::ranges::transform(ending, ending.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (ending == ".csv")
        return TermFormat::Csv;
    if (ending == ".tsv" || ending == ".txt" || ending == ".tab")
        return TermFormat::Tsv;
    if (ending == ".tbx" || ending == ".xml" || ending == ".martif")
        return TermFormat::Tbx;
    return fail(ErrorCode::InvalidArgument, file, "does not say what it is; expected a name that ends with .tbx, .csv or .tsv");
}

Result<cat::TermImportReport> import(cat::Termbase &termbase, const Options &options)
{
    const Result<TermFormat> format = termFormatOf(options.other);
    if (!format)
        return std::unexpected(format.error());
    if (*format != TermFormat::Tbx)
        return cat::importTermTable(termbase, options.other, *format == TermFormat::Csv ? ',' : '\t', options.columns);
    if (!options.columns.empty())
        return fail(ErrorCode::InvalidArgument, "--columns", "goes with CSV and TSV files; TBX says what its parts are");
    return cat::importTbx(termbase, options.other);
}

int importFile(cat::Termbase &termbase, const Options &options, const Invocation &invocation)
{
    const Result<cat::TermImportReport> imported = import(termbase, options);
    if (!imported)
        return report(imported.error());
    for (const auto &skipped : imported->skipped)
        std::fprintf(stderr, "%s, line %lld: skipped: %s\n", options.other.c_str(), static_cast<long long>(skipped.line), skipped.reason.c_str());
    const auto &[added, changed, known, skipped] = *imported;
    if (invocation.json)
        std::printf("%s\n", Json{{"added", added}, {"changed", changed}, {"known", known}, {"skipped", skipped.size()}}.dump().c_str());
    else
        std::printf("%zu added, %zu changed, %zu known already, %zu skipped\n", added, changed, known, skipped.size());
    return Done;
}

/// What a table has no columns for is said, and where it is kept.
Result<void> noteWhatTablesLeaveOut(const cat::Termbase &termbase, const std::string &file)
{
    std::size_t count = 0;
    const auto look = [&](const cat::Concept &entry) {
        count += static_cast<std::size_t>(std::ranges::count_if(entry.terms, cat::tableLeavesOut));
        return Result<void>();
    };
    if (auto looked = termbase.forEach(look); !looked)
        return looked;
    if (count > 0)
        std::fprintf(stderr, "%s: of %zu terms the part of speech, gender, usage, case rule, forms or properties are left out; TBX keeps them\n", file.c_str(), count);
    return {};
}

int exportFile(cat::Termbase &termbase, const Options &options, const Invocation &invocation)
{
    const Result<TermFormat> format = termFormatOf(options.other);
    if (!format)
        return report(format.error());
    const Result<void> exported = *format == TermFormat::Tbx ? cat::exportTbx(termbase, options.other, options.style)
                                                             : cat::exportTermTable(termbase, options.other, *format == TermFormat::Csv ? ',' : '\t');
    if (!exported)
        return report(exported.error());
    if (auto noted = *format == TermFormat::Tbx ? Result<void>() : noteWhatTablesLeaveOut(termbase, options.other); !noted)
        return report(noted.error());
    const Result<cat::TermbaseStatistics> statistics = termbase.statistics();
    if (!statistics)
        return report(statistics.error());
    if (invocation.json)
        std::printf("%s\n", Json{{"file", options.other}, {"concepts", statistics->concepts}}.dump().c_str());
    return Done;
}

struct Direction {
    std::string from, to;
};

/// As the options say, else as the termbase does.
Result<Direction> directionOf(const cat::Termbase &termbase, const Options &options)
{
    Direction direction{options.from.empty() ? termbase.sourceLanguage() : options.from, options.to.empty() ? termbase.targetLanguage() : options.to};
    if (direction.from.empty() || direction.to.empty())
        return fail(ErrorCode::InvalidArgument, termbase.path().string(), "was made without languages; name them with --from and --to");
    if (auto differ = checkLanguagesDiffer(direction.from, direction.to); !differ)
        return std::unexpected(differ.error());
    return direction;
}

struct LinePair {
    std::string source, target;
};

/// "source TAB target".
Result<LinePair> pairOf(const std::string &line, std::size_t number)
{
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos || line.find('\t', tab + 1) != std::string::npos)
        return fail(ErrorCode::BadFormat, inputLine(number), "expected source, one tab, and target");
    return LinePair{line.substr(0, tab), line.substr(tab + 1)};
}

/// The lines of standard input without what an editor leaves at the end.
Result<std::vector<std::string>> inputLines()
{
    auto lines = readTextLines("-");
    while (lines && !lines->empty() && trimmed(lines->back()).empty())
        lines->pop_back();
    return lines;
}

struct Added {
    std::size_t concepts = 0, joined = 0, known = 0;
};

Result<Added> addLines(cat::Termbase &termbase, const Direction &direction, const std::vector<std::string> &lines)
{
    Result<cat::TermbaseWriter> writer = termbase.write();
    if (!writer)
        return std::unexpected(writer.error());
    Added count;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Result<LinePair> pair = pairOf(lines[i], i + 1);
        if (!pair)
            return std::unexpected(pair.error());
        cat::TermPair terms{{.text = std::string(trimmed(pair->source)), .language = direction.from},
                            {.text = std::string(trimmed(pair->target)), .language = direction.to}};
        Result<cat::PairAddition> added = writer->addPair(terms);
        if (!added) {
            added.error().where = inputLine(i + 1) + ", " + added.error().where;
            return std::unexpected(added.error());
        }
        using enum cat::PairAddition::Kind;
        ++(added->kind == NewConcept ? count.concepts : added->kind == Joined ? count.joined : count.known);
    }
    if (auto done = writer->commit(); !done)
        return std::unexpected(done.error());
    return count;
}

int add(cat::Termbase &termbase, const Options &options, const Invocation &invocation)
{
    const Result<Direction> direction = directionOf(termbase, options);
    if (!direction)
        return report(direction.error());
    const auto lines = inputLines();
    if (!lines)
        return report(lines.error());
    const Result<Added> added = addLines(termbase, *direction, *lines);
    if (!added)
        return report(added.error());
    if (invocation.json)
        std::printf("%s\n", Json{{"added", added->concepts}, {"joined", added->joined}, {"known", added->known}}.dump().c_str());
    else
        std::printf("%zu added, %zu joined to a concept, %zu known already\n", added->concepts, added->joined, added->known);
    return Done;
}

/// Without one fewer inflected forms are found: once a command says so.
void noteMissingDictionaries(const std::vector<std::string> &languages)
{
    for (const std::string &language : languages) {
        if (!cat::hasDictionary(language))
            std::fprintf(stderr, "note: no Hunspell dictionary for %s is installed; inflected terms are found by their endings alone\n", language.c_str());
    }
}

Json toJson(const cat::Term &term)
{
    Json json{{"text", term.text}, {"language", term.language}, {"status", cat::statusName(term.status)}};
    for (const auto &[name, value] : {std::pair("part_of_speech", term.partOfSpeech), std::pair("gender", term.gender), std::pair("usage", term.usage)}) {
        if (!value.empty())
            json[name] = value;
    }
    if (term.caseRule == cat::CaseRule::Exact)
        json["case"] = "exact";
    return json;
}

Json spanJson(ByteSpan span)
{
    return Json{span.begin, span.end};
}

Json toJson(const cat::TermHit &hit, const std::string &text, const std::string &to)
{
    Json json = toJson(hit.entry.terms[hit.term]);
    json["found"] = text.substr(hit.span.begin, hit.span.length());
    json["span"] = spanJson(hit.span);
    json["how"] = hit.manner == cat::TermManner::Exact ? "exact" : "inflected";
    json["concept"] = hit.entry.id;
    if (!hit.entry.definition.empty())
        json["definition"] = hit.entry.definition;
    Json others = Json::array();
    for (const cat::Term &term : hit.entry.terms) {
        const bool wanted = to.empty() ? !cat::sameLanguage(term.language, hit.entry.terms[hit.term].language) : cat::sameLanguage(term.language, to);
        if (wanted)
            others.push_back(toJson(term));
    }
    json["translations"] = std::move(others);
    return json;
}

/// The language asked for, the one that the termbase assumes, or all that it has.
Result<std::vector<std::string>> languagesToFind(const cat::Termbase &termbase, const Options &options)
{
    if (!options.from.empty())
        return std::vector<std::string>{options.from};
    if (!termbase.sourceLanguage().empty())
        return std::vector<std::string>{termbase.sourceLanguage()};
    return termbase.languages();
}

Result<std::string> foundInLine(cat::Termbase &termbase, const std::string &line, std::size_t number, const Options &options)
{
    if (auto good = checkTextLine(line, standardInput, number); !good)
        return std::unexpected(good.error());
    const Result<std::vector<std::string>> languages = languagesToFind(termbase, options);
    if (!languages)
        return std::unexpected(languages.error());
    Json terms = Json::array();
    for (const std::string &language : *languages) {
        const Result<std::vector<cat::TermHit>> hits = termbase.find({line, {}}, language);
        if (!hits)
            return std::unexpected(hits.error());
        for (const cat::TermHit &hit : *hits)
            terms.push_back(toJson(hit, line, options.to));
    }
    return Json{{"text", line}, {"terms", std::move(terms)}}.dump() + "\n";
}

/// One answer a line as soon as the line is there: whoever asks may wait for it before asking again.
int find(cat::Termbase &termbase, const Options &options, const Invocation &)
{
    if (const auto languages = languagesToFind(termbase, options))
        noteMissingDictionaries(*languages);
    std::string line;
    for (std::size_t number = 1; std::getline(std::cin, line); ++number) {
        if (line.ends_with('\r'))
            line.pop_back();
        std::string_view text = line;
        if (number == 1)
            takeByteOrderMark(text);
        const Result<std::string> answer = foundInLine(termbase, std::string(text), number, options);
        if (!answer)
            return report(answer.error());
        if (auto written = writeOutput("-", *answer); !written)
            return report(written.error());
    }
    return std::cin.bad() ? report({ErrorCode::Unreadable, standardInput, "cannot be read", {}}) : static_cast<int>(Done);
}

Json toJson(const cat::TermFinding &finding, const LinePair &pair)
{
    const bool missing = finding.kind == cat::TermFinding::Kind::Missing;
    const std::string &text = missing ? pair.source : pair.target;
    return {{"kind", missing ? "missing" : "forbidden"},
            {"term", finding.entry.terms[finding.term].text},
            {"found", text.substr(finding.span.begin, finding.span.length())},
            {"span", spanJson(finding.span)},
            {"expected", finding.expected},
            {"concept", finding.entry.id}};
}

std::string sentenceOf(const cat::TermFinding &finding, const LinePair &pair, std::size_t number)
{
    const Json json = toJson(finding, pair);
    std::string expected;
    for (const std::string &form : finding.expected)
        expected += (expected.empty() ? "" : " or ") + form;
    const std::string found = '"' + json["found"].get<std::string>() + '"';
    const std::string sentence = finding.kind == cat::TermFinding::Kind::Missing ? "no term for " + found : found + " is forbidden";
    return "line " + std::to_string(number) + ": " + sentence + (expected.empty() ? "" : "; expected " + expected) + "\n";
}

int check(cat::Termbase &termbase, const Options &options, const Invocation &invocation)
{
    const Result<Direction> direction = directionOf(termbase, options);
    if (!direction)
        return report(direction.error());
    const auto lines = inputLines();
    if (!lines)
        return report(lines.error());
    noteMissingDictionaries({direction->from, direction->to});
    std::string out;
    bool isClean = true;
    for (std::size_t i = 0; i < lines->size(); ++i) {
        const Result<LinePair> pair = pairOf((*lines)[i], i + 1);
        if (!pair)
            return report(pair.error());
        const auto findings = cat::checkTerms(termbase, {pair->source, {}}, direction->from, {pair->target, {}}, direction->to);
        if (!findings)
            return report(findings.error());
        isClean = isClean && findings->empty();
        Json list = Json::array();
        for (const cat::TermFinding &finding : *findings) {
            list.push_back(toJson(finding, *pair));
            out += invocation.json ? "" : sentenceOf(finding, *pair, i + 1);
        }
        if (invocation.json)
            out += Json{{"line", i + 1}, {"findings", std::move(list)}}.dump() + "\n";
    }
    if (auto written = writeOutput("-", out); !written)
        return report(written.error());
    return isClean ? Done : Failed;
}

int showStatistics(cat::Termbase &termbase, const Options &, const Invocation &invocation)
{
    if (auto sound = termbase.check(); !sound)
        return report(sound.error());
    const Result<cat::TermbaseStatistics> statistics = termbase.statistics();
    if (!statistics)
        return report(statistics.error());
    const auto &[concepts, terms, forbidden, termsOfLanguage, fileBytes] = *statistics;
    if (invocation.json) {
        const Json json{{"from", termbase.sourceLanguage()},
                        {"to", termbase.targetLanguage()},
                        {"concepts", concepts},
                        {"terms", terms},
                        {"forbidden", forbidden},
                        {"languages", termsOfLanguage},
                        {"bytes", fileBytes}};
        std::printf("%s\n", json.dump().c_str());
        return Done;
    }
    std::printf("%zu concepts, %zu terms, %zu of them forbidden, %ju bytes\n", concepts, terms, forbidden, fileBytes);
    for (const auto &[language, count] : termsOfLanguage)
        std::printf("%s: %zu terms\n", language.c_str(), count);
    return Done;
}

CLI::App *addAction(CLI::App &terms, const char *name, const char *description, Access access, Action action, std::shared_ptr<Options> options,
                    Invocation &invocation)
{
    auto *command = terms.add_subcommand(name, description);
    command->add_option("FILE", options->file, "The termbase")->required();
    command->callback([options = std::move(options), action, access, &invocation] {
        invocation.run = [options, action, access, &invocation] {
            Result<cat::Termbase> opened = cat::Termbase::open(options->file, access);
            return opened ? action(*opened, *options, invocation) : report(opened.error());
        };
    });
    return command;
}

void addLanguages(CLI::App &command, Options &options, const char *otherwise)
{
    command.add_option("--from", options.from, std::string("Source language; otherwise ") + otherwise)->check(languageTag())->type_name("TAG");
    command.add_option("--to", options.to, std::string("Target language; otherwise ") + otherwise)->check(languageTag())->type_name("TAG");
}

void addCreate(CLI::App &terms, const std::shared_ptr<Options> &options, Invocation &invocation)
{
    auto *command = terms.add_subcommand("create", "Make an empty termbase");
    command->add_option("FILE", options->file, "The termbase to make")->required();
    auto *from = command->add_option("--from", options->from, "Source language that the other commands assume")->check(languageTag())->type_name("TAG");
    auto *to = command->add_option("--to", options->to, "Target language that the other commands assume")->check(languageTag())->type_name("TAG");
    from->needs(to);
    to->needs(from);
    command->callback([options, &invocation] { invocation.run = [options, &invocation] { return create(*options, invocation); }; });
}

}  // namespace

void addTermsCommand(CLI::App &root, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *terms = root.add_subcommand("terms", "Termbases: fill, find, check, exchange");
    terms->require_subcommand(1);
    addCreate(*terms, options, invocation);
    auto *importCommand
        = addAction(*terms, "import", "Add the concepts of a TBX, CSV or TSV file: all or, on an error, none", Access::Write, importFile, options, invocation);
    importCommand->add_option("TERMS", options->other, "The file, .tbx, .csv or .tsv")->required();
    importCommand
        ->add_option("--columns", options->columns,
                     "What the columns of a CSV or TSV file are, where its first row does not say, with commas between: id, definition, domain, note, a "
                     "language such as en, or en:forbidden, en:admitted, en:preferred, "
                     "en:status, en:case, en:part_of_speech, en:gender, en:usage, en:forms; nothing for one to leave out. Cells may "
                     "hold several terms with | between")
        ->delimiter(',')
        ->type_name("NAMES");
    auto *exportCommand = addAction(*terms, "export", "Write all concepts as TBX, or their terms as CSV or TSV", Access::Read, exportFile, options, invocation);
    exportCommand->add_option("TERMS", options->other, "The file, .tbx, .csv or .tsv")->required();
    exportCommand->add_option("--style", options->style, "Of TBX: version 3 with categories as elements (dct) or attributes (dca), or version 2")
        ->transform(choice<cat::TbxStyle>({{"dct", cat::TbxStyle::Dct}, {"dca", cat::TbxStyle::Dca}, {"v2", cat::TbxStyle::V2}}))
        ->type_name("dct|dca|v2");
    auto *addCommand = addAction(*terms, "add", "Add standard input: source TAB target, one pair of terms a line; all or, on an error, none", Access::Write,
                                 add, options, invocation);
    addLanguages(*addCommand, *options, "the termbase's own");
    auto *findCommand = addAction(*terms, "find", "Answer each line of standard input with one line of JSON: the terms that stand in it, inflected ones too",
                                  Access::Read, find, options, invocation);
    addLanguages(*findCommand, *options, "the termbase's own, or all of them");
    auto *checkCommand
        = addAction(*terms, "check", "Name the terms that are missing, and those that are forbidden, in standard input: source TAB target, one segment a "
                    "line; exit 1 where there are some",
                    Access::Read, check, options, invocation);
    addLanguages(*checkCommand, *options, "the termbase's own");
    addAction(*terms, "stats", "Check the file; concepts, terms by language, size", Access::Read, showStatistics, options, invocation);
}

}  // namespace interlinear::cli
