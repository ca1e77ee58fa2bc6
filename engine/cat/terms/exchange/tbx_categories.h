// The data categories of TBX that this program writes by name: in which module they are, and which element carries them where categories are attributes.
//
//   categoryOf("context")->module;    // "basic": <basic:context>
//   categoryOf("context")->element;   // "descrip": <descrip type="context">
#pragma once

#include "engine/cat/terms/concept.h"

#include <string_view>

namespace interlinear::cat {

struct TbxCategory {
    std::string_view name;
    std::string_view module;    ///< "min", "basic", "interlinear"; empty for what every file has without a type: note, date
    std::string_view element;
};

/// Nothing for one that is in no module.
const TbxCategory *categoryOf(std::string_view name);

/// The namespaces of version 3.
constexpr std::string_view tbxCore = "urn:iso:std:iso:30042:ed-2";
constexpr std::string_view tbxMin = "http://www.tbxinfo.net/ns/min";
constexpr std::string_view tbxBasic = "http://www.tbxinfo.net/ns/basic";
constexpr std::string_view tbxOwn = "urn:interlinear:terms";

/// What this program writes as administrativeStatus; empty for Unknown.
std::string_view tbxStatus(TermStatus status);

}  // namespace interlinear::cat
