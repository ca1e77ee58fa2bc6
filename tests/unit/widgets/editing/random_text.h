// Random tagged texts of every script and of the characters that text documents treat specially.
#pragma once

#include "engine/core/tagged_text.h"

#include <QRandomGenerator>
#include <QStringList>

namespace interlinear::widgets {

inline TaggedText randomTaggedText(QRandomGenerator &random)
{
    static const QStringList pieces{QStringLiteral("a"),          QStringLiteral("Kälte "),     QStringLiteral("👍🏽"),         QStringLiteral("שלום"),
                                    QStringLiteral("漢字"),       QStringLiteral("e\u0301"),    QStringLiteral("\n"),          QStringLiteral("\r\n"),
                                    QStringLiteral("\u2028"),     QStringLiteral("\u2029"),     QStringLiteral("\uFFFC"),      QStringLiteral("\uFDD0\uFDD1"),
                                    QStringLiteral("\u00A0\t  "), QString(QChar(u'\0')),        QStringLiteral("\U0001F468\u200D\U0001F469")};
    TaggedText text;
    std::vector<int> open;
    int lastId = 0;
    for (int count = random.bounded(14); count > 0; --count) {
        text.text += pieces[random.bounded(pieces.size())].toStdString();
        const int choice = random.bounded(6);
        if (choice == 0) {
            open.push_back(++lastId);
            text.tags.push_back({lastId, TagKind::Open, text.text.size(), "**", lastId % 2 ? "b" : ""});
        } else if (choice == 1) {
            text.tags.push_back({++lastId, TagKind::Standalone, text.text.size(), "<br/>", "br"});
        } else if (choice == 2 && !open.empty()) {
            text.tags.push_back({open.back(), TagKind::Close, text.text.size(), "**", "b"});
            open.pop_back();
        }
    }
    for (; !open.empty(); open.pop_back())
        text.tags.push_back({open.back(), TagKind::Close, text.text.size(), "**", "b"});
    return text;
}

}  // namespace interlinear::widgets
