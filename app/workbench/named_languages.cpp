#include "app/workbench/named_languages.h"

#include "engine/cat/document/document_files.h"
#include "engine/cat/segmentation/locale.h"

namespace interlinear::workbench {

namespace {

const std::string unnamed = "en-x-unnamed";   // a document of which no file says the language is in the one it was asked for

std::string valid(const std::string &tag)
{
    return tag != unnamed && cat::namesLanguage(tag) ? tag : std::string();
}

}  // namespace

LanguagePair languagesNamedIn(const std::filesystem::path &file)
{
    const Result<cat::Document> beginning = cat::readBeginning(file, unnamed, 1);
    return beginning ? LanguagePair{valid(beginning->language), valid(beginning->targetLanguage)} : LanguagePair{};
}

}  // namespace interlinear::workbench
