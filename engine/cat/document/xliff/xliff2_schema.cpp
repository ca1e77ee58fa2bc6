#include "engine/cat/document/xliff/xliff2_schema.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>

namespace interlinear::cat {

namespace {

using enum XliffValue;

constexpr XliffAttributeRule ofXliff[] = {{"version", Text, true}, {"srcLang", Language, true}, {"trgLang", Language}};
constexpr XliffAttributeRule ofFile[] = {{"id", Id, true},       {"canResegment", YesNo}, {"original"}, {"translate", YesNo},
                                         {"srcDir", Direction}, {"trgDir", Direction}};
constexpr XliffAttributeRule ofSkeleton[] = {{"href"}};
constexpr XliffAttributeRule ofGroup[] = {{"id", Id, true},      {"name"},              {"canResegment", YesNo}, {"translate", YesNo},
                                          {"srcDir", Direction}, {"trgDir", Direction}, {"type", UserType}};
constexpr XliffAttributeRule ofSegment[] = {{"id", Id}, {"canResegment", YesNo}, {"state", State}, {"subState", UserType}};
constexpr XliffAttributeRule ofIgnorable[] = {{"id", Id}};
constexpr XliffAttributeRule ofNote[] = {{"id", Id}, {"appliesTo", AppliesTo}, {"category"}, {"priority", Priority}, {"ref"}};
constexpr XliffAttributeRule ofData[] = {{"id", Id, true}, {"dir", Direction}};
constexpr XliffAttributeRule ofTarget[] = {{"order", Order}};
constexpr XliffAttributeRule ofCp[] = {{"hex", Hex, true}};
constexpr XliffAttributeRule ofPh[] = {{"canCopy", YesNo}, {"canDelete", YesNo}, {"canReorder", FirstNo}, {"copyOf", Id},         {"disp"},          {"equiv"},
                                       {"id", Id, true},   {"dataRef", Id},      {"subFlows", Ids},       {"subType", UserType}, {"type", CodeType}};
constexpr XliffAttributeRule ofPc[] = {{"canCopy", YesNo},  {"canDelete", YesNo},     {"canOverlap", YesNo}, {"canReorder", FirstNo}, {"copyOf", Id},
                                       {"dispEnd"},         {"dispStart"},            {"equivEnd"},          {"equivStart"},          {"id", Id, true},
                                       {"dataRefEnd", Id},  {"dataRefStart", Id},     {"subFlowsEnd", Ids},  {"subFlowsStart", Ids},  {"subType", UserType},
                                       {"type", CodeType},  {"dir", Direction}};
constexpr XliffAttributeRule ofSc[] = {{"canCopy", YesNo},   {"canDelete", YesNo}, {"canOverlap", YesNo}, {"canReorder", FirstNo}, {"copyOf", Id},
                                       {"dataRef", Id},      {"dir", Direction},   {"disp"},              {"equiv"},               {"id", Id, true},
                                       {"isolated", YesNo},  {"subFlows", Ids},    {"subType", UserType}, {"type", CodeType}};
constexpr XliffAttributeRule ofEc[] = {{"canCopy", YesNo},   {"canDelete", YesNo}, {"canOverlap", YesNo}, {"canReorder", FirstNo}, {"copyOf", Id},
                                       {"dataRef", Id},      {"dir", Direction},   {"disp"},              {"equiv"},               {"id", Id},
                                       {"isolated", YesNo},  {"startRef", Id},     {"subFlows", Ids},     {"subType", UserType},   {"type", CodeType}};
constexpr XliffAttributeRule ofMark[] = {{"id", Id, true}, {"translate", YesNo}, {"type", MarkType}, {"ref"}, {"value"}};
constexpr XliffAttributeRule ofEm[] = {{"startRef", Id, true}};

constexpr XliffChildRule inXliff[] = {{"notes", 0, true}, {"*", 1}, {"file", 2}};
constexpr XliffChildRule inFile[] = {{"skeleton", 0, true}, {"*", 1}, {"notes", 2, true}, {"unit", 3}, {"group", 3}};
constexpr XliffChildRule inSkeleton[] = {{"*"}};
constexpr XliffChildRule inUnit[] = {{"*", 0}, {"notes", 1, true}, {"originalData", 2, true}, {"segment", 3}, {"ignorable", 3}};
constexpr XliffChildRule inSegment[] = {{"source", 0, true}, {"target", 1, true}};
constexpr XliffChildRule inNotes[] = {{"note"}};
constexpr XliffChildRule inOriginalData[] = {{"data"}};
constexpr XliffChildRule inData[] = {{"cp"}};
constexpr XliffChildRule inText[] = {{"cp"}, {"ph"}, {"pc"}, {"sc"}, {"ec"}, {"mrk"}, {"sm"}, {"em"}};

constexpr std::array rules{
    XliffRule{"xliff", ofXliff, XliffForeign::Any, inXliff, false, " file "},
    XliffRule{"file", ofFile, XliffForeign::Any, inFile, false, " unit group "},
    XliffRule{"skeleton", ofSkeleton, XliffForeign::None, inSkeleton, true},
    XliffRule{"group", ofGroup, XliffForeign::Any, inFile, false},
    XliffRule{"unit", ofGroup, XliffForeign::Any, inUnit, false, " segment "},
    XliffRule{"segment", ofSegment, XliffForeign::Modules, inSegment, false, " source "},
    XliffRule{"ignorable", ofIgnorable, XliffForeign::Modules, inSegment, false, " source "},
    XliffRule{"notes", {}, XliffForeign::None, inNotes, false, " note "},
    XliffRule{"note", ofNote, XliffForeign::Any, {}, true},
    XliffRule{"originalData", {}, XliffForeign::None, inOriginalData, false, " data "},
    XliffRule{"data", ofData, XliffForeign::None, inData, true},
    XliffRule{"source", {}, XliffForeign::None, inText, true},
    XliffRule{"target", ofTarget, XliffForeign::None, inText, true},
    XliffRule{"cp", ofCp, XliffForeign::None, {}, false},
    XliffRule{"ph", ofPh, XliffForeign::Modules, {}, false},
    XliffRule{"pc", ofPc, XliffForeign::Modules, inText, true},
    XliffRule{"sc", ofSc, XliffForeign::Modules, {}, false},
    XliffRule{"ec", ofEc, XliffForeign::Modules, {}, false},
    XliffRule{"mrk", ofMark, XliffForeign::Any, inText, true},
    XliffRule{"sm", ofMark, XliffForeign::Any, {}, false},
    XliffRule{"em", ofEm, XliffForeign::None, {}, false},
};

bool isOneOf(std::string_view value, std::initializer_list<std::string_view> values)
{
    return std::ranges::find(values, value) != values.end();
}

// NMTOKEN; every character beyond ASCII counts as a name's.
bool isToken(std::string_view value)
{
    return !value.empty() && std::ranges::all_of(value, [](unsigned char c) {
        return c >= 0x80 || std::isalnum(c) || std::string_view("-._:").find(static_cast<char>(c)) != std::string_view::npos;
    });
}

bool isUserType(std::string_view value)
{
    const std::size_t colon = value.find(':');
    return colon != std::string_view::npos && colon > 0 && colon + 1 < value.size() && value.find(':', colon + 1) == std::string_view::npos
        && value.find_first_of(" \t\r\n") == std::string_view::npos;
}

bool isNumber(std::string_view value)
{
    return !value.empty() && value.size() < 9 && value.find_first_not_of("0123456789") == std::string_view::npos
        && value.find_first_not_of('0') != std::string_view::npos;
}

bool isHex(std::string_view value)
{
    return value.size() >= 4 && value.size() <= 6 && std::ranges::all_of(value, [](unsigned char c) { return std::isxdigit(c) != 0; });
}

bool areTokens(std::string_view value)
{
    bool any = false;
    while (!value.empty()) {
        const std::size_t end = std::min(value.find(' '), value.size());
        if (end > 0 && !isToken(value.substr(0, end)))
            return false;
        any = any || end > 0;
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return any;
}

bool sameLetters(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

const XliffRule *xliffRule(std::string_view name)
{
    const auto found = std::ranges::find(rules, name, &XliffRule::name);
    return found == rules.end() ? nullptr : &*found;
}

bool fitsKind(std::string_view value, XliffValue kind)
{
    switch (kind) {
    case Text:
        return true;
    case Id:
        return isToken(value);
    case Ids:
        return areTokens(value);
    case YesNo:
        return isOneOf(value, {"yes", "no"});
    case FirstNo:
        return isOneOf(value, {"yes", "no", "firstNo"});
    case Direction:
        return isOneOf(value, {"ltr", "rtl", "auto"});
    case State:
        return isOneOf(value, {"initial", "translated", "reviewed", "final"});
    case UserType:
        return isUserType(value);
    case CodeType:
        return isOneOf(value, {"fmt", "ui", "quote", "link", "image", "other"});
    case MarkType:
        return isOneOf(value, {"generic", "comment", "term"}) || isUserType(value);
    case AppliesTo:
        return isOneOf(value, {"source", "target"});
    case Priority:
        return isNumber(value) && value.size() <= 2 && (value.size() == 1 || value == "10");
    case Order:
        return isNumber(value);
    case Hex:
        return isHex(value);
    case Language:
        return isLanguageTag(value);
    }
    return true;
}

std::string_view kindName(XliffValue kind)
{
    switch (kind) {
    case Text:
        return "a text";
    case Id:
        return "an id of letters, digits, '-', '.', '_' and ':'";
    case Ids:
        return "ids with spaces between them";
    case YesNo:
        return "yes or no";
    case FirstNo:
        return "yes, no or firstNo";
    case Direction:
        return "ltr, rtl or auto";
    case State:
        return "initial, translated, reviewed or final";
    case UserType:
        return "a prefix, a colon and a value";
    case CodeType:
        return "fmt, ui, quote, link, image or other";
    case MarkType:
        return "generic, comment, term, or a prefix, a colon and a value";
    case AppliesTo:
        return "source or target";
    case Priority:
        return "a number from 1 to 10";
    case Order:
        return "a number from 1";
    case Hex:
        return "four to six hexadecimal digits";
    case Language:
        return "a language tag such as \"en\" or \"pt-BR\"";
    }
    return {};
}

bool isLanguageTag(std::string_view tag)
{
    std::size_t count = 0;
    while (true) {
        const std::string_view part = tag.substr(0, tag.find('-'));
        const bool letters = std::ranges::all_of(part, [](unsigned char c) { return c < 0x80 && std::isalpha(c); });
        const bool fits = std::ranges::all_of(part, [](unsigned char c) { return c < 0x80 && std::isalnum(c); });
        const bool begins = count == 0 && letters && (part.size() > 1 || isOneOf(part, {"x", "X", "i", "I"}));
        if (part.empty() || part.size() > 8 || !fits || (count == 0 && !begins))
            return false;
        ++count;
        if (part.size() == tag.size())
            return count > 1 || part.size() > 1;
        tag.remove_prefix(part.size() + 1);
    }
}

bool isWithinLanguage(std::string_view tag, std::string_view range)
{
    return sameLetters(tag.substr(0, range.size()), range) && (tag.size() == range.size() || tag[range.size()] == '-');
}

}  // namespace interlinear::cat
