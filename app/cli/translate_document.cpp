#include "app/cli/translate_document.h"

#include "app/cli/command.h"
#include "engine/cat/document/document_files.h"

#include <cstdio>
#include <optional>

namespace interlinear::cli {

namespace {

/// Takes out the targets that the format refuses when they stand alone.
cat::Targets acceptedTargets(const cat::Document &document, cat::Targets targets)
{
    cat::Targets one(targets.size());
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (!targets[i] || targets[i]->text.tags.empty())
            continue;
        one[i] = targets[i];
        if (const auto written = cat::exportDocument(document, one); !written) {
            std::fprintf(stderr, "interlinear-cli: %s; the source stays\n", written.error().sentence().c_str());
            targets[i].reset();
        }
        one[i].reset();
    }
    return targets;
}

}  // namespace

Result<cat::Document> readDocumentFile(const std::string &path, const std::string &language)
{
    Result<cat::Document> document = cat::readDocument(path, language);
    if (!document && document.error().code == ErrorCode::Unsupported)
        document.error().code = ErrorCode::BadFormat;   // to the command line a format that nobody reads is bad input
    return document;
}

Result<cat::Document> readSourceDocument(const std::string &path, const std::string &language)
{
    if (path != "-")
        return readDocumentFile(path, language);
    Result<std::string> text = readInput(path);
    if (!text)
        return std::unexpected(text.error());
    return cat::parseDocument(std::move(*text), "text", language, "standard input");
}

Result<std::string> translatedDocument(const cat::Document &document, const std::vector<mixmoe::Translation> &translations)
{
    cat::Targets targets;
    for (const mixmoe::Translation &translation : translations)
        targets.emplace_back(translation.target);
    Result<std::string> bytes = cat::exportDocument(document, targets);
    if (bytes)
        return bytes;
    return cat::exportDocument(document, acceptedTargets(document, std::move(targets)));
}

}  // namespace interlinear::cli
