#include "tests/unit/cat/terms/term_samples.h"

namespace interlinear::cat::samples {

namespace {

const std::vector<std::string> words{"disk", "disks", "Disk",   "drive", "drives",  "hard",    "box", "boxes",  "e-mail", "e mail",
                                     "C++",  "C",     ".NET",   "NET",   "node.js", "A*",      "A",   "(test)", "l'eau",  "l’eau",
                                     "漢字", "字",    "컴퓨터", "5.1",   "Straße",  "STRASSE", "[x]", "ไทย"};

std::string hostile(Random &random)
{
    return pick(random, {"plain", "a < b & c > \"d\"", "two\nlines", "'; DROP TABLE term; --", "👍 e\u0301 \u202Eabc", "|pipe\\|", "x", "tab\there"});
}

}  // namespace

std::string pick(Random &random, const std::vector<std::string> &texts)
{
    return texts[random() % texts.size()];
}

std::string termText(Random &random)
{
    std::string term = pick(random, words);
    for (std::size_t more = random() % 3; more > 0; --more)
        term += (random() % 8 == 0 ? "-" : " ") + pick(random, words);
    return term;
}

std::string text(Random &random)
{
    std::string all;
    for (std::size_t length = random() % 12; length > 0; --length)
        all += pick(random, words) + pick(random, {" ", " ", " ", " ", "", "-", ", ", "  ", ". ", "\u00A0"});
    return all;
}

Concept entry(Random &random)
{
    Concept made{.id = newConceptId(),
                 .definition = random() % 2 ? hostile(random) : "",
                 .author = random() % 2 ? "Ann" : "",
                 .createdMs = 1'700'000'000'000 + static_cast<std::int64_t>(random() % 1000)};
    for (std::size_t i = random() % 3; i > 0; --i)
        made.domains.push_back(hostile(random));
    for (std::size_t i = random() % 3; i > 0; --i)
        made.notes.push_back(hostile(random));
    for (const char *language : {"en", "de-AT", "ja"}) {
        for (std::size_t i = 1 + random() % 2; i > 0; --i) {
            Term term{.text = termText(random),
                      .language = language,
                      .status = static_cast<TermStatus>(random() % 4),
                      .caseRule = random() % 3 == 0 ? CaseRule::Exact : CaseRule::Any};
            term.partOfSpeech = random() % 2 ? "noun" : "";
            term.usage = random() % 3 ? "" : hostile(random);
            if (random() % 3 == 0)
                term.forms.push_back(termText(random));
            if (random() % 3 == 0)
                term.properties.push_back({"context", hostile(random)});
            if (random() % 3 == 0)
                term.properties.push_back({.name = "x-of our own", .value = hostile(random)});
            term.changedMs = random() % 2 ? 1'700'000'000'000 : 0;
            made.terms.push_back(std::move(term));
        }
    }
    if (random() % 2) {
        made.properties.push_back({.name = "xGraphic", .value = "a.png", .target = "https://example.invalid/?a=1&b=2"});
        made.properties.push_back({.name = "definition", .value = "in a language", .language = "de-AT"});
        made.properties.push_back({.name = "source", .value = "a book", .language = "de-AT", .of = "definition"});
    }
    return made;
}

std::vector<Concept> allConcepts(const Termbase &termbase)
{
    std::vector<Concept> all;
    const Result<void> read = termbase.forEach([&](const Concept &one) {
        all.push_back(one);
        return Result<void>();
    });
    return read ? all : std::vector<Concept>();
}

}  // namespace interlinear::cat::samples
