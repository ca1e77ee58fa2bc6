// The inbox against a slow list that follows the same rules word by word.
#include "engine/mixmoe/serve/request_queue.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace interlinear;
using namespace interlinear::mixmoe;

namespace {

constexpr std::size_t most = 5;

struct Entry {
    RequestId id;
    std::string segment;
    Priority priority;
    bool alone;
};

bool isDocument(Priority priority)
{
    return priority == Priority::Document;
}

class SlowQueue {
public:
    std::vector<RequestId> add(const Entry &entry)
    {
        auto replaced = removeWhere([&](const Entry &other) { return other.segment == entry.segment && isDocument(other.priority) == isDocument(entry.priority); });
        m_entries.push_back(entry);
        return replaced;
    }

    template <typename Matches>
    std::vector<RequestId> removeWhere(Matches matches)
    {
        std::vector<RequestId> removed;
        for (const Entry &entry : m_entries) {
            if (matches(entry))
                removed.push_back(entry.id);
        }
        std::erase_if(m_entries, matches);
        return removed;
    }

    std::vector<RequestId> takeNext()
    {
        std::sort(m_entries.begin(), m_entries.end(), [](const Entry &a, const Entry &b) {
            if (a.priority != b.priority)
                return a.priority < b.priority;
            return a.priority == Priority::Caret ? a.id > b.id : a.id < b.id;
        });
        std::size_t count = m_entries.empty() ? 0 : 1;
        const bool batch = count == 1 && isDocument(m_entries.front().priority) && !m_entries.front().alone;
        while (batch && count < std::min(most, m_entries.size()) && !m_entries[count].alone)
            ++count;
        std::vector<RequestId> taken;
        for (std::size_t i = 0; i < count; ++i)
            taken.push_back(m_entries[i].id);
        m_entries.erase(m_entries.begin(), m_entries.begin() + std::ptrdiff_t(count));
        return taken;
    }

private:
    std::vector<Entry> m_entries;
};

std::vector<RequestId> idsOf(const std::vector<QueuedRequest> &requests)
{
    std::vector<RequestId> ids;
    for (const QueuedRequest &request : requests)
        ids.push_back(request.id);
    return ids;
}

std::vector<RequestId> idsOf(const std::optional<QueuedRequest> &request)
{
    return request ? std::vector<RequestId>{request->id} : std::vector<RequestId>{};
}

}  // namespace

class TestRequestQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsTheSlowQueue()
    {
        for (unsigned seed = 0; seed < 50; ++seed) {
            std::mt19937 random(seed);
            RequestQueue queue;
            SlowQueue slow;
            RequestId lastId = 0;
            for (int turn = 0; turn < 400; ++turn) {
                const auto action = random() % 10;
                if (action < 6) {
                    const Entry entry{++lastId, std::to_string(random() % 12), Priority(random() % 3), random() % 8 == 0};
                    QCOMPARE(idsOf(queue.add({.id = entry.id, .segment = entry.segment, .priority = entry.priority, .alone = entry.alone})),
                             slow.add(entry));
                } else if (action < 8) {
                    QCOMPARE(idsOf(queue.takeNext(most)), slow.takeNext());
                } else if (action < 9) {
                    const RequestId id = random() % (lastId + 1);
                    QCOMPARE(idsOf(queue.remove(id)), slow.removeWhere([id](const Entry &entry) { return entry.id == id; }));
                } else {
                    const auto priority = Priority(random() % 3);
                    std::vector<RequestId> removed = idsOf(queue.removeAll(priority));
                    std::sort(removed.begin(), removed.end());
                    std::vector<RequestId> expected = slow.removeWhere([priority](const Entry &entry) { return entry.priority == priority; });
                    std::sort(expected.begin(), expected.end());
                    QCOMPARE(removed, expected);
                }
            }
            while (!queue.empty())
                QCOMPARE(idsOf(queue.takeNext(most)), slow.takeNext());
            QVERIFY(slow.takeNext().empty());
        }
    }

    void comesBackToItsPlace()
    {
        RequestQueue queue;
        for (const RequestId id : {1U, 2U, 3U})
            queue.add({.id = id, .segment = std::to_string(id), .priority = Priority::Next});
        QueuedRequest first = std::move(queue.takeNext(most).front());
        QCOMPARE(first.id, RequestId(1));
        queue.add(std::move(first));
        QCOMPARE(queue.takeNext(most).front().id, RequestId(1));
    }
};

QTEST_APPLESS_MAIN(TestRequestQueue)
#include "tst_request_queue.moc"
