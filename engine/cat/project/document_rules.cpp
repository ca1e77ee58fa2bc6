#include "engine/cat/project/document_rules.h"

#include "engine/core/files.h"

namespace interlinear::cat {

Result<DocumentRules> documentRules(const ProjectSettings &settings, const std::filesystem::path &folder)
{
    DocumentRules rules;
    rules.segmentsAreLines = settings.segmentation == "line";
    if (settings.segmentation.empty() || rules.segmentsAreLines)
        return rules;
    const std::filesystem::path file = folder / settings.segmentation;
    const Result<std::string> text = readFile(file);
    if (!text)
        return std::unexpected(text.error());
    Result<SrxRules> read = readSrx(*text, file.string());
    if (!read)
        return std::unexpected(read.error());
    rules.segmentation = std::make_shared<const SrxRules>(std::move(*read));
    return rules;
}

DocumentRules withSegmentationOf(const DocumentRules &project, DocumentRules document)
{
    document.segmentation = project.segmentation;
    document.segmentsAreLines = project.segmentsAreLines;
    return document;
}

}  // namespace interlinear::cat
