// The elements of XLIFF 2: which attributes and children each has, and what values are allowed.
//
//   const XliffRule *rule = xliffRule("segment");   // nullptr for no element of the core
//   fitsKind("yes", XliffValue::YesNo);             // true
#pragma once

#include <span>
#include <string_view>

namespace interlinear::cat {

enum class XliffValue { Text, Id, Ids, YesNo, FirstNo, Direction, State, UserType, CodeType, MarkType, AppliesTo, Priority, Order, Hex, Language };

struct XliffAttributeRule {
    std::string_view name;
    XliffValue value = XliffValue::Text;
    bool required = false;
};

struct XliffChildRule {
    std::string_view name;   ///< "*": of another namespace
    int rank = 0;            ///< children come in this order
    bool once = false;
};

enum class XliffForeign { None, Modules, Any };

struct XliffRule {
    std::string_view name;
    std::span<const XliffAttributeRule> attributes;
    XliffForeign foreignAttributes = XliffForeign::None;
    std::span<const XliffChildRule> children;
    bool text = false;              ///< holds characters
    std::string_view needs = {};    ///< one of these it has; with spaces around each
};

const XliffRule *xliffRule(std::string_view name);

bool fitsKind(std::string_view value, XliffValue kind);

/// What fitsKind() expects, for people.
std::string_view kindName(XliffValue kind);

bool isLanguageTag(std::string_view tag);

/// Whether both are the same language; "en" has "en-GB" within it.
bool isWithinLanguage(std::string_view tag, std::string_view range);

}  // namespace interlinear::cat
