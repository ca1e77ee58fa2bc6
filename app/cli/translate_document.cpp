#include "app/cli/translate_document.h"

#include "app/cli/command.h"
#include "engine/cat/document/document_files.h"

#include <cstdio>

namespace interlinear::cli {

bool isTranslated(const cat::Segment &segment)
{
    return segment.facts.locked || (segment.target && !segment.target->text.empty());
}

Result<cat::Document> readDocumentFile(const std::string &path, const std::string &language, const RulesOptions &options, std::optional<std::size_t> segments)
{
    const Result<std::optional<cat::DocumentRules>> chosen = chosenRules(options);
    if (!chosen)
        return std::unexpected(chosen.error());
    const cat::DocumentRules rules = chosen->value_or(cat::DocumentRules());
    Result<cat::Document> document = segments ? cat::readBeginning(path, language, *segments, rules) : cat::readDocument(path, language, rules);
    if (!document && document.error().code == ErrorCode::Unsupported)
        document.error().code = ErrorCode::BadFormat;   // to the command line a format that nobody reads is bad input
    return document;
}

Result<cat::Document> readSourceDocument(const std::string &path, const std::string &language, const RulesOptions &rules)
{
    if (path != "-")
        return readDocumentFile(path, language, rules);
    const Result<std::optional<cat::DocumentRules>> chosen = chosenRules(rules);
    if (!chosen)
        return std::unexpected(chosen.error());
    Result<std::string> text = readInput(path);
    if (!text)
        return std::unexpected(text.error());
    return cat::parseDocument(std::move(*text), "text", language, "standard input", chosen->value_or(cat::DocumentRules()));
}

Result<std::string> translatedDocument(const cat::Document &document, const std::vector<mixmoe::Translation> &translations)
{
    cat::Targets targets(document.segments.size());
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (!isTranslated(document.segments[i]))
            targets[i] = cat::SegmentTarget(translations[i].target, cat::TranslationState::Draft);
    }
    Result<cat::PartialExport> written = cat::exportWhatFits(document, targets);
    if (!written)
        return std::unexpected(written.error());
    for (const Error &refused : written->refused)
        std::fprintf(stderr, "interlinear-cli: %s; the source stays\n", refused.sentence().c_str());
    return std::move(written->bytes);
}

}  // namespace interlinear::cli
