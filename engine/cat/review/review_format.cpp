#include "engine/cat/review/review_format.h"

#include "engine/cat/document/encoding.h"
#include "engine/cat/review/docx_review.h"
#include "engine/cat/review/xml_review.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <array>

namespace interlinear::cat {

namespace {

struct Named {
    ReviewFormat format;
    std::string_view name;
};

constexpr std::array formats{Named{ReviewFormat::Docx, "docx"}, Named{ReviewFormat::Xliff1, "xliff1"}, Named{ReviewFormat::Xliff2, "xliff2"},
                             Named{ReviewFormat::Tmx, "tmx"}};

/// A zip archive, or an Office document of the kind that none is read of, which readDocxReview() says.
bool isOfficeFile(std::string_view bytes)
{
    return bytes.starts_with("PK") || bytes.starts_with("\xD0\xCF\x11\xE0");
}

}  // namespace

std::string_view reviewFormatName(ReviewFormat format)
{
    return std::ranges::find(formats, format, &Named::format)->name;
}

std::optional<ReviewFormat> reviewFormatFromName(std::string_view name)
{
    const auto found = std::ranges::find(formats, name, &Named::name);
    return found == formats.end() ? std::nullopt : std::optional(found->format);
}

std::vector<std::string> reviewFormatNames()
{
    std::vector<std::string> names;
    for (const Named &format : formats)
        names.emplace_back(format.name);
    return names;
}

std::optional<ReviewFormat> reviewFormatOf(const std::filesystem::path &path)
{
    const std::string extension = asciiLowerCase(path.extension().string());
    if (extension == ".xlf" || extension == ".xliff")
        return ReviewFormat::Xliff1;
    return extension == ".docx" || extension == ".tmx" ? reviewFormatFromName(extension.substr(1)) : std::nullopt;
}

Result<std::string> writeReview(const ReviewTable &table, ReviewFormat format)
{
    switch (format) {
    case ReviewFormat::Docx:
        return writeDocxReview(table);
    case ReviewFormat::Xliff1:
        return writeXliff1Review(table);
    case ReviewFormat::Xliff2:
        return writeXliff2Review(table);
    case ReviewFormat::Tmx:
        break;
    }
    return writeTmxReview(table);
}

Result<ReviewTable> readReview(std::string bytes, const std::string &name)
{
    if (isOfficeFile(bytes))
        return readDocxReview(bytes, name);
    const std::string declared = encodingOfXml(bytes);
    const Result<DecodedText> text = decodedText(std::move(bytes), declared, name);
    if (!text)
        return std::unexpected(text.error());
    return readXmlReview(text->text, name);
}

}  // namespace interlinear::cat
