#include "engine/cat/document/po/po_format.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

const std::vector<PoFormat> &knownFormats()
{
    using enum PlaceholderStyle;
    static const std::vector<PoFormat> formats{
        {"c-format", {Printf}, true, "%"},
        {"objc-format", {Printf}, true, "%"},
        {"php-format", {Printf}, true, "%"},
        {"perl-format", {Printf}, true, "%"},
        {"java-printf-format", {Printf}, true, "%"},
        {"awk-format", {Printf}, true, "%"},
        {"tcl-format", {Printf}, true, "%"},
        {"javascript-format", {Printf}, true, "%"},
        {"ruby-format", {PercentBrace, Printf}, true, "%"},
        {"lua-format", {Printf}, false, "%"},
        {"elisp-format", {Printf}, false, "%"},
        {"gcc-internal-format", {Printf}, false, "%"},
        {"gfc-internal-format", {Printf}, false, "%"},
        {"python-format", {Python}, false, "%"},
        {"python-brace-format", {BraceFormat}, false, "{}"},
        {"csharp-format", {BraceFormat}, false, "{}"},
        {"c++-format", {BraceFormat}, false, "{}"},
        {"rust-format", {BraceFormat}, false, "{}"},
        {"java-format", {Icu}},
        {"perl-brace-format", {Brace}},
        {"qt-format", {Qt}},
        {"qt-plural-format", {Qt}},
        {"kde-format", {Qt}},
        {"kde-kuit-format", {Qt}},
        {"sh-format", {Shell}},
    };
    return formats;
}

}  // namespace

const PoFormat &poFormatOf(const PoEntry &entry)
{
    static const PoFormat likely{"", likelyPlaceholderStyles()};
    for (const std::string_view flag : entry.flags()) {
        const auto known = std::ranges::find(knownFormats(), flag, &PoFormat::flag);
        if (known != knownFormats().end())
            return *known;
    }
    return likely;
}

}  // namespace interlinear::cat
