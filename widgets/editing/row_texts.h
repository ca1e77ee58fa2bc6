// The laid-out texts of the rows that were painted last, so that scrolling does not lay them out again.
//
//   QTextDocument &document = texts.laidOut(row.id, Side::Source, row.source, width, font);
//   document.size().height();
//   document.drawContents(&painter);
#pragma once

#include "engine/core/tagged_text.h"
#include "widgets/plot/theme.h"

#include <QCache>
#include <QFont>
#include <QTextDocument>

#include <cstdint>

namespace interlinear::widgets {

class RowTexts {
public:
    enum class Side { Source, Target };

    RowTexts();

    /// Forgets everything laid out in other colours.
    void setTheme(const Theme &theme);
    /// Wrapped at the width, margin 0. Valid until the next call. Laid out anew when anything but the id and side differs from the last time.
    QTextDocument &laidOut(std::int64_t id, Side side, const TaggedText &text, int width, const QFont &font);

private:
    struct Entry {
        QTextDocument document;
        TaggedText text;
    };

    Theme m_theme = Theme::light();
    QCache<std::pair<std::int64_t, int>, Entry> m_entries;
};

}  // namespace interlinear::widgets
