#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_units.h"

int main(int argc, char **argv)
{
    using namespace interlinear;
    return fuzz::run(argc, argv,
                     {{.name = "tmx",
                      .samples = fuzz::filesUnder("tests/golden/tmx", ".tmx"),
                      .words = {"<tu>", "</tu>", "<tuv xml:lang=\"en\">", "</tuv>", "<seg>", "</seg>", "<bpt i=\"1\">", "</bpt>", "<ept i=\"1\"/>", "<ph x=\"1\">", "</ph>",
                                "<hi>", "</hi>", "<sub>", "</sub>", "<ut>", "<it pos=\"begin\">", "<prop type=\"x-context-pre\">&lt;seg&gt;", "</prop>", "<note>", "&#0;", "&#x1F;",
                                "&nbsp;", "<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE tmx [<!ENTITY a \"b\">]>", "&a;", "\x01", "\xEF\xBF\xBE", "\xC3", "\xFF\xFE",
                                "encoding=\"UTF-16\"", "encoding=\"windows-1252\"", "encoding=\"UTF-7\"", "i=\"99999999999\"", "x=\"-1\""},
                      .read = [](const std::filesystem::path &file) { return fuzz::brokenPromise(file, cat::readTmx); }}});
}
