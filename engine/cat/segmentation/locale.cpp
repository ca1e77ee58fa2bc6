#include "engine/cat/segmentation/locale.h"

#include <unicode/uloc.h>

#include <cstdint>
#include <string_view>

namespace interlinear::cat {

icu::Locale localeOf(const std::string &language)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = icu::Locale::forLanguageTag(language, status);
    return U_SUCCESS(status) ? locale : icu::Locale::getRoot();
}

bool namesLanguage(const std::string &tag)
{
    UErrorCode status = U_ZERO_ERROR;
    char name[ULOC_FULLNAME_CAPACITY];
    std::int32_t read = 0;
    uloc_forLanguageTag(tag.c_str(), name, ULOC_FULLNAME_CAPACITY, &read, &status);
    if (U_FAILURE(status) || static_cast<std::size_t>(read) != tag.size())
        return false;
    const std::size_t length = std::string_view(icu::Locale(name).getLanguage()).size();
    return length == 3 || (length == 2 && *uloc_getISO3Language(name) != '\0');
}

}  // namespace interlinear::cat
