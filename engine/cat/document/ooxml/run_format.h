// What the properties of a run say, for deciding which runs look alike.
//
//   RunFormats formats;
//   std::size_t bold = formats.idOf("<w:rPr><w:b/><w:lang w:val=\"en-GB\"/></w:rPr>");
//   formats[bold].key;                                       // "<w:b/>": the language, proofing and revisions do not count
//   formats.described(bold, formats.idOf(""));               // "b"
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace interlinear::cat::ooxml {

struct RunProperty {
    std::string name;       ///< without its prefix: "b", "rFonts"
    std::string spelling;   ///< without what does not count

    bool operator==(const RunProperty &) const = default;
};

struct RunFormat {
    std::string raw;                       ///< the element as the file has it, without language, proofing and revisions; empty for a run without properties
    std::string key;                       ///< equal for runs that look alike
    std::vector<RunProperty> properties;   ///< those that count
    bool hidden = false;                   ///< text that no reader sees
    bool marksSpace = false;               ///< underlined, struck or shaded: white space of it is seen
};

/// The formats of a document, each once. Formats of equal key share one id, and the spelling of the first.
class RunFormats {
public:
    /// The ids are those of character styles that change nothing, which web pages leave in documents.
    explicit RunFormats(std::set<std::string> plainStyles = {}) : m_plainStyles(std::move(plainStyles)) { idOf({}); }

    /// Of an rPr element, or of nothing, which is 0.
    std::size_t idOf(std::string_view raw);
    const RunFormat &operator[](std::size_t id) const { return m_formats[id]; }

    /// Short names of what the format has beyond the base: "b i", "plain" where it has less.
    std::string described(std::size_t format, std::size_t base) const;
    /// The one with the fewest properties; of several, the first by spelling. The list is not empty.
    std::size_t plainest(const std::vector<std::size_t> &formats) const;

private:
    std::set<std::string> m_plainStyles;
    std::vector<RunFormat> m_formats;
    std::unordered_map<std::string, std::size_t> m_byRaw;
    std::unordered_map<std::string, std::size_t> m_byKey;
};

}  // namespace interlinear::cat::ooxml
