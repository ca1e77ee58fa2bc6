#include "engine/cat/memory/exchange/xml_stream.h"

#define XML_DTD   // expat declares its limits on entities only then; every distribution builds it so
#include <expat.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <memory>

namespace interlinear::cat {

namespace {

constexpr std::int64_t longestToken = 16 << 20;   // bytes of one tag, comment or attribute: the parser reads such a one from its beginning with every piece
constexpr float mostGrowth = 10;                  // by entities: bytes out for each byte in
constexpr unsigned long long growthFrom = 1 << 20;
constexpr std::size_t longestReference = 16;      // "&#x0010FFFF;" and some zeros
constexpr std::size_t mostForbidden = 100'000;    // characters waiting to be told; a file with more between two units is no text

using Parser = std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)>;

std::string_view localName(std::string_view name)
{
    return name.substr(name.rfind(':') + 1);
}

bool isForbidden(unsigned character)
{
    const bool isControl = character < 0x20 && character != '\t' && character != '\n' && character != '\r';
    const bool isSurrogate = character >= 0xD800 && character <= 0xDFFF;
    return isControl || isSurrogate || character == 0xFFFE || character == 0xFFFF || character > 0x10FFFF;
}

/// Whether a forbidden character may begin with this byte.
constexpr std::array<bool, 256> suspicious = [] {
    std::array<bool, 256> table{};
    for (std::size_t byte = 0; byte < 0x20; ++byte)
        table[byte] = byte != '\t' && byte != '\n' && byte != '\r';
    table['&'] = table[0xEF] = true;
    return table;
}();

/// How much of the piece can be read without what comes after it.
std::size_t wholeCharacters(std::string_view piece)
{
    if (piece.ends_with('\xEF') || piece.ends_with("\xEF\xBF"))
        return piece.rfind('\xEF');
    const std::size_t reference = piece.rfind('&');
    const bool isCut = reference != std::string::npos && piece.size() - reference <= longestReference && piece.find(';', reference) == std::string::npos;
    return isCut ? reference : piece.size();
}

/// What "&#…;" stands for; nothing when it is none.
std::optional<unsigned> referredCharacter(std::string_view digits)
{
    const bool hexadecimal = digits.starts_with('x');
    digits.remove_prefix(hexadecimal ? 1 : 0);
    unsigned character = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), character, hexadecimal ? 16 : 10);
    if (digits.empty() || end != digits.data() + digits.size())
        return std::nullopt;
    return problem == std::errc() ? character : 0xFFFFFFFFU;
}

/// Where the "&" stands that the place belongs to: on it, or behind it among the letters of a name.
std::size_t ampersandBefore(std::string_view piece, std::size_t at)
{
    constexpr std::size_t longestName = 40;
    for (std::size_t back = 0; back <= std::min(at, longestName); ++back) {
        const char c = piece[at - back];
        if (c == '&')
            return at - back;
        if (back > 0 && (c == ';' || c == ' ' || c == '<' || c == '>' || c == '\n'))
            break;
    }
    return std::string_view::npos;
}

struct Misplaced {
    std::size_t at = 0;
    std::string what;
};

/// What is wrong where the parser stopped, or just before.
Misplaced misplacedAt(std::string_view piece, std::size_t at)
{
    const auto byte = static_cast<unsigned char>(piece[at]);
    if (byte >= 0x80) {
        std::array<char, 8> name{};
        std::snprintf(name.data(), name.size(), "0x%02X", byte);
        return {at, "the byte " + std::string(name.data()) + " is not UTF-8"};
    }
    if (const std::size_t ampersand = ampersandBefore(piece, at); ampersand != std::string_view::npos) {
        const std::size_t end = piece.find_first_not_of("#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", ampersand + 1);
        if (end != std::string_view::npos && end > ampersand + 1 && piece[end] == ';')
            return {ampersand, "the entity " + std::string(piece.substr(ampersand, end + 1 - ampersand)) + " is not defined in the file"};
        return {ampersand, "an & begins no entity; it is written &amp;"};
    }
    if (at > 0 && piece[at - 1] == '<')
        return {at - 1, "a < begins no tag; it is written &lt;"};
    return {at, "the character " + std::string(1, piece[at]) + " cannot stand there"};
}

}  // namespace

