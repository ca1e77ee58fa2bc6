// The messages of a TS file with the places of their translations.
//
//   for (const TsMessage &message : tsMessages(text).messages) show(message.places);
#pragma once

#include "engine/core/spans.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// Where a text stands, or would stand.
struct TsPlace {
    ByteSpan element;            ///< <translation>, <numerusform> or <lengthvariant>; empty where a form is missing: what to put there goes here
    ByteSpan content;            ///< between its tags; empty for <translation/>
    std::size_t form = 0;        ///< of numerus
    std::size_t variant = 0;     ///< of length
    std::size_t variants = 1;    ///< of this form
    bool missing = false;
};

struct TsMessage {
    std::string context;
    std::string id;
    bool numerus = false;
    std::string locations;             ///< "main.cpp:12 main.cpp:40"
    std::vector<std::string> notes;    ///< comments in the order of the file
    ByteSpan source;                   ///< between its tags
    ByteSpan translation;              ///< the element; empty when there is none
    ByteSpan type;                     ///< the attribute with the space before it; empty when there is none
    bool unfinished = false;
    bool gone = false;                 ///< vanished or obsolete
    std::vector<TsPlace> places;
};

struct TsCatalog {
    bool isTs = false;                 ///< the root is what it should be
    std::string language;              ///< as a BCP 47 tag
    std::string sourceLanguage;
    std::vector<TsMessage> messages;
};

/// Of well-formed XML. A numerus message has a place for each form of the file's language.
TsCatalog tsMessages(std::string_view text);

}  // namespace interlinear::cat
