#include "app/workbench/row_room.h"

#include "engine/cat/document/subtitles/subtitle_rules.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace interlinear::workbench {

namespace {

struct RoomTexts {
    Q_DECLARE_TR_FUNCTIONS(RowRoom)
};

int codePoints(std::string_view text)
{
    return static_cast<int>(std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

/// In characters; a line ends at a line end, or at a tag that shows one.
std::vector<int> lineLengths(const TaggedText &target)
{
    std::vector<int> lengths{0};
    auto tag = target.tags.begin();
    for (std::size_t i = 0; i <= target.text.size(); ++i) {
        for (; tag != target.tags.end() && tag->offset <= i; ++tag) {
            if (tag->display == "↵")
                lengths.push_back(0);
        }
        if (i == target.text.size())
            break;
        if (target.text[i] == '\n')
            lengths.push_back(0);
        else
            lengths.back() += codePoints(std::string_view(target.text).substr(i, 1));
    }
    return lengths;
}

QString filled(const cat::LengthLimit &limit, int used)
{
    const int most = static_cast<int>(limit.most);
    const bool bytes = limit.unit == cat::LengthLimit::Unit::Bytes;
    const QString pattern = used <= most ? bytes ? RoomTexts::tr("%L1 of %L2 bytes, %L3 left") : RoomTexts::tr("%L1 of %L2 characters, %L3 left")
        : bytes                          ? RoomTexts::tr("%L1 of %L2 bytes, %L3 too many")
                                         : RoomTexts::tr("%L1 of %L2 characters, %L3 too many");
    return pattern.arg(used).arg(most).arg(std::abs(most - used));
}

QString overfilled(const cat::LengthLimit &limit, int used)
{
    const int surplus = used - static_cast<int>(limit.most);
    if (surplus <= 0)
        return {};
    return limit.unit == cat::LengthLimit::Unit::Bytes ? RoomTexts::tr("%Ln byte(s) too many", nullptr, surplus) : RoomTexts::tr("%Ln character(s) too many", nullptr, surplus);
}

QString joined(QStringList parts)
{
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

RoomUse useOfLines(const TaggedText &target, double seconds)
{
    const std::vector<int> lengths = lineLengths(target);
    const int longest = *std::ranges::max_element(lengths);
    const auto most = static_cast<int>(cat::subtitleLineCharacters);
    RoomUse use;
    if (seconds > 0)
        use.text = RoomTexts::tr("%1 a second").arg(QLocale().toString(codePoints(target.text) / seconds, 'f', 1));
    if (longest > most)
        use.problem = RoomTexts::tr("a line of %L1 characters, at most %L2").arg(longest).arg(most);
    if (lengths.size() > cat::subtitleLines)
        use.problem = joined({use.problem, RoomTexts::tr("%L1 lines, at most %L2").arg(lengths.size()).arg(cat::subtitleLines)});
    use.text = joined({use.text, RoomTexts::tr("longest line %L1 of %L2").arg(longest).arg(most)});
    return use;
}

}  // namespace

RowRoom roomOf(const cat::Segment &segment)
{
    return {segment.facts.limit, segment.kind == cat::BlockKind::Subtitle ? cat::secondsOf(segment.facts.context) : std::nullopt};
}

RoomUse useOf(const RowRoom &room, const TaggedText &target)
{
    RoomUse use;
    if (room.limit && room.limit->unit != cat::LengthLimit::Unit::Pixels) {
        const int used = room.limit->unit == cat::LengthLimit::Unit::Bytes ? static_cast<int>(target.text.size()) : codePoints(target.text);
        use = {filled(*room.limit, used), overfilled(*room.limit, used)};
    }
    if (room.seconds) {
        const RoomUse lines = useOfLines(target, *room.seconds);
        use = {joined({use.text, lines.text}), joined({use.problem, lines.problem})};
    }
    return use;
}

}  // namespace interlinear::workbench
