#include "app/workbench/named_languages.h"

#include "engine/cat/document/document_files.h"
#include "engine/cat/document/format.h"
#include "engine/cat/segmentation/locale.h"
#include "engine/core/utf8.h"

#include <unicode/locid.h>

#include <algorithm>

namespace interlinear::workbench {

namespace {

const std::string unnamed = "en-x-unnamed";   // a document of which no file says the language is in the one it was asked for

/// As everybody writes it: "en-US" for "en-us".
std::string canonical(const std::string &tag)
{
    if (tag == unnamed || !cat::namesLanguage(tag))
        return {};
    UErrorCode status = U_ZERO_ERROR;
    const std::string written = icu::Locale::forLanguageTag(tag, status).toLanguageTag<std::string>(status);
    return U_SUCCESS(status) ? written : tag;
}

bool mayNameLanguages(const std::filesystem::path &file)
{
    const std::string extension = asciiLowerCase(file.extension().string());
    return std::ranges::any_of(cat::documentFormats(), [&](const cat::DocumentFormat &format) { return format.bilingual && std::ranges::find(format.extensions, extension) != format.extensions.end(); });
}

}  // namespace

LanguagePair languagesNamedIn(const std::filesystem::path &file)
{
    if (!mayNameLanguages(file))
        return {};
    const Result<cat::Document> beginning = cat::readBeginning(file, unnamed, 1);
    return beginning ? LanguagePair{canonical(beginning->language), canonical(beginning->targetLanguage)} : LanguagePair{};
}

}  // namespace interlinear::workbench
