#include "engine/cat/terms/inflection/irregular_forms.h"

#include <algorithm>
#include <span>

namespace interlinear::cat {

namespace {

struct Form {
    std::string_view form, of;
};

constexpr Form english[] = {
    {"analyses", "analysis"}, {"appendices", "appendix"}, {"axes", "axis"}, {"began", "begin"}, {"begun", "begin"},
    {"bought", "buy"}, {"broke", "break"}, {"broken", "break"}, {"built", "build"}, {"children", "child"}, {"chose", "choose"}, {"chosen", "choose"},
    {"crises", "crisis"}, {"criteria", "criterion"}, {"drawn", "draw"}, {"drew", "draw"}, {"driven", "drive"}, {"drove", "drive"}, {"feet", "foot"},
    {"froze", "freeze"}, {"frozen", "freeze"}, {"gave", "give"}, {"geese", "goose"}, {"given", "give"}, {"halves", "half"}, {"held", "hold"},
    {"hidden", "hide"}, {"hypotheses", "hypothesis"}, {"indices", "index"}, {"kept", "keep"}, {"knew", "know"}, {"knives", "knife"},
    {"known", "know"}, {"lost", "lose"}, {"made", "make"}, {"matrices", "matrix"}, {"men", "man"},
    {"mice", "mouse"}, {"parentheses", "parenthesis"}, {"people", "person"}, {"phenomena", "phenomenon"}, {"ran", "run"}, {"sent", "send"},
    {"shelves", "shelf"}, {"shown", "show"}, {"sold", "sell"}, {"spoke", "speak"}, {"spoken", "speak"}, {"synopses", "synopsis"}, {"taken", "take"},
    {"teeth", "tooth"}, {"theses", "thesis"}, {"threw", "throw"}, {"thrown", "throw"}, {"took", "take"}, {"vertices", "vertex"}, {"wives", "wife"},
    {"women", "woman"}, {"written", "write"}, {"wrote", "write"},
};
constexpr Form german[] = {
    {"fand", "finden"}, {"fanden", "finden"}, {"gab", "geben"}, {"gaben", "geben"}, {"gebracht", "bringen"}, {"gefunden", "finden"},
    {"gegangen", "gehen"}, {"gegeben", "geben"}, {"gehalten", "halten"}, {"gelesen", "lesen"}, {"genommen", "nehmen"}, {"geschlossen", "schliessen"},
    {"geschrieben", "schreiben"}, {"gesehen", "sehen"}, {"gesprochen", "sprechen"}, {"gestanden", "stehen"}, {"getragen", "tragen"},
    {"gezogen", "ziehen"}, {"ging", "gehen"}, {"gingen", "gehen"}, {"hielt", "halten"}, {"hielten", "halten"}, {"lasen", "lesen"},
    {"nahm", "nehmen"}, {"nahmen", "nehmen"}, {"sah", "sehen"}, {"sahen", "sehen"}, {"schloss", "schliessen"}, {"schlossen", "schliessen"},
    {"schrieb", "schreiben"}, {"schrieben", "schreiben"}, {"schreibt", "schreiben"}, {"sprach", "sprechen"}, {"sprachen", "sprechen"},
    {"stand", "stehen"}, {"standen", "stehen"}, {"trug", "tragen"}, {"trugen", "tragen"}, {"zog", "ziehen"}, {"zogen", "ziehen"},
};

constexpr std::string_view uninflectedEnglish[] = {"always",    "analytics", "customs", "does",    "economics", "ethics", "goods", "logistics", "mathematics",
                                                   "means", "news",      "physics",   "politics", "series", "species",   "yes"};

std::span<const Form> formsOf(std::string_view language)
{
    if (language == "en")
        return english;
    return language == "de" ? std::span<const Form>(german) : std::span<const Form>();
}

}  // namespace

std::string_view regularForm(std::string_view word, std::string_view language)
{
    const std::span<const Form> forms = formsOf(language);
    const auto found = std::ranges::find(forms, word, &Form::form);
    return found == forms.end() ? word : found->of;
}

bool isUninflected(std::string_view word, std::string_view language)
{
    return language == "en" && std::ranges::find(uninflectedEnglish, word) != std::end(uninflectedEnglish);
}

}  // namespace interlinear::cat
