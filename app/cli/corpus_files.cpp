#include "app/cli/corpus_files.h"

#include <algorithm>
#include <filesystem>

namespace interlinear::cli {

namespace {

using training::CorpusKind;

/// "en-de" as its codes; empty when it is no list of codes.
std::vector<std::string> codesOf(const std::string &text)
{
    std::vector<std::string> codes;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('-', begin), text.size());
        const std::string code = text.substr(begin, end - begin);
        const bool good = (code.size() == 2 || code.size() == 3) && std::ranges::all_of(code, [](char letter) { return letter >= 'a' && letter <= 'z'; });
        if (!good)
            return {};
        codes.push_back(code);
        begin = end + 1;
    }
    return codes;
}

bool fits(CorpusKind kind, std::size_t languages)
{
    return kind == CorpusKind::Text ? languages == 1 : kind == CorpusKind::Multi ? languages >= 2 : languages == 2;
}

}  // namespace

Result<CorpusFile> corpusFileOf(const std::string &argument)
{
    const std::size_t equals = argument.find('=');
    std::vector<std::string> named = equals == std::string::npos ? std::vector<std::string>() : codesOf(argument.substr(0, equals));
    CorpusFile file{.path = named.empty() ? argument : argument.substr(equals + 1), .kind = CorpusKind::Pairs, .languages = {}};
    std::filesystem::path name = std::filesystem::path(file.path).filename();
    if (name.extension() == ".xz")
        name = name.stem();
    const std::string part = name.stem().extension().string();
    if (name.extension() == ".txt")
        file.kind = CorpusKind::Text;
    else if (name.extension() == ".tmx")
        file.kind = CorpusKind::Tmx;
    else if (part == ".multi")
        file.kind = CorpusKind::Multi;
    file.languages = named.empty() && !part.empty() ? codesOf(part.substr(1)) : named;
    if (!fits(file.kind, file.languages.size()))
        return fail(ErrorCode::InvalidArgument, argument, "does not say its languages; expected NAME.en-de.tsv, NAME.de.txt, or LANGUAGES=FILE as in en-de=%1", file.path);
    return file;
}

}  // namespace interlinear::cli
