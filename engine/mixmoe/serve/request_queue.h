// The inbox of the engine: requests in the order in which they are to be served, the newest one a segment only.
//
//   RequestQueue queue;
//   std::optional<QueuedRequest> superseded = queue.add({.id = 7, .segment = "doc 1/12", .priority = Priority::Caret, .request = request});
//   std::vector<QueuedRequest> batch = queue.takeNext(32);
//
// Plain data without a lock; TranslationService guards it.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/decode/alternatives.h"
#include "engine/mixmoe/decode/translation.h"

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace interlinear::mixmoe {

enum class Priority {
    Caret,      ///< the segment that the translator works on; of several, the newest first
    Next,       ///< the segments that come after it, in order
    Document    ///< everything else, in order and in batches
};

using RequestId = std::uint64_t;   ///< rises with every request

using TranslationCallback = std::function<void(RequestId, Result<Translation>)>;
using AlternativesCallback = std::function<void(RequestId, Result<Alternatives>)>;

struct QueuedRequest {
    RequestId id = 0;
    std::string segment;
    Priority priority = Priority::Document;
    bool alone = false;             ///< not to share a batch: an earlier batch with it failed
    TranslateRequest request{};
    StepCallback onStep{};
    TranslationCallback onDone{};
    std::optional<AlternativesRequest> alternatives{};   ///< what is wanted instead of a translation
    AlternativesCallback onFound{};
};

/// What a request is the newest of: its kind, and its segment.
struct Claim {
    enum class Kind { Suggestion, Document, Alternatives } kind;
    std::string segment;

    auto operator<=>(const Claim &) const = default;
};

Claim claimOf(const QueuedRequest &request);

class RequestQueue {
public:
    /// Returns the waiting request that this one replaces: the one for the same segment, where suggestions (Caret, Next), document requests and requests for
    /// alternatives do not replace each other. A request that was taken and comes back gets its old place again.
    std::optional<QueuedRequest> add(QueuedRequest request);

    std::optional<QueuedRequest> remove(RequestId id);
    std::vector<QueuedRequest> removeAll(Priority priority);

    /// The most urgent request; of the document job, up to so many at once. Empty when nothing waits.
    std::vector<QueuedRequest> takeNext(std::size_t mostOfDocument);

    bool empty() const { return m_waiting.empty(); }
    /// The priority of what takeNext() would return. The queue must not be empty.
    Priority nextPriority() const { return m_waiting.begin()->first.priority; }

private:
    struct Place {
        Priority priority;
        std::int64_t order;
        auto operator<=>(const Place &) const = default;
    };

    static Place placeOf(const QueuedRequest &request);
    QueuedRequest take(std::map<Place, QueuedRequest>::iterator position);

    std::map<Place, QueuedRequest> m_waiting;
    std::map<Claim, Place> m_bySegment;
    std::map<RequestId, Place> m_byId;
};

}  // namespace interlinear::mixmoe
