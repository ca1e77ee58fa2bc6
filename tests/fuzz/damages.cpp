#include "tests/fuzz/damages.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace interlinear::fuzz {

namespace {

constexpr std::size_t longest = 1 << 20;
constexpr std::size_t places = 6;
constexpr std::array<std::size_t, 2> depths{65, 4000};
constexpr std::size_t greatestDepth = 100'000;

using namespace std::string_literals;
using namespace std::string_view_literals;
constexpr std::array numbers{"0"sv, "-1"sv, "4294967296"sv, "99999999999999999999999"sv, ""sv};
constexpr std::array badBytes{"\0"sv, "\xC0\xAF"sv, "\xED\xA0\x80"sv, "\xF4\x90\x80\x80"sv, "\xFF"sv, "\xEF\xBB\xBF"sv, "\xEF\xBF\xBE"sv};

std::string repeated(std::string_view block, std::size_t times)
{
    std::string result;
    for (std::size_t i = 0; i < times && result.size() < longest; ++i)
        result += block;
    return result;
}

// Behind a sign after which something new may begin, near the n-th of `places` equal parts.
std::size_t placeIn(const std::string &sample, std::size_t n)
{
    const std::size_t at = sample.find_first_of(">\n:= ", sample.size() * n / places);
    return at == std::string::npos ? sample.size() : at + 1;
}

std::string with(std::string sample, std::size_t at, std::string_view inserted)
{
    return sample.insert(at, inserted);
}

bool visitNests(const std::string &sample, const Nest &nest, const Visit &visit)
{
    for (const std::size_t depth : depths) {
        const std::string open = repeated(nest.open, depth);
        const std::string closed = open + "x" + repeated(nest.close, depth);
        for (std::size_t n = 0; n < places; ++n) {
            if (!visit(with(sample, placeIn(sample, n), n % 3 == 2 ? open : closed)))
                return false;
        }
    }
    const std::string deep = repeated(nest.open, greatestDepth);
    return visit(deep) && visit(deep + "x" + repeated(nest.close, greatestDepth)) && visit(with(sample, placeIn(sample, places / 2), deep));
}

std::string withNumbers(const std::string &sample, std::string_view number)
{
    std::string result;
    for (std::size_t at = 0; at < sample.size(); ++at) {
        const bool digit = std::isdigit(static_cast<unsigned char>(sample[at]));
        const bool first = digit && (at == 0 || !std::isdigit(static_cast<unsigned char>(sample[at - 1])));
        if (!digit)
            result += sample[at];
        else if (first)
            result += number;
    }
    return result;
}

// Each byte as a unit of that many bytes.
std::string widened(const std::string &sample, std::size_t unit, bool bigEndian)
{
    std::string result;
    for (const char c : sample) {
        std::string bytes(unit, '\0');
        bytes[bigEndian ? unit - 1 : 0] = c;
        result += bytes;
    }
    return result;
}

bool visitEncodings(const std::string &sample, const Visit &visit)
{
    const std::string little = widened(sample, 2, false);
    const std::string big = widened(sample, 2, true);
    for (const std::string &file : {little, big, "\xFF\xFE" + little, "\xFE\xFF" + big, "\xFF\xFE" + little + "a", "\xFF\xFE" + little + "\x34\xD8", "\xFE\xFF" + sample,
                                    "\xFF\xFE\0\0"s + widened(sample, 4, false), widened(sample, 4, true), "\xEF\xBB\xBF" + sample, "\xEF\xBB\xBF\xEF\xBB\xBF" + sample}) {
        if (!visit(file))
            return false;
    }
    for (const std::string_view bytes : badBytes) {
        for (std::size_t n = 0; n <= places; n += 2) {
            if (!visit(with(sample, std::min(sample.size(), placeIn(sample, n)), bytes)))
                return false;
        }
    }
    return visit(std::string(4096, '\0')) && visit(std::string(4096, '\xFF')) && visit("") && visit("\n");
}

bool visitEntities(const std::string &sample, const Visit &visit)
{
    std::string growing = "<!DOCTYPE a [<!ENTITY e0 \"lol\">";
    for (int i = 1; i < 12; ++i)
        growing += "<!ENTITY e" + std::to_string(i) + " \"" + std::string(repeated("&e" + std::to_string(i - 1) + ";", 10)) + "\">";
    growing += "]>";
    const std::string wide = "<!DOCTYPE a [<!ENTITY e11 \"" + std::string(200'000, 'a') + "\">]>";
    const std::string foreign = "<!DOCTYPE a [<!ENTITY e11 SYSTEM \"file:///etc/passwd\">]>";
    const std::string remote = "<!DOCTYPE a SYSTEM \"http://localhost:1/a.dtd\" [<!ENTITY % p SYSTEM \"http://localhost:1/b\">%p;]>";
    const std::size_t declaration = sample.find("?>");
    const std::size_t head = declaration == std::string::npos ? 0 : declaration + 2;
    for (const std::string &type : {growing, wide, foreign, remote}) {
        for (const std::size_t n : {places / 3, places / 2}) {
            const std::size_t at = std::max(head, placeIn(sample, n));
            if (!visit(with(with(sample, at, repeated("&e11;", 1000)), head, type)))
                return false;
        }
    }
    return true;
}

bool visitRepetitions(const std::string &sample, const Visit &visit)
{
    std::string oneLine = sample;
    std::erase(oneLine, '\n');
    std::string oldLines = sample;
    std::ranges::replace(oldLines, '\n', '\r');
    const std::size_t begin = placeIn(sample, 1);
    const std::size_t end = placeIn(sample, 2);
    const std::string block = sample.substr(begin, end - begin);
    return visit(sample + sample) && visit(oneLine) && visit(oldLines) && visit(with(sample, begin, repeated(block, 2000)))
        && visit(with(sample, begin, repeated("word ", 40'000))) && visit(with(sample, begin, std::string(300'000, 'a'))) && visit(with(sample, begin, repeated("\n", 100'000)));
}

}  // namespace

bool visitDamages(const std::string &sample, const std::vector<Nest> &nests, const Visit &visit)
{
    for (const std::string_view number : numbers) {
        if (!visit(withNumbers(sample, number)))
            return false;
    }
    const auto nested = [&](const Nest &nest) { return visitNests(sample, nest, visit); };
    return visitEncodings(sample, visit) && visitEntities(sample, visit) && visitRepetitions(sample, visit) && std::ranges::all_of(nests, nested);
}

bool visitBeginnings(const std::string &sample, std::size_t step, const Visit &visit)
{
    for (std::size_t length = 0; length < sample.size(); length += step) {
        if (!visit(sample.substr(0, length)))
            return false;
    }
    return true;
}

}  // namespace interlinear::fuzz
