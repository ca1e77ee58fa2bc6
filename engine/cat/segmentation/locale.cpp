#include "engine/cat/segmentation/locale.h"

namespace interlinear::cat {

icu::Locale localeOf(const std::string &language)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = icu::Locale::forLanguageTag(language, status);
    return U_SUCCESS(status) ? locale : icu::Locale::getRoot();
}

}  // namespace interlinear::cat
