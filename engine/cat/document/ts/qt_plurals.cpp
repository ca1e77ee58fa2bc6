#include "engine/cat/document/ts/qt_plurals.h"

#include <algorithm>
#include <array>
#include <string>

namespace interlinear::cat {

namespace {

struct Languages {
    std::string_view tags;   // between spaces
    const char *rule;
};

constexpr const char *english = "nplurals=2; plural=n != 1;";
constexpr const char *french = "nplurals=2; plural=n > 1;";

constexpr std::array rules{
    Languages{" bi my zh dz fj gn hu id ja jv ko ms na om su tt th bo tr vi yo za fa ", "nplurals=1; plural=0;"},
    Languages{" hy br fr fil ti wa ", french},
    Languages{" lv ", "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n!=0 ? 1 : 2;"},
    Languages{" is ", "nplurals=2; plural=n%10!=1 || n%100==11;"},
    Languages{" ga gv se iu smi ", "nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;"},
    Languages{" gd ", "nplurals=4; plural=n==1 || n==11 ? 0 : n==2 || n==12 ? 1 : n>2 && n<20 ? 2 : 3;"},
    Languages{" sk cs ", "nplurals=3; plural=n==1 ? 0 : n>=2 && n<=4 ? 1 : 2;"},
    Languages{" mk ", "nplurals=3; plural=n%10==1 ? 0 : n%10==2 ? 1 : 2;"},
    Languages{" lt ", "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10==2 && n%100!=12 ? 1 : 2;"},
    Languages{" ru be bs hr sr uk sh ", "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;"},
    Languages{" pl ", "nplurals=3; plural=n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;"},
    Languages{" ro mo ", "nplurals=3; plural=n==1 ? 0 : n==0 || (n%100>=1 && n%100<=19) ? 1 : 2;"},
    Languages{" sl ", "nplurals=4; plural=n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3;"},
    Languages{" mt ", "nplurals=4; plural=n==1 ? 0 : n==0 || (n%100>=1 && n%100<=10) ? 1 : n%100>=11 && n%100<=19 ? 2 : 3;"},
    Languages{" cy ", "nplurals=5; plural=n==0 ? 0 : n==1 ? 1 : n>=2 && n<=5 ? 2 : n==6 ? 3 : 4;"},
    Languages{" ar ", "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;"}};

}  // namespace

std::optional<PluralRule> qtPluralRule(std::string_view languageTag)
{
    if (languageTag.empty())
        return std::nullopt;
    const std::string name = " " + std::string(languageTag.substr(0, languageTag.find('-'))) + " ";
    if (languageTag == "pt-BR")
        return parsePluralRule(french);
    const auto found = std::ranges::find_if(rules, [&](const Languages &languages) { return languages.tags.find(name) != std::string_view::npos; });
    return parsePluralRule(found == rules.end() ? english : found->rule);
}

}  // namespace interlinear::cat
