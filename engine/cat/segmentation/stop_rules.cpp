#include "engine/cat/segmentation/stop_rules.h"

#include "engine/cat/segmentation/code_point.h"
#include "engine/cat/segmentation/locale.h"
#include "engine/cat/segmentation/white_space.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

namespace interlinear::cat {

namespace {

// Only such as stand before something: one that may well end a sentence, as "etc." does, is left to the letter that follows it.
constexpr std::string_view english[] = {
    "Adm.", "Apr.", "Aug.", "Brig.", "Capt.", "Cmdr.", "Col.", "Dec.",  "Dr.",    "Drs.", "E.g.", "Feb.", "Fig.",  "Figs.", "Gen.",  "Gov.", "Hon.", "I.e.",
    "Jan.", "Lt.",  "Maj.", "Messrs.", "Mme.", "Mr.", "Mrs.", "Ms.",    "Mt.",    "No.",  "Nos.", "Nov.", "Oct.",  "Pres.", "Prof.", "Pvt.", "Rep.", "Rev.",
    "Sen.", "Sept.", "Sgt.", "St.", "Vol.", "approx.", "c.",   "ca.",   "cf.",    "ch.",  "e.g.", "ed.",  "eds.",  "esp.",  "fig.",  "figs.", "i.e.", "no.",
    "nos.", "p.",   "pp.",  "resp.", "sec.", "v.",     "viz.", "vol.",  "vols.",  "vs."};
constexpr std::string_view german[] = {
    "Abb.", "Abs.", "Art.", "Aufl.", "Bd.", "Bhf.", "Chr.", "Dipl.-Ing.", "Dr.",   "Fa.",   "Fam.", "Fr.",  "Frl.",  "Hbf.", "Hr.",   "Hrn.", "Hrsg.", "Ing.",
    "Kap.", "Mag.", "Nr.",  "Pos.",  "Prof.", "St.", "Tab.", "Tel.",      "Vgl.",  "Ziff.", "a.",   "allg.", "b.",   "bes.", "bspw.", "bzgl.", "bzw.", "ca.",
    "d.",   "d.h.", "dgl.", "ebd.",  "einschl.", "evtl.", "geb.", "gegr.", "gem.", "ggf.",  "h.",   "hl.",  "i.",    "i.d.R.", "inkl.", "insb.", "lt.", "max.",
    "min.", "o.",   "o.g.", "s.",    "sog.", "u.",   "u.a.", "v.",        "verh.", "vgl.",  "z.",   "z.B.", "zzgl."};
constexpr std::string_view french[] = {"Dr.", "Me.", "Mgr.", "MM.", "Mme.", "Pr.", "St.", "Ste.", "art.", "av.", "c.-à-d.", "cf.", "chap.", "env.", "ex.",
                                       "fig.", "n.", "p.", "pp.", "p.ex.", "vol.", "éd."};
constexpr std::string_view spanish[] = {"Arq.", "Dr.", "Dra.", "Gral.", "Ing.", "Lic.", "Prof.", "Profa.", "Sr.", "Sra.", "Sres.", "Srta.", "Sto.", "Sta.",
                                        "Ud.", "Uds.", "art.", "av.", "cap.", "fig.", "núm.", "p.", "p.ej.", "pp.", "pág.", "págs.", "vol."};
constexpr std::string_view italian[] = {"Arch.", "Avv.", "Dott.", "Dr.", "Geom.", "Ing.", "On.", "Prof.", "Sig.", "Sigg.", "Sig.ra", "S.", "art.", "ca.", "cap.",
                                        "cfr.", "es.", "fig.", "n.", "p.", "p.es.", "pag.", "pp.", "sig.", "vol."};
constexpr std::string_view portuguese[] = {"Dr.", "Dra.", "Eng.", "Exmo.", "Prof.", "Profa.", "Sr.", "Sra.", "Srs.", "Srta.", "V.Exa.", "art.", "cap.", "fig.",
                                           "n.", "p.", "p.ex.", "pp.", "pág.", "págs.", "vol."};

struct Language {
    std::string_view code;
    std::span<const std::string_view> abbreviations;
};

constexpr std::array<Language, 6> languages{
    {{"en", english}, {"de", german}, {"fr", french}, {"es", spanish}, {"it", italian}, {"pt", portuguese}}};

constexpr std::string_view ordinalLanguages[] = {"cs", "da", "de", "et", "fi", "hr", "hu", "is", "lv", "nb", "nn", "no", "pl", "sk", "sl", "sr"};

constexpr std::size_t longestOrdinal = 2;

template <typename Range>
bool contains(const Range &range, std::string_view value)
{
    return std::find(std::begin(range), std::end(range), value) != std::end(range);
}

std::string_view withoutSpaceBehind(std::string_view text)
{
    return text.substr(0, text.size() - trailingWhiteSpace(text));
}

std::string_view lastWord(std::string_view text)
{
    std::size_t begin = text.size();
    while (begin > 0) {
        const CodePoint character = lastCodePoint(text.substr(0, begin));
        const auto type = u_charType(static_cast<UChar32>(character.value));
        const bool opens = type == U_START_PUNCTUATION || type == U_INITIAL_PUNCTUATION || character.value == U'"' || character.value == U'\'';
        if (opens || isWhiteSpace(character.value))
            break;
        begin -= character.length;
    }
    return text.substr(begin);
}

std::size_t digitsBeforeStop(std::string_view word)
{
    const bool number = word.size() > 1 && word.find_first_not_of("0123456789") == word.size() - 1 && word.back() == '.';
    return number ? word.size() - 1 : 0;
}

bool isInitial(std::string_view word)
{
    const CodePoint letter = firstCodePoint(word);
    return u_isupper(static_cast<UChar32>(letter.value)) && word.substr(letter.length) == ".";
}

}  // namespace

StopRules::StopRules(const std::string &language)
{
    const std::string code = localeOf(language).getLanguage();
    const auto found = std::find_if(languages.begin(), languages.end(), [&](const Language &candidate) { return candidate.code == code; });
    if (found != languages.end())
        m_abbreviations = found->abbreviations;
    m_stopMakesOrdinal = contains(ordinalLanguages, code);
    m_hasWordI = code == "en";
}

bool StopRules::endsInOrdinal(std::string_view word) const
{
    const std::size_t digits = digitsBeforeStop(word);
    return m_stopMakesOrdinal && digits > 0 && digits <= longestOrdinal;
}

bool StopRules::staysOpen(std::string_view beginning) const
{
    const std::string_view text = withoutSpaceBehind(beginning);
    const std::string_view word = lastWord(text);
    const bool listNumber = digitsBeforeStop(word) > 0 && withoutSpaceBehind(text.substr(0, text.size() - word.size())).empty();
    const bool initial = isInitial(word) && !(m_hasWordI && word == "I.");
    return listNumber || initial || endsInOrdinal(word) || contains(m_abbreviations, word);
}

}  // namespace interlinear::cat
