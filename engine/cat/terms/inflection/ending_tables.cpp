#include "engine/cat/terms/inflection/ending_tables.h"

#include <algorithm>
#include <iterator>

namespace interlinear::cat {

namespace {

using Rule = EndingRule;

constexpr Rule english[] = {
    {"ies", "i"}, {"ches", "ch"}, {"shes", "sh"}, {"xes", "x"}, {"zes", "z"}, {"ses", "s"}, {"ie", "i"}, {"che", "ch"}, {"she", "sh"}, {"xe", "x"},
    {"ze", "z"}, {"se", "s"}, {"s"}, {"y", "i"},
};
// "Matrix, Matrizen", "Index, Indizes", "Museum, Museen", "Konto, Konten".
constexpr Rule german[] = {
    {"innen", "in"}, {"ern"}, {"em"}, {"en"}, {"er"}, {"es"}, {"um"}, {"ix", "iz", 4}, {"ex", "iz", 4}, {"e"}, {"n"}, {"o"}, {"s"},
};
constexpr Rule french[] = {
    {"eaux", "eau"}, {"aux", "al"}, {"es"}, {"s"}, {"x"}, {"e"},
};
constexpr Rule spanish[] = {
    {"ces", "c"}, {"ce", "c"}, {"z", "c"}, {"es"}, {"s"}, {"e"},
};
constexpr Rule italian[] = {
    {"che", "c"}, {"chi", "c"}, {"ghe", "g"}, {"ghi", "g"}, {"a"}, {"e"}, {"i"}, {"o"},
};
constexpr Rule portuguese[] = {
    {"oes", "ao"}, {"aes", "ao"}, {"ais", "al"}, {"eis", "el"}, {"ois", "ol"}, {"uis", "ul"}, {"ns", "m"}, {"res", "r"}, {"re", "r"}, {"zes", "z"},
    {"s"},
};
constexpr Rule dutch[] = {
    {"en"}, {"es"}, {"e"}, {"s"},
};

// Czech and Slovak, without their accents: "pevného, pevném, pevnými", "diskem, disků, discích", "serverech", "účtovi".
constexpr Rule czech[] = {
    {"eho"}, {"emu"}, {"ovi", "", 4}, {"ove", "", 4}, {"ami"}, {"emi"}, {"imi"}, {"ymi"}, {"ech"}, {"ach"}, {"och"}, {"ich"}, {"ych"}, {"ou"},
    {"ov", "", 4}, {"em"}, {"im"}, {"ym"}, {"am"}, {"om"}, {"mi", "", 4}, {"ej"}, {"a"}, {"e"}, {"i"}, {"o"}, {"u"}, {"y"},
};
// Without the accent of ó: "dysków, dyskiem", "twardego, twardej".
constexpr Rule polish[] = {
    {"ego"}, {"emu"}, {"owi", "", 4}, {"ami"}, {"ymi"}, {"imi"}, {"iem"}, {"ach"}, {"ych"}, {"ich"}, {"ow", "", 4}, {"em"}, {"om"}, {"ym"}, {"im"},
    {"ej"}, {"ią"}, {"ię"}, {"ia"}, {"ie"}, {"iu"}, {"a"}, {"ą"}, {"e"}, {"ę"}, {"i"}, {"o"}, {"u"}, {"y"},
};
constexpr Rule russian[] = {
    {"ого"}, {"его"}, {"ому"}, {"ему"}, {"ыми"}, {"ими"}, {"ами"}, {"ями"}, {"иям", "", 4}, {"иях", "", 4}, {"ией", "", 4}, {"ах"}, {"ях"},
    {"ов", "", 4}, {"ев", "", 4}, {"ой"}, {"ей"}, {"ый"}, {"ий"}, {"ая"}, {"яя"}, {"ое"}, {"ее"}, {"ые"}, {"ие"}, {"ую"}, {"юю"}, {"ия"}, {"ию"},
    {"ии"}, {"ом"}, {"ем"}, {"ам"}, {"ям"}, {"ым"}, {"им"}, {"ых"}, {"их"}, {"ью"}, {"а"}, {"я"}, {"о"}, {"е"}, {"ы"}, {"и"}, {"у"}, {"ю"}, {"ь"},
    {"й"},
};
constexpr Rule ukrainian[] = {
    {"ого"}, {"ому"}, {"ими"}, {"іми"}, {"ами"}, {"ями"}, {"ові", "", 4}, {"еві", "", 4}, {"ах"}, {"ях"}, {"ів", "", 4}, {"їв", "", 4}, {"ої"},
    {"ою"}, {"ею"}, {"ій"}, {"ий"}, {"ей"}, {"ом"}, {"ем"}, {"єм"}, {"ам"}, {"ям"}, {"им"}, {"их"}, {"іх"}, {"а"}, {"я"}, {"о"}, {"е"}, {"є"}, {"и"},
    {"і"}, {"ї"}, {"у"}, {"ю"}, {"ь"}, {"й"},
};

constexpr Rule swedish[] = {
    {"ernas"}, {"arnas"}, {"ornas"}, {"erna"}, {"arna"}, {"orna"}, {"ens"}, {"ets"}, {"ers"}, {"ars"}, {"ors", "", 4}, {"en"}, {"et"}, {"er"},
    {"ar"}, {"or", "", 4}, {"na", "", 4}, {"n", "", 4}, {"t", "", 4}, {"a"}, {"e"}, {"s"},
};
constexpr Rule danish[] = {
    {"ernes"}, {"enes"}, {"erne"}, {"ene"}, {"ens"}, {"ets"}, {"ers"}, {"en"}, {"et"}, {"er"}, {"es"}, {"a"}, {"e"}, {"n", "", 4}, {"r", "", 4},
    {"t", "", 4}, {"s"},
};

constexpr std::string_view englishForms[] = {"s", "es", "ed", "d", "ing"};
constexpr std::string_view germanForms[] = {"s", "es", "e", "en", "n", "er", "ern", "em", "nen"};
constexpr std::string_view romanceForms[] = {"s", "es", "x", "e"};
constexpr std::string_view dutchForms[] = {"s", "en", "e", "'s"};

using enum Accents;
using enum StemChange;

constexpr InflectedLanguage languages[] = {
    {"en", english, Kept, None, englishForms}, {"de", german, Dropped, None, germanForms}, {"fr", french, Kept, None, romanceForms},
    {"es", spanish, Dropped, None, romanceForms}, {"it", italian, Kept, None, {}}, {"pt", portuguese, Dropped, None, romanceForms},
    {"nl", dutch, Kept, Dutch, dutchForms}, {"cs", czech, Dropped, Slavic, {}}, {"sk", czech, Dropped, Slavic, {}},
    {"pl", polish, Dropped, Slavic, {}}, {"ru", russian, Dropped, Slavic, {}}, {"uk", ukrainian, Kept, Slavic, {}}, {"sv", swedish, Kept, None, {}},
    {"da", danish, Kept, None, {}}, {"nb", danish, Kept, None, {}}, {"nn", danish, Kept, None, {}}, {"no", danish, Kept, None, {}},
};

}  // namespace

const InflectedLanguage *inflectedLanguage(std::string_view primaryTag)
{
    const auto *found = std::ranges::find(languages, primaryTag, &InflectedLanguage::tag);
    return found == std::end(languages) ? nullptr : found;
}

}  // namespace interlinear::cat
