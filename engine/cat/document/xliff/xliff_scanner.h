// What the scanners of XLIFF 1.2 and 2 share: the way through the elements down to the units, and what units inherit from those around them.
//
//   class Scanner final : public XliffScanner { void start(std::string_view name) override; … };
//   Scanner(file, visit).run();
#pragma once

#include "engine/cat/document/xliff/xliff_scan.h"
#include "engine/cat/document/xliff/xliff_units.h"
#include "engine/cat/document/xml/xml_cursor.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// What holds for all that an element surrounds.
struct XliffScope {
    std::size_t depth = 0;
    bool translate = true;
    XliffSpace space = XliffSpace::Unsaid;
    std::string context;
    std::optional<LengthLimit> limit;
    bool countsCodePoints = false;   ///< size restrictions are in characters
    bool countsBytes = false;        ///< storage restrictions are in bytes of UTF-8
};

class XliffScanner {
public:
    void run();

protected:
    XliffScanner(const XliffFile &file, const XliffVisitor &visit) : m_file(file), m_cursor(file.text), m_visit(visit), m_scopes{{}} {}
    ~XliffScanner() = default;

    /// On a Start outside of units, with its coreName(): goes in, by enter(), or to its end.
    virtual void start(std::string_view name) = 0;

    const XliffScope &scope() const { return m_scopes.back(); }
    XliffScope &scope() { return m_scopes.back(); }
    /// Of the Start that has these attributes.
    XliffScope scopeOf(const std::vector<XmlAttribute> &attributes) const;
    /// Into the element; the value of that attribute, if any, joins the context.
    void enter(std::string_view nameAttribute = {});
    /// On a Start that has not ended yet: calls `visit(name)` on each Start that it holds, which may go to that one's end; then stands on its end.
    template <typename Visit>
    void forEachInside(const Visit &visit)
    {
        const std::size_t depth = m_cursor.depth();
        while (m_cursor.next() && !(m_cursor.token().kind == XmlKind::End && m_cursor.depth() == depth)) {
            if (m_cursor.token().kind == XmlKind::Start)
                visit(coreName(m_file, m_cursor));
        }
    }
    /// A note's text, if there is any.
    void addNote(XliffUnit &unit);
    void give(const XliffUnit &unit) { m_goesOn = m_visit(unit); }

    const XliffFile &m_file;
    XmlCursor m_cursor;

private:
    const XliffVisitor &m_visit;
    std::vector<XliffScope> m_scopes;
    bool m_goesOn = true;
};

/// "context/name", or the one of them that is not empty.
std::string joinedContext(const std::string &context, const std::string &name);

}  // namespace interlinear::cat
