#include "engine/cat/document/format.h"

#include "engine/cat/document/markdown/markdown.h"
#include "engine/cat/document/text/plain_text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace interlinear::cat {

namespace {

constexpr std::array<std::string_view, 1> plainTextExtensions{".txt"};
constexpr std::array<std::string_view, 2> markdownExtensions{".md", ".markdown"};

constexpr std::array formats{
    DocumentFormat{"text", "Plain text", plainTextExtensions, readPlainText, writePlainText},
    DocumentFormat{"markdown", "Markdown", markdownExtensions, readMarkdown, writeMarkdown},
};

std::string lowerCaseExtension(const std::filesystem::path &path)
{
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

}  // namespace

std::span<const DocumentFormat> documentFormats()
{
    return formats;
}

const DocumentFormat *formatById(std::string_view id)
{
    const auto found = std::find_if(formats.begin(), formats.end(), [&](const DocumentFormat &format) { return format.id == id; });
    return found == formats.end() ? nullptr : &*found;
}

const DocumentFormat *formatOfPath(const std::filesystem::path &path)
{
    const std::string extension = lowerCaseExtension(path);
    const auto found = std::find_if(formats.begin(), formats.end(), [&](const DocumentFormat &format) {
        return std::find(format.extensions.begin(), format.extensions.end(), extension) != format.extensions.end();
    });
    return found == formats.end() ? nullptr : &*found;
}

std::string knownExtensions()
{
    std::string list;
    for (const DocumentFormat &format : formats) {
        for (const std::string_view extension : format.extensions) {
            list += list.empty() ? "" : ", ";
            list += extension;
        }
    }
    return list;
}

}  // namespace interlinear::cat
