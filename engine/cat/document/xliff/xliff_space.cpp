#include "engine/cat/document/xliff/xliff_space.h"

#include "engine/cat/segmentation/white_space.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

constexpr std::string_view spaces = " \t\r\n";

// Rebuilds a content with its white space settled.
class Settling {
public:
    Settling(XliffContent &content, XliffSpace space) : m_space(space), m_text(std::move(content.text)), m_codes(std::move(content.codes)), m_settled(content)
    {
        m_settled.text = {};
        m_settled.codes.clear();
    }

    void run()
    {
        std::size_t at = 0;
        for (std::size_t i = 0; i < m_text.tags.size(); ++i) {
            piece(std::string_view(m_text.text).substr(at, m_text.tags[i].offset - at));
            at = m_text.tags[i].offset;
            m_text.tags[i].offset = m_settled.text.text.size();
            m_settled.text.tags.push_back(std::move(m_text.tags[i]));
            m_settled.codes.push_back(std::move(m_codes[i]));
        }
        piece(std::string_view(m_text.text).substr(at));
    }

private:
    // Text without tags.
    void piece(std::string_view text)
    {
        while (!text.empty()) {
            const std::size_t begin = std::min(text.find_first_of(spaces), text.size());
            m_settled.text.text += text.substr(0, begin);
            text.remove_prefix(begin);
            const std::size_t end = std::min(text.find_first_not_of(spaces), text.size());
            run(text.substr(0, end));
            text.remove_prefix(end);
        }
    }

    void run(std::string_view space)
    {
        const std::size_t lineEnd = space.find('\n');
        const bool indented = lineEnd != std::string_view::npos && space.find_first_of(" \t", lineEnd) != std::string_view::npos;
        const bool one = m_space == XliffSpace::Default ? space.find_first_of("\t\r\n") != std::string_view::npos : m_space == XliffSpace::Unsaid && indented;
        if (one) {
            m_settled.text.text += ' ';
            return;
        }
        for (std::size_t i = 0; i < space.size(); ++i) {
            const std::size_t length = space.substr(i).starts_with("\r\n") ? 2 : 1;
            if (space[i] == ' ')
                m_settled.text.text += ' ';
            else
                addSpaceTag(m_settled, space[i] == '\t' ? '\t' : '\n', space.substr(i, length));
            i += length - 1;
        }
    }

    XliffSpace m_space;
    TaggedText m_text;
    std::vector<XliffCode> m_codes;
    XliffContent &m_settled;
};

}  // namespace

void addSpaceTag(XliffContent &content, char character, std::string_view bytes)
{
    const TagPermissions may{true, true, true};
    content.text.tags.push_back({0, TagKind::Standalone, content.text.text.size(), std::string(bytes), character == '\t' ? "⇥" : "↵", may});
    content.codes.push_back({.element = false});
}

void trimSpace(XliffContent &content)
{
    TaggedText &text = content.text;
    const std::size_t firstThing = text.tags.empty() ? text.text.size() : text.tags.front().offset;
    const std::size_t before = leadingWhiteSpace(std::string_view(text.text).substr(0, firstThing));
    const std::size_t lastThing = text.tags.empty() ? before : text.tags.back().offset;
    const std::size_t behind = trailingWhiteSpace(std::string_view(text.text).substr(lastThing));
    content.behind = text.text.substr(text.text.size() - behind);
    content.before = text.text.substr(0, before);
    if (before + behind == 0)
        return;
    text.text.resize(text.text.size() - behind);
    text.text.erase(0, before);
    for (InlineTag &tag : text.tags)
        tag.offset -= before;
}

void settleSpace(XliffContent &content, XliffSpace space)
{
    if (std::ranges::any_of(content.text.text, [](char c) { return static_cast<unsigned char>(c) < ' '; }))   // tabs and line ends: XML has no others
        Settling(content, space).run();
}

}  // namespace interlinear::cat
