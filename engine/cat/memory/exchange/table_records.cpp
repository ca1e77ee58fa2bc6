#include "engine/cat/memory/exchange/table_records.h"

#include "engine/cat/memory/exchange/unit_sink.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace interlinear::cat {

namespace {

constexpr std::size_t recordsToLookAt = 20;
constexpr std::size_t mostFields = 1000;

/// How many of the first records hold the delimiter outside quotes as often as most of those that hold it.
std::size_t recordsDividedAlike(std::string_view text, char delimiter)
{
    std::map<std::size_t, std::size_t> recordsOfCount;
    std::size_t records = 0;
    std::size_t count = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size() && records < recordsToLookAt; ++at) {
        const char c = text[at];
        quoted = quoted != (c == '"');
        count += c == delimiter && !quoted ? 1 : 0;
        if ((c == '\n' && !quoted) || at + 1 == text.size()) {
            ++records;
            if (count > 0)
                ++recordsOfCount[std::exchange(count, 0)];
        }
    }
    std::size_t most = 0;
    for (const auto &[fields, number] : recordsOfCount)
        most = std::max(most, number);
    return most;
}

char delimiterOf(std::string_view text)
{
    char best = ',';
    std::size_t most = 0;
    for (const char delimiter : {'\t', ';', ','}) {
        if (const std::size_t records = recordsDividedAlike(text, delimiter); records > most) {
            most = records;
            best = delimiter;
        }
    }
    return best;
}

}  // namespace

Result<bool> TableRecords::fill()
{
    m_at = 0;
    return m_input.read(m_bytes);
}

Result<int> TableRecords::peek()
{
    if (m_at == m_bytes.size()) {
        const Result<bool> more = fill();
        if (!more)
            return std::unexpected(more.error());
        if (!*more)
            return -1;
    }
    return static_cast<unsigned char>(m_bytes[m_at]);
}

Result<void> TableRecords::begin()
{
    m_begun = true;
    const Result<bool> more = fill();
    if (!more)
        return std::unexpected(more.error());
    m_delimiter = delimiterOf(m_bytes);
    return {};
}

Result<bool> TableRecords::next()
{
    if (!m_begun) {
        if (auto begun = begin(); !begun)
            return std::unexpected(begun.error());
    }
    m_fields.clear();
    m_recordLine = m_line;
    Result<int> c = peek();
    if (c && *c < 0)
        return false;
    for (bool more = true; more;) {
        if (auto field = readField(); !field)
            return std::unexpected(field.error());
        c = peek();
        if (!c)
            return std::unexpected(c.error());
        more = *c == m_delimiter;
        if (more && m_fields.size() == mostFields)
            return fail(ErrorCode::BadFormat, place(m_recordLine), "has more than %1 fields; nothing was imported", mostFields);
        if (*c >= 0)
            ++m_at;
    }
    ++m_line;
    return true;
}

std::string TableRecords::place(std::int64_t line) const
{
    return m_input.name() + ", line " + std::to_string(line);
}

/// Up to the delimiter, the line end or the end of the file. A carriage return before the line end is none of the text.
Result<void> TableRecords::readField()
{
    m_fields.emplace_back();
    std::string &field = m_fields.back();
    Result<int> c = peek();
    if (c && *c == '"') {
        if (auto quoted = readQuoted(); !quoted)
            return quoted;
    }
    for (c = peek(); c && *c >= 0 && *c != m_delimiter && *c != '\n'; c = peek()) {
        const std::size_t end = std::min(m_bytes.find_first_of(std::array{m_delimiter, '\n', '\0'}.data(), m_at), m_bytes.size());
        const std::size_t taken = std::max(end, m_at + 1);
        field.append(m_bytes, m_at, taken - m_at);
        m_at = taken;
        if (field.size() > largestUnit)
            return fail(ErrorCode::BadFormat, place(m_recordLine), "has a field of more than %1 bytes; nothing was imported", largestUnit);
    }
    if (!c)
        return std::unexpected(c.error());
    if (field.ends_with('\r') && *c != m_delimiter)
        field.pop_back();
    return {};
}

Result<void> TableRecords::readQuoted()
{
    std::string &field = m_fields.back();
    const std::int64_t line = m_line;
    ++m_at;
    for (;;) {
        const Result<int> c = peek();
        if (!c)
            return std::unexpected(c.error());
        if (*c < 0 || field.size() > largestUnit)
            return fail(ErrorCode::BadFormat, place(line),
                        "has a quotation mark (\") that begins a field and is never closed; nothing was imported");
        ++m_at;
        if (*c != '"') {
            m_line += *c == '\n' ? 1 : 0;
            field += static_cast<char>(*c);
            continue;
        }
        const Result<int> behind = peek();
        if (!behind)
            return std::unexpected(behind.error());
        if (*behind != '"')
            return {};
        field += '"';
        ++m_at;
    }
}

}  // namespace interlinear::cat
