#include "engine/cat/terms/exchange/tbx.h"
#include "engine/core/utf8.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace interlinear;

/// What a termbase would take is UTF-8 throughout and of one line; an Error is a sentence.
std::string brokenPromise(const std::filesystem::path &file)
{
    std::string broken;
    const Result<void> read = cat::readTbx(file, [&](cat::Concept entry, std::int64_t line) {
        if (line < 1)
            broken = "a concept ends on line " + std::to_string(line);
        if (entry.id.empty())
            entry.id = cat::conceptIdFromContent(entry);
        for (const cat::Term &term : entry.terms) {
            if (firstInvalidUtf8(term.text) || term.text.find_first_of("\n\t") != std::string::npos)
                broken = "a term is no line of UTF-8";
        }
        const Result<void> good = cat::checkConcept(entry);
        if (!good && good.error().code == ErrorCode::NotUtf8)
            broken = good.error().sentence();
        return Result<void>();
    });
    if (!read && (read.error().code != ErrorCode::BadFormat || read.error().sentence().empty()))
        broken = "another Error than BadFormat: " + read.error().sentence();
    return broken;
}

}  // namespace

int main(int argc, char **argv)
{
    return fuzz::run(argc, argv,
                     {{.name = "tbx",
                      .samples = fuzz::filesUnder("tests/golden/tbx", ".tbx"),
                      .words = {"<termEntry>",
                                "</termEntry>",
                                "<conceptEntry id=\"c\">",
                                "<langSet xml:lang=\"en\">",
                                "</langSec>",
                                "<tig>",
                                "</tig>",
                                "<ntig>",
                                "<termGrp>",
                                "</termGrp>",
                                "<term>",
                                "</term>",
                                "<termNote type=\"administrativeStatus\">",
                                "<descripGrp>",
                                "</descripGrp>",
                                "<min:subjectField>",
                                "<note>",
                                "</note>",
                                "<date>9999999-99-99</date>",
                                "xmlns:min=\"x\"",
                                "&#0;",
                                "&#x1F;",
                                "&nbsp;",
                                "<![CDATA[",
                                "]]>",
                                "<!--",
                                "-->",
                                "<!DOCTYPE martif [<!ENTITY a \"b\">]>",
                                "&a;",
                                "\x01",
                                "\xEF\xBF\xBE",
                                "\xC3",
                                "\xFF\xFE",
                                "encoding=\"UTF-16\"",
                                "encoding=\"windows-1252\"",
                                "type=\"\"",
                                "xml:lang=\"\""},
                      .read = brokenPromise}});
}