std::string_view XmlAttributes::value(std::string_view name) const
{
    for (const char **pair = m_pairs; *pair; pair += 2) {
        if (name == pair[0])
            return pair[1];
    }
    return {};
}

int XmlAttributes::number(std::string_view name) const
{
    const std::string_view digits = value(name);
    int number = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return problem == std::errc() && end == digits.data() + digits.size() && number >= 0 && number <= 999'999'999 ? number : 0;
}

struct XmlStream::Callbacks {
    static XmlStream &stream(void *self) { return *static_cast<XmlStream *>(self); }

    static void start(void *self, const char *name, const char **attributes)
    {
        if (!stream(self).m_stopped)
            stream(self).m_handler->startElement(localName(name), XmlAttributes(attributes));
    }
    static void end(void *self, const char *name)
    {
        if (!stream(self).m_stopped)
            stream(self).m_handler->endElement(localName(name));
    }
    static void text(void *self, const char *text, int length)
    {
        if (!stream(self).m_stopped)
            stream(self).m_handler->characters({text, static_cast<std::size_t>(length)});
    }
    static void skippedEntity(void *self, const char *name, int isParameter)
    {
        if (!isParameter)
            refuseEntity(self, "the entity \"" + std::string(name) + "\" is not defined in the file");
    }
    static void declaredEntity(void *self, const char *name, int isParameter, const char *, int, const char *, const char *systemId, const char *, const char *)
    {
        if (!isParameter && systemId)
            refuseEntity(self, "the entity \"" + std::string(name) + "\" lies outside the file");
    }
    static void refuseEntity(void *self, const std::string &why) { stream(self).stop(stream(self).malformed(why)); }
};

void XmlStream::stop(Error error)
{
    if (m_stopped)
        return;
    m_stopped = std::move(error);
    XML_StopParser(m_parser, XML_FALSE);
}

std::int64_t XmlStream::line() const
{
    return static_cast<std::int64_t>(XML_GetCurrentLineNumber(m_parser));
}

std::int64_t XmlStream::offset() const
{
    return XML_GetCurrentByteIndex(m_parser);
}

std::optional<std::string> XmlStream::forbiddenCharacter(std::int64_t sinceOffset)
{
    while (!m_forbidden.empty() && m_forbidden.front().offset < sinceOffset)
        m_forbidden.pop_front();
    if (m_forbidden.empty() || m_forbidden.front().offset >= offset())
        return std::nullopt;
    std::array<char, 16> name{};
    std::snprintf(name.data(), name.size(), "U+%04X", m_forbidden.front().character);
    return std::string(name.data());
}

std::string XmlStream::place() const
{
    return m_input.name() + ", line " + std::to_string(line());
}

Error XmlStream::malformed(std::string reason) const
{
    return {ErrorCode::BadFormat, place(), "is not well-formed XML (%1); nothing was imported", {std::move(reason)}};
}

/// What the parser does not take, in the piece of the file that it was given last.
Error XmlStream::refusal(std::string_view piece, std::int64_t offsetOfPiece) const
{
    const XML_Error problem = XML_GetErrorCode(m_parser);
    if (problem == XML_ERROR_NO_ELEMENTS && m_fed == 0)
        return malformed("it is empty");
    const std::int64_t stopped = offset() - offsetOfPiece;
    const bool isKnown = (problem == XML_ERROR_INVALID_TOKEN || problem == XML_ERROR_UNDEFINED_ENTITY) && stopped >= 0 && stopped < static_cast<std::int64_t>(piece.size());
    if (!isKnown)
        return malformed(XML_ErrorString(problem));
    const auto [at, what] = misplacedAt(piece, static_cast<std::size_t>(stopped));
    const std::size_t column = XML_GetCurrentColumnNumber(m_parser) + 1 - (static_cast<std::size_t>(stopped) - at);
    return malformed("column " + std::to_string(column) + ": " + what);
}

