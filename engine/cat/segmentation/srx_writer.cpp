#include "engine/cat/segmentation/srx_rules.h"

namespace interlinear::cat {

namespace {

std::string escaped(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        switch (c) {
        case '&': result += "&amp;"; break;
        case '<': result += "&lt;"; break;
        case '>': result += "&gt;"; break;
        case '"': result += "&quot;"; break;
        case '\n': result += "&#10;"; break;
        case '\r': result += "&#13;"; break;
        case '\t': result += "&#9;"; break;
        default: result += c;
        }
    }
    return result;
}

const char *answer(bool yes)
{
    return yes ? "yes" : "no";
}

std::string formatHandle(const char *type, bool include)
{
    return std::string("    <formathandle type=\"") + type + "\" include=\"" + answer(include) + "\"/>\n";
}

std::string languageRules(const SrxLanguageRules &language)
{
    std::string text = "      <languagerule languagerulename=\"" + escaped(language.name) + "\">\n";
    for (const SrxRule &rule : language.rules) {
        text += std::string("        <rule break=\"") + answer(rule.breaks) + "\">\n          <beforebreak>" + escaped(rule.before) + "</beforebreak>\n"
                + "          <afterbreak>" + escaped(rule.after) + "</afterbreak>\n        </rule>\n";
    }
    return text + "      </languagerule>\n";
}

}  // namespace

std::string writeSrx(const SrxRules &rules)
{
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<srx xmlns=\"http://www.lisa.org/srx20\" version=\"2.0\">\n";
    text += std::string("  <header segmentsubflows=\"") + answer(rules.segmentSubflows) + "\" cascade=\"" + answer(rules.cascade) + "\">\n";
    text += formatHandle("start", rules.tags.start) + formatHandle("end", rules.tags.end) + formatHandle("isolated", rules.tags.isolated);
    text += "  </header>\n  <body>\n    <languagerules>\n";
    for (const SrxLanguageRules &language : rules.languages)
        text += languageRules(language);
    text += "    </languagerules>\n    <maprules>\n";
    for (const SrxLanguageMap &map : rules.maps)
        text += "      <languagemap languagepattern=\"" + escaped(map.languagePattern) + "\" languagerulename=\"" + escaped(map.rulesName) + "\"/>\n";
    return text + "    </maprules>\n  </body>\n</srx>\n";
}

}  // namespace interlinear::cat
