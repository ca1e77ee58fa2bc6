// XLIFF, PO and tables by turns: every file goes through all three readers.
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_units.h"

int main(int argc, char **argv)
{
    using namespace interlinear;
    const auto read = [](const std::filesystem::path &file) {
        const auto readColumns = [](cat::TextInput &input, const cat::Languages &languages, cat::UnitSink &sink) { return cat::readTable(input, languages, {}, sink); };
        std::string broken;
        for (const fuzz::UnitReader &reader : {fuzz::UnitReader(cat::readXliff), fuzz::UnitReader(cat::readPo), fuzz::UnitReader(readColumns)}) {
            if (broken = fuzz::brokenPromise(file, reader); !broken.empty())
                break;
        }
        return broken;
    };
    return fuzz::run(argc, argv,
                     {{.name = "units",
                      .samples = {"<xliff version=\"1.2\"><file original=\"a\" source-language=\"en\" target-language=\"de\"><body><trans-unit id=\"1\"><source>a <g id=\"1\">b</g></source>"
                                  "<seg-source><mrk mtype=\"seg\" mid=\"1\">a</mrk></seg-source><target state=\"new\"><mrk mtype=\"seg\" mid=\"1\">x</mrk></target><note>n</note>"
                                  "</trans-unit></body></file></xliff>",
                                  "<xliff version=\"2.0\" srcLang=\"en\" trgLang=\"de\"><file id=\"f\"><unit id=\"u\"><originalData><data id=\"d\">&lt;b&gt;</data></originalData>"
                                  "<segment state=\"final\"><source><pc id=\"1\" dataRefStart=\"d\">a</pc><sc id=\"2\"/>b<ec startRef=\"2\"/><cp hex=\"1\"/></source>"
                                  "<target>x</target></segment></unit></file></xliff>",
                                  "msgid \"\"\nmsgstr \"Language: de\\n\"\n\n#, fuzzy\n#: a.c:1\nmsgctxt \"c\"\nmsgid \"one\"\nmsgid_plural \"many\"\nmsgstr[0] \"eins\"\n"
                                  "msgstr[1] \"viele\"\n\n#~ msgid \"old\"\n#~ msgstr \"alt\"\n",
                                  "source,target,note\n\"a, \"\"b\"\"\",\"x\ny\",n\nc,d,\n", "en;de\na;b\n", "a\tb\nc\td\n"},
                      .words = {"<mrk mtype=\"seg\" mid=\"1\">", "</mrk>", "<g id=\"1\">", "</g>", "<target>", "</target>", "<source>", "</source>", "<segment>", "</segment>", "<ignorable>",
                                "<note>", "msgid \"", "msgstr[2] \"x\"", "msgstr \"\"", "msgid_plural \"x\"", "#, fuzzy", "#~", "\"", "\"\"", "\\", "\n", "\r\n", "\t", ";", ",",
                                "\xFF\xFE", "\xC3", "<cp hex=\"D800\"/>", "charset=UTF-7"},
                      .read = read}});
}