/// White space of the same length takes the place of each, so that offsets stay what they are.
void XmlStream::replaceForbidden(std::string &text, std::int64_t offsetOfText)
{
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (!suspicious[byte])
            continue;
        if (isForbidden(byte)) {
            m_forbidden.push_back({offsetOfText + static_cast<std::int64_t>(at), byte});
            text[at] = ' ';
        } else if (byte == 0xEF && at + 2 < text.size() && text[at + 1] == '\xBF' && (text[at + 2] == '\xBE' || text[at + 2] == '\xBF')) {
            m_forbidden.push_back({offsetOfText + static_cast<std::int64_t>(at), text[at + 2] == '\xBE' ? 0xFFFEU : 0xFFFFU});
            text.replace(at, 3, "   ");
        } else if (byte == '&' && at + 2 < text.size() && text[at + 1] == '#') {
            const std::size_t end = text.find_first_not_of("#x0123456789ABCDEFabcdef", at + 1);
            if (end == std::string::npos || text[end] != ';')
                continue;
            const std::optional<unsigned> character = referredCharacter(std::string_view(text).substr(at + 2, end - at - 2));
            if (character && isForbidden(*character)) {
                m_forbidden.push_back({offsetOfText + static_cast<std::int64_t>(at), *character});
                text.replace(at, end + 1 - at, end + 1 - at, ' ');
            }
        }
    }
}

Result<void> XmlStream::feed(std::string &piece, bool last)
{
    piece.insert(0, m_held);
    m_held.clear();
    const std::size_t cut = last ? piece.size() : wholeCharacters(piece);
    m_held = piece.substr(cut);
    piece.resize(cut);
    const std::int64_t offsetOfPiece = m_fed;
    replaceForbidden(piece, offsetOfPiece);
    const XML_Status status = XML_Parse(m_parser, piece.data(), static_cast<int>(piece.size()), last ? 1 : 0);
    m_fed += static_cast<std::int64_t>(piece.size());
    if (m_stopped)
        return std::unexpected(*m_stopped);
    if (status != XML_STATUS_OK)
        return std::unexpected(refusal(piece, offsetOfPiece));
    if (m_forbidden.size() > mostForbidden)
        return fail(ErrorCode::BadFormat, place(), "is no text: it is full of control characters; nothing was imported");
    if (!last && m_fed - offset() > longestToken)
        return fail(ErrorCode::BadFormat, place(), "has a tag or a comment of more than %1 bytes; nothing was imported", longestToken);
    return {};
}

Result<void> XmlStream::read(XmlHandler &handler)
{
    const Parser parser(XML_ParserCreate("UTF-8"), XML_ParserFree);
    m_handler = &handler;
    m_parser = parser.get();
    XML_SetUserData(m_parser, this);
    XML_SetElementHandler(m_parser, Callbacks::start, Callbacks::end);
    XML_SetCharacterDataHandler(m_parser, Callbacks::text);
    XML_SetSkippedEntityHandler(m_parser, Callbacks::skippedEntity);
    XML_SetEntityDeclHandler(m_parser, Callbacks::declaredEntity);
    XML_SetBillionLaughsAttackProtectionMaximumAmplification(m_parser, mostGrowth);
    XML_SetBillionLaughsAttackProtectionActivationThreshold(m_parser, growthFrom);
    std::string piece;
    for (bool more = true; more;) {
        const Result<bool> read = m_input.read(piece);
        if (!read)
            return std::unexpected(read.error());
        more = *read;
        if (auto fed = feed(piece, !more); !fed)
            return fed;
    }
    return {};
}

bool readXmlText(std::string_view xml, XmlHandler &handler)
{
    const Parser parser(XML_ParserCreate("UTF-8"), XML_ParserFree);
    XML_SetUserData(parser.get(), &handler);
    const auto start = [](void *self, const char *name, const char **attributes) {
        static_cast<XmlHandler *>(self)->startElement(localName(name), XmlAttributes(attributes));
    };
    const auto end = [](void *self, const char *name) { static_cast<XmlHandler *>(self)->endElement(localName(name)); };
    const auto text = [](void *self, const char *characters, int length) {
        static_cast<XmlHandler *>(self)->characters({characters, static_cast<std::size_t>(length)});
    };
    XML_SetElementHandler(parser.get(), start, end);
    XML_SetCharacterDataHandler(parser.get(), text);
    return XML_Parse(parser.get(), xml.data(), static_cast<int>(xml.size()), 1) == XML_STATUS_OK;
}

}  // namespace interlinear::cat
