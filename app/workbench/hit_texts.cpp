#include "app/workbench/hit_texts.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>

namespace interlinear::workbench {

namespace {

struct HitTexts {
    Q_DECLARE_TR_FUNCTIONS(HitTexts)
};

std::vector<Utf16Span> utf16(const std::string &text, const std::vector<ByteSpan> &spans)
{
    const Utf16Map map(text);
    std::vector<Utf16Span> result;
    for (const ByteSpan &span : spans)
        result.push_back(map.toUtf16(span));
    return result;
}

QString stretch(const std::string &text, ByteSpan span)
{
    return QString::fromStdString(text.substr(span.begin, span.length()));
}

QString originText(cat::Origin origin)
{
    switch (origin) {
    case cat::Origin::Human:
        return HitTexts::tr("by a person");
    case cat::Origin::PostEdited:
        return HitTexts::tr("machine text, corrected");
    case cat::Origin::Machine:
        return HitTexts::tr("machine text");
    case cat::Origin::Imported:
        return HitTexts::tr("imported");
    }
    return {};
}

QString factsOf(const cat::Unit &unit, const std::filesystem::path &memory)
{
    QStringList facts{QString::fromStdString(memory.stem().string())};
    if (!unit.document.empty())
        facts << QFileInfo(QString::fromStdString(unit.document)).fileName();
    if (!unit.author.empty())
        facts << QString::fromStdString(unit.author);
    if (const std::int64_t changed = unit.changedMs ? unit.changedMs : unit.createdMs)
        facts << QDateTime::fromMSecsSinceEpoch(changed).date().toString(Qt::ISODate);
    facts << originText(unit.origin);
    if (!unit.approved)
        facts << HitTexts::tr("not approved");
    return facts.join(QStringLiteral(" · "));
}

/// "“Festplatte” or “Harddisk”"
QString oneOf(const std::vector<std::string> &terms)
{
    QStringList quoted;
    for (const std::string &term : terms)
        quoted << HitTexts::tr("“%1”").arg(QString::fromStdString(term));
    return quoted.join(HitTexts::tr(" or "));
}

QString findingText(const cat::TermFinding &finding)
{
    const QString term = QString::fromStdString(finding.entry.terms[finding.term].text);
    if (finding.kind == cat::TermFinding::Kind::Missing)
        return HitTexts::tr("term missing: “%1” is %2").arg(term, oneOf(finding.expected));
    return finding.expected.empty() ? HitTexts::tr("forbidden term “%1”").arg(term)
                                    : HitTexts::tr("forbidden term “%1”: use %2").arg(term, oneOf(finding.expected));
}

}  // namespace

widgets::ConcordanceRow concordanceRow(const cat::ConcordanceHit &hit, const std::filesystem::path &memory)
{
    return {.source = QString::fromStdString(hit.unit.source.text),
            .target = QString::fromStdString(hit.unit.target.text),
            .inSource = utf16(hit.unit.source.text, hit.inSource),
            .inTarget = utf16(hit.unit.target.text, hit.inTarget),
            .facts = factsOf(hit.unit, memory)};
}

widgets::FragmentRow fragmentRow(const cat::Fragment &fragment, const std::string &segment)
{
    return {.phrase = stretch(segment, fragment.inQuery),
            .translation = stretch(fragment.unit.target.text, fragment.inTarget),
            .origin = HitTexts::tr("in %Ln unit(s), %1 % sure", nullptr, static_cast<int>(fragment.units)).arg(fragment.confidencePerMille / 10)};
}

QString explanationOf(const cat::Concept &entry)
{
    QStringList parts;
    if (!entry.definition.empty())
        parts << QString::fromStdString(entry.definition);
    for (const std::vector<std::string> *list : {&entry.domains, &entry.notes}) {
        for (const std::string &text : *list)
            parts << QString::fromStdString(text);
    }
    return parts.join(QStringLiteral(" · "));
}

widgets::TermState shownStatus(cat::TermStatus status)
{
    switch (status) {
    case cat::TermStatus::Unknown:
        return widgets::TermState::Unknown;
    case cat::TermStatus::Preferred:
        return widgets::TermState::Preferred;
    case cat::TermStatus::Admitted:
        return widgets::TermState::Admitted;
    case cat::TermStatus::Forbidden:
        return widgets::TermState::Forbidden;
    }
    return widgets::TermState::Unknown;
}

QString findingsText(const std::vector<cat::TermFinding> &findings)
{
    QStringList sentences;
    for (const cat::TermFinding &finding : findings)
        sentences << findingText(finding);
    sentences.removeDuplicates();
    return sentences.join(QStringLiteral("; "));
}

}  // namespace interlinear::workbench
