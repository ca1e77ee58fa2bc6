#include "engine/core/delimited_text.h"

#include <algorithm>

namespace interlinear {

DelimitedReader::DelimitedReader(std::string_view text, char separator) : m_text(text), m_separator(separator)
{
    if (m_text.starts_with("\xEF\xBB\xBF"))
        m_at = 3;
}

Result<std::optional<DelimitedRecord>> DelimitedReader::next()
{
    while (takeLineEnd()) {
    }
    if (m_at >= m_text.size())
        return std::optional<DelimitedRecord>();
    DelimitedRecord record{{}, m_line};
    for (;;) {
        Result<std::string> field = takeField();
        if (!field) {
            m_at = m_text.size();
            return std::unexpected(field.error());
        }
        record.fields.push_back(std::move(*field));
        if (m_at >= m_text.size() || takeLineEnd())
            return record;
        ++m_at;   // the separator
    }
}

bool DelimitedReader::takeLineEnd()
{
    if (m_at >= m_text.size() || (m_text[m_at] != '\n' && m_text[m_at] != '\r'))
        return false;
    m_at += m_text.substr(m_at).starts_with("\r\n") ? 2 : 1;
    ++m_line;
    return true;
}

bool DelimitedReader::atFieldEnd() const
{
    return m_at >= m_text.size() || m_text[m_at] == m_separator || m_text[m_at] == '\n' || m_text[m_at] == '\r';
}

Result<std::string> DelimitedReader::takeField()
{
    if (m_at < m_text.size() && m_text[m_at] == '"')
        return takeQuoted();
    const std::size_t begin = m_at;
    while (!atFieldEnd())
        ++m_at;
    return std::string(m_text.substr(begin, m_at - begin));
}

Result<std::string> DelimitedReader::takeQuoted()
{
    const std::int64_t begun = m_line;
    const auto place = [](std::int64_t line) { return "line " + std::to_string(line); };
    std::string field;
    for (++m_at; m_at < m_text.size(); ++m_at) {
        const char c = m_text[m_at];
        if (c == '"' && !m_text.substr(m_at + 1).starts_with('"')) {
            ++m_at;
            if (!atFieldEnd())
                return fail(ErrorCode::BadFormat, place(m_line),
                            "has text behind a closing quote; expected a separator or the end of the line, and quotes within quotes doubled");
            return field;
        }
        const bool endsLine = c == '\n' || (c == '\r' && !m_text.substr(m_at + 1).starts_with('\n'));
        m_line += endsLine ? 1 : 0;
        m_at += c == '"' ? 1 : 0;   // of two the second
        field += c;
    }
    return fail(ErrorCode::BadFormat, place(begun), "opens a quote that nothing closes");
}

std::string delimitedRecord(const std::vector<std::string> &fields, char separator)
{
    std::string record;
    const std::string special = std::string("\"\r\n") + separator;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string &field = fields[i];
        if (i > 0)
            record += separator;
        // A record of one empty field would be a blank line; spaces at the edges are lost on some programs.
        const bool isPlain = field.find_first_of(special) == std::string::npos && !field.starts_with(' ') && !field.ends_with(' ');
        if (isPlain && !(fields.size() == 1 && field.empty())) {
            record += field;
            continue;
        }
        record += '"';
        for (const char c : field)
            record += c == '"' ? "\"\"" : std::string(1, c);
        record += '"';
    }
    return record;
}

}  // namespace interlinear
