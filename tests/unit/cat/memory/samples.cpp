#include "tests/unit/cat/memory/samples.h"

#include "engine/core/utf8.h"

#include <algorithm>
#include <array>
#include <vector>

namespace interlinear::cat::samples {

namespace {

constexpr std::array sentences{
    "The heat pump is switched on automatically when the outside temperature drops below 5 °C.",
    "The heat pump is switched off automatically when the outside temperature rises above 18 °C.",
    "Press Enter to confirm the segment.",
    "Press Enter to confirm the segment, then press Escape.",
    "Do not open the cover while the fan is running!",
    "Don't open the cover while the fan is running.",
    "Page 3 of 12",
    "Page 4 of 12",
    "WARNING",
    "Warning",
    "Who is going to pay for all of this, if not you?",
    "I have no idea who is going to pay for this.",
    "She said: \"I'll be back by 10:30.\"",
    "…",
    "1.5 kg",
    "東京都に住んでいます。",
    "東京都に住んでいました。",
    "我们今天去北京。",
    "ฉันรักภาษาไทย",
    "Ça va très bien, merci — et toi ?",
    "Straße, Größe und Fußgänger",
    "👍🏽 great, thanks!",
};

constexpr std::array words{"the", "pump", "is", "not", "running", "Enter", "12", "3.5", "über", "cover", "and", "ไทย", "京", "!", ",", "(", "I'm", "NASA", "USB3", "CO2"};

constexpr std::array hostilePieces{
    "'; DROP TABLE unit; --", "\"quoted\"", "<b>bold</b>", "&amp;", "]]>", "<!--", "%1 %s %n", "\t", "\n", "\r", "\r\n", "\x01", "\x1B[31m", "\x7F", "\xEF\xBF\xBE", "\xEF\xBF\xBF",
    "👩‍👩‍👧", "שלום", "e\xCC\x81", "\xE2\x80\x8B", "\xEF\xBB\xBF", "  ", "x", "NULL", "𝔘𝔫𝔦", "?1", "\\", "U+0041",
};

template <typename Choices>
std::string pick(const Choices &choices, Random &random)
{
    return choices[below(random, choices.size())];
}

std::vector<std::string> split(const std::string &text)
{
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t end = text.find(' '); end != std::string::npos; end = text.find(' ', begin)) {
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    parts.push_back(text.substr(begin));
    return parts;
}

std::size_t characterStart(const std::string &text, std::size_t offset)
{
    while (offset > 0 && offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80)
        --offset;
    return offset;
}

}  // namespace

std::size_t below(Random &random, std::size_t end)
{
    return random() % end;
}

std::string sentence(Random &random)
{
    std::string text = pick(sentences, random);
    return below(random, 2) == 0 ? text : edited(std::move(text), random);
}

std::string edited(std::string text, Random &random)
{
    std::vector<std::string> parts = split(text);
    for (std::size_t edits = 1 + below(random, 4); edits > 0; --edits) {
        const std::size_t at = below(random, parts.size());
        switch (below(random, 6)) {
        case 0: parts[at] = pick(words, random); break;
        case 1: parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(at), pick(words, random)); break;
        case 2: if (parts.size() > 1) parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at)); break;
        case 3: if (!parts[at].empty() && parts[at][0] >= 'a' && parts[at][0] <= 'z') parts[at][0] = static_cast<char>(parts[at][0] - 'a' + 'A'); break;
        case 4: parts[at] += pick(std::array{",", ".", " ", "!", "\t"}, random); break;
        default: std::swap(parts[at], parts[below(random, parts.size())]); break;
        }
    }
    std::string result;
    for (const std::string &part : parts)
        result += (result.empty() ? "" : " ") + part;
    return result.empty() ? "x" : result;
}

TaggedText withTags(std::string text, Random &random)
{
    TaggedText result{std::move(text), {}};
    if (below(random, 3) != 0)
        return result;
    std::vector<std::size_t> offsets;
    for (std::size_t i = 0; i < 3; ++i)
        offsets.push_back(characterStart(result.text, below(random, result.text.size() + 1)));
    std::sort(offsets.begin(), offsets.end());
    const int first = 1 + static_cast<int>(below(random, 3));
    const std::string name = pick(std::array{"b", "i", "code"}, random);
    result.tags = {{first, TagKind::Open, offsets[0], "<" + name + ">", name},
                   {first + 1, TagKind::Standalone, offsets[1], "<br title=\"a & b\"/>", ""},
                   {first, TagKind::Close, offsets[2], "</" + name + ">", name}};
    return result;
}

TaggedText segment(Random &random)
{
    return withTags(sentence(random), random);
}

std::string hostileText(Random &random)
{
    std::string text;
    for (std::size_t pieces = 1 + below(random, 8); pieces > 0; --pieces)
        text += pick(hostilePieces, random);
    if (below(random, 4) == 0)
        text += '\0';
    return text;
}

Unit unit(Random &random)
{
    Unit unit;
    unit.id = newUnitId();
    unit.source = segment(random);
    unit.target = segment(random);
    if (below(random, 2) == 0)
        unit.previous = sentence(random);
    if (below(random, 2) == 0)
        unit.next = below(random, 2) == 0 ? "" : sentence(random);
    unit.document = "guide.md";
    unit.author = "Zoë";
    unit.createdMs = 1'700'000'000'000 + static_cast<std::int64_t>(below(random, 1000)) * 1000;
    unit.changedMs = unit.createdMs + static_cast<std::int64_t>(below(random, 5)) * 1000;
    unit.origin = static_cast<Origin>(below(random, 4));
    return unit;
}

Unit unitOf(const std::string &source, const std::string &target)
{
    Unit unit;
    unit.id = newUnitId();
    unit.source.text = source;
    unit.target.text = target;
    return unit;
}

}  // namespace interlinear::cat::samples
