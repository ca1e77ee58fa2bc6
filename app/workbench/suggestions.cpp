#include "app/workbench/suggestions.h"

namespace interlinear::workbench {

using namespace mixmoe;

namespace {

constexpr qsizetype mostRemembered = 64;
constexpr int widerBeam = 4;
constexpr int patienceMs = 16;   // a frame

}  // namespace

Suggestions::Suggestions(EngineService &engine, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
{
    m_patience.setSingleShot(true);
    m_patience.setTimerType(Qt::PreciseTimer);
    m_patience.setInterval(patienceMs);
    connect(&m_patience, &QTimer::timeout, this, &Suggestions::ask);
    connect(&engine, &EngineService::stepped, this, &Suggestions::onStepped);
    connect(&engine, &EngineService::translated, this, &Suggestions::onTranslated);
    connect(&engine, &EngineService::failed, this, &Suggestions::onFailed);
    connect(&engine, &EngineService::modelLoaded, this, [this] {
        m_made.clear();
        m_madeOrder.clear();
        if (m_subject)
            ask();
    });
}

void Suggestions::setLanguages(const std::string &from, const std::string &to)
{
    close();
    m_from = from;
    m_to = to;
    m_terms.clear();
    m_made.clear();
    m_madeOrder.clear();
}

TranslateRequest Suggestions::requestFor(const SuggestionSubject &subject) const
{
    return {.source = subject.source,
            .from = m_from,
            .to = m_to,
            .before = readBefore(subject),
            .forcedPrefix = subject.typed,
            .draft = m_drafts.value(QString::fromStdString(subject.key)),
            .terms = termsOf(subject),
            .beamSize = subject.beamSize,
            .capture = CaptureLevel::Probabilities};
}

void Suggestions::open(const SuggestionSubject &subject, std::vector<SuggestionSubject> ahead)
{
    m_engine.cancelAll(Priority::Next);
    m_subject = subject;
    m_ahead = std::move(ahead);
    m_drafts.clear();
    stopRunning();
    if (madeAhead())
        ask();
    else
        m_patience.start();
}

void Suggestions::setDraft(const std::string &key, const TaggedText &draft)
{
    if (m_current && m_subject->key == key)
        return;
    m_drafts.insert(QString::fromStdString(key), draft);
    if (m_patience.isActive() && m_subject->key == key)
        ask();
}

void Suggestions::setTerms(const std::string &key, const std::vector<TermConstraint> &terms)
{
    if (terms == m_terms.value(QString::fromStdString(key)))
        return;
    m_runningAhead.removeIf([&](const auto &running) { return running.value().key == key; });   // under others
    if (terms.empty())
        m_terms.remove(QString::fromStdString(key));
    else
        m_terms.insert(QString::fromStdString(key), terms);
    const bool underWay = m_running || m_current;
    if (underWay && m_subject->key == key && m_asked != terms)
        ask();
}

void Suggestions::retype(const std::string &typed)
{
    if (!m_subject)
        return;
    m_subject->typed = typed;
    m_subject->beamSize = 1;
    ask();
}

void Suggestions::searchWider()
{
    if (!m_subject)
        return;
    m_subject->beamSize = widerBeam;
    ask();
}

void Suggestions::close()
{
    stopRunning();
    m_engine.cancelAll(Priority::Next);
    m_runningAhead.clear();
    m_subject.reset();
}

void Suggestions::stopRunning()
{
    m_patience.stop();
    m_current.reset();
    if (m_running)
        m_engine.cancel(m_running);
    m_running = 0;
}

/// The open segment's; null when there is none, or something else is wanted.
TranslationPointer Suggestions::madeAhead() const
{
    return m_subject->isPlain() ? madeFor(*m_subject) : nullptr;
}

void Suggestions::ask()
{
    stopRunning();
    if (!m_engine.canTranslate({m_from, m_to}))
        return;
    m_asked = termsOf(*m_subject);
    Q_EMIT began();
    if (const TranslationPointer made = madeAhead())
        finish(made);
    else
        m_running = m_engine.request(m_subject->key, Priority::Caret, requestFor(*m_subject));
}

void Suggestions::askAhead()
{
    for (const SuggestionSubject &subject : m_ahead) {
        if (!madeFor(subject) && subject.key != m_subject->key)
            m_runningAhead.insert(m_engine.request(subject.key, Priority::Next, requestFor(subject)), subject);
    }
}

void Suggestions::finish(const TranslationPointer &translation)
{
    m_current = translation;
    m_drafts.insert(QString::fromStdString(m_subject->key), translation->target);
    Q_EMIT finished(translation);
    if (m_subject)
        askAhead();
}

void Suggestions::onStepped(RequestId id, const StepEvent &event)
{
    if (id != m_running)
        return;
    if (event.step == 0)
        Q_EMIT began();
    Q_EMIT stepped(event);
}

void Suggestions::onTranslated(RequestId id, const TranslationPointer &translation)
{
    if (m_runningAhead.contains(id))
        remember(m_runningAhead.take(id), translation);
    if (id != m_running || !m_subject)
        return;
    m_running = 0;
    if (m_subject->isPlain())
        remember(*m_subject, translation);
    finish(translation);
}

void Suggestions::onFailed(RequestId id, const Error &error)
{
    m_runningAhead.remove(id);
    if (id != m_running)
        return;
    m_running = 0;
    const bool cannotContinue = error.code == ErrorCode::OutOfRange || error.code == ErrorCode::InvalidArgument;
    if (cannotContinue && !m_subject->typed.empty())
        retype({});   // too long, or nothing that the model could have written: it says what it would write itself
    else if (error.code != ErrorCode::Cancelled)
        Q_EMIT failed(error);
}

std::optional<SegmentBefore> Suggestions::readBefore(const SuggestionSubject &subject) const
{
    return m_engine.readsContext() ? subject.before : std::nullopt;
}

std::vector<TermConstraint> Suggestions::termsOf(const SuggestionSubject &subject) const
{
    return m_terms.value(QString::fromStdString(subject.key));
}

TranslationPointer Suggestions::madeFor(const SuggestionSubject &subject) const
{
    const Made made = m_made.value(QString::fromStdString(subject.key));
    return made.before == readBefore(subject) && made.terms == termsOf(subject) ? made.translation : nullptr;
}

void Suggestions::remember(const SuggestionSubject &subject, const TranslationPointer &translation)
{
    const QString name = QString::fromStdString(subject.key);
    if (!m_made.contains(name))
        m_madeOrder.enqueue(name);
    m_made.insert(name, {readBefore(subject), termsOf(subject), translation});
    while (m_madeOrder.size() > mostRemembered)
        m_made.remove(m_madeOrder.dequeue());
}

}  // namespace interlinear::workbench
