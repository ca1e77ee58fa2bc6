// An XML file as events, read in bounded memory: no text is fetched from elsewhere, entities may not grow, no single tag may fill the memory.
//
//   class Titles : public XmlHandler { void startElement(std::string_view name, XmlAttributes attributes) override; … };
//   XmlStream stream(*input);
//   if (auto read = stream.read(titles); !read) return read;      // BadFormat with the line
//
// Characters that XML does not allow (U+0001, &#x1F;) end no file: they are read as white space, and forbiddenCharacter() tells where one was.
#pragma once

#include "engine/cat/memory/exchange/text_input.h"
#include "engine/core/result.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

struct XML_ParserStruct;

namespace interlinear::cat {

/// Of one start tag, for as long as its event lasts.
class XmlAttributes {
public:
    explicit XmlAttributes(const char **pairs) : m_pairs(pairs) {}

    /// Empty when there is none.
    std::string_view value(std::string_view name) const;
    /// The value as a number of at most nine digits; 0 for anything else.
    int number(std::string_view name) const;
    template <typename Visit>
    void forEach(const Visit &visit) const
    {
        for (const char **pair = m_pairs; *pair; pair += 2)
            visit(std::string_view(pair[0]), std::string_view(pair[1]));
    }

private:
    const char **m_pairs;
};

class XmlHandler {
public:
    virtual ~XmlHandler() = default;
    /// Names come without the prefix of their namespace.
    virtual void startElement(std::string_view name, XmlAttributes attributes) = 0;
    virtual void endElement(std::string_view name) = 0;
    virtual void characters(std::string_view text) = 0;
};

class XmlStream {
public:
    explicit XmlStream(TextInput &input) : m_input(input) {}

    /// To the end of the file. BadFormat for what is not well-formed, or whatever a handler gave to stop().
    Result<void> read(XmlHandler &handler);

    /// Within an event: no further event comes, and read() returns this.
    void stop(Error error);
    /// Within an event: where it is.
    std::int64_t line() const;
    /// Within an event: where it begins, in bytes of UTF-8.
    std::int64_t offset() const;
    /// Within an event: the first character between the offset and here that XML does not allow, as "U+001F". What lies before the offset is forgotten.
    std::optional<std::string> forbiddenCharacter(std::int64_t sinceOffset);

private:
    struct Callbacks;
    struct Forbidden {
        std::int64_t offset = 0;
        unsigned character = 0;
    };

    Result<void> feed(std::string &piece, bool last);
    void replaceForbidden(std::string &text, std::int64_t offsetOfText);
    std::string place() const;
    Error malformed(std::string reason) const;
    Error refusal(std::string_view piece, std::int64_t offsetOfPiece) const;

    TextInput &m_input;
    XmlHandler *m_handler = nullptr;
    XML_ParserStruct *m_parser = nullptr;      // while read() runs
    std::optional<Error> m_stopped;
    std::deque<Forbidden> m_forbidden;
    std::string m_held;                        // the beginning of a character reference that the next piece ends
    std::int64_t m_fed = 0;
};

/// The events of a text that lies in memory, wrapped in nothing: one element. False when it is not well-formed.
bool readXmlText(std::string_view xml, XmlHandler &handler);

}  // namespace interlinear::cat
