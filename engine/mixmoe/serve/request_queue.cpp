#include "engine/mixmoe/serve/request_queue.h"

namespace interlinear::mixmoe {

Claim claimOf(const QueuedRequest &request)
{
    return {request.alternatives ? Claim::Kind::Alternatives : request.priority == Priority::Document ? Claim::Kind::Document : Claim::Kind::Suggestion, request.segment};
}

RequestQueue::Place RequestQueue::placeOf(const QueuedRequest &request)
{
    const auto order = static_cast<std::int64_t>(request.id);
    return {request.priority, request.priority == Priority::Caret ? -order : order};
}

QueuedRequest RequestQueue::take(std::map<Place, QueuedRequest>::iterator position)
{
    QueuedRequest request = std::move(position->second);
    m_waiting.erase(position);
    m_bySegment.erase(claimOf(request));
    m_byId.erase(request.id);
    return request;
}

std::optional<QueuedRequest> RequestQueue::add(QueuedRequest request)
{
    std::optional<QueuedRequest> superseded;
    if (const auto older = m_bySegment.find(claimOf(request)); older != m_bySegment.end())
        superseded = take(m_waiting.find(older->second));
    const Place place = placeOf(request);
    m_bySegment[claimOf(request)] = place;
    m_byId[request.id] = place;
    m_waiting.emplace(place, std::move(request));
    return superseded;
}

std::optional<QueuedRequest> RequestQueue::remove(RequestId id)
{
    const auto place = m_byId.find(id);
    if (place == m_byId.end())
        return std::nullopt;
    return take(m_waiting.find(place->second));
}

std::vector<QueuedRequest> RequestQueue::removeAll(Priority priority)
{
    std::vector<QueuedRequest> removed;
    for (auto position = m_waiting.begin(); position != m_waiting.end();) {
        const auto current = position++;
        if (current->first.priority == priority)
            removed.push_back(take(current));
    }
    return removed;
}

std::vector<QueuedRequest> RequestQueue::takeNext(std::size_t mostOfDocument)
{
    std::vector<QueuedRequest> batch;
    while (!m_waiting.empty()) {
        const auto &[place, first] = *m_waiting.begin();
        const bool joins = batch.empty() || (place.priority == Priority::Document && batch.size() < mostOfDocument && !first.alone && !batch.front().alone);
        if (!joins)
            break;
        batch.push_back(take(m_waiting.begin()));
        if (batch.front().priority != Priority::Document)
            break;
    }
    return batch;
}

}  // namespace interlinear::mixmoe
