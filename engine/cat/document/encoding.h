// The bytes of a text file as UTF-8, and back to the very same bytes.
//
//   Result<DecodedText> read = decodedText(bytes, "windows-1251", "strings.po");   // the second is what the file says of itself
//   Result<std::string> again = encodedText(read->text, read->encoding, Unencodable::Refuse, "strings.po");   // == bytes
#pragma once

#include "engine/core/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

struct USet;

namespace interlinear::cat {

struct DecodedText {
    std::string text;       ///< UTF-8; a byte order mark is its first character
    std::string encoding;   ///< as ICU names it
};

/// What to write for a character that an encoding does not have.
enum class Unencodable {
    Refuse,               ///< nothing: the file cannot be written
    CharacterReference,   ///< "&#8364;", as XML and HTML read it
    JavaEscape            ///< "\u20ac", as properties and JSON read it
};

/// By the byte order mark, else by the zeros of UTF-16, else as declared, else UTF-8, else the encoding that the letters speak for; whichever comes first and
/// gives the bytes back when it is written again. An empty declaration declares nothing. NotUtf8 with the place when none does, and for what is no text at all.
Result<DecodedText> decodedText(std::string bytes, std::string_view declared, const std::string &name);

/// As the name says, whatever the bytes look like. InvalidArgument for a name that is not known; BadFormat, with the place, for bytes that the encoding has not or
/// would write otherwise.
Result<DecodedText> decodedAs(std::string bytes, const std::string &encoding, const std::string &name);

/// The name that people know: "windows-1251" for ICU's "ibm-5347_P100-1998".
std::string encodingTitle(const std::string &encoding);

/// The characters of an encoding.
class Repertoire {
public:
    /// Of an encoding that is not known: all.
    explicit Repertoire(const std::string &encoding);
    ~Repertoire();
    Repertoire(const Repertoire &) = delete;
    Repertoire &operator=(const Repertoire &) = delete;

    /// The byte of the first character that the encoding lacks. The text is UTF-8.
    std::optional<std::size_t> firstOutside(std::string_view text) const;

private:
    USet *m_characters;
};

/// BadFormat, naming the character, for one that is to be refused.
Result<std::string> encodedText(std::string_view text, const std::string &encoding, Unencodable unencodable, const std::string &name);

/// What an XML declaration at the beginning names; empty where there is none.
std::string encodingOfXml(std::string_view bytes);

}  // namespace interlinear::cat
