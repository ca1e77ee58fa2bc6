// The number of working threads on a simulated machine: it finds what is free, keeps it, and takes back what others leave.
#include "engine/mixmoe/runtime/cpu/worker_count.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace interlinear::mixmoe;

namespace {

/// Loops of a millisecond; with more runnable threads than processors, some thread of ours is held back in most of them, for as long as a time slice.
class Machine {
public:
    explicit Machine(int processors) : m_processors(processors) {}

    int foreign = 0;   // threads of others, always busy

    void run(WorkerCount &count, double seconds)
    {
        double work = 0;
        m_meanActive = 0;
        int loops = 0;
        for (double time = 0; time < seconds; ++loops) {
            const bool crowded = count.active() + foreign > m_processors;
            const double waited = crowded && m_random() % 100 < 80 ? 0.003 : 0;
            work += 0.001 * count.active();
            time += 0.001 + waited;
            m_meanActive += count.active();
            count.note(0.001 + waited, waited);
        }
        m_meanActive /= loops;
        m_speed = work / seconds;   // in threads' worth
    }
    double meanActive() const { return m_meanActive; }
    double speed() const { return m_speed; }

private:
    int m_processors;
    std::mt19937 m_random{3};
    double m_meanActive = 0, m_speed = 0;
};

}  // namespace

class WorkerCountTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aQuietMachineIsUsedWhole()
    {
        for (const int most : {1, 2, 16}) {
            WorkerCount count(most);
            Machine(most).run(count, 20);
            QCOMPARE(count.active(), most);
        }
    }

    void onlyWhatIsFreeIsUsedAndTheRestTakenBack()
    {
        constexpr int processors = 16;
        for (const int foreign : {1, 5, 12}) {
            WorkerCount count(processors);
            Machine machine(processors);
            machine.foreign = foreign;
            machine.run(count, 20);
            machine.run(count, 60);
            QVERIFY2(machine.speed() > 0.85 * (processors - foreign), qPrintable(QStringLiteral("%1 of %2").arg(machine.speed()).arg(processors - foreign)));
            machine.foreign = 0;
            machine.run(count, 60);
            QCOMPARE(count.active(), processors);
        }
    }

    void oneThreadStaysWhateverHappens()
    {
        WorkerCount count(4);
        Machine machine(4);
        machine.foreign = 100;
        machine.run(count, 60);
        QVERIFY(count.active() >= 1);
        QVERIFY(machine.meanActive() < 1.5);
    }

    void rareDelaysChangeNothing()
    {
        WorkerCount count(16);
        std::mt19937 random(7);
        for (int loop = 0; loop < 100000; ++loop) {
            const double waited = random() % 400 == 0 ? 0.004 : 0;   // 1 % of the time
            count.note(0.001 + waited, waited);
            QCOMPARE(count.active(), 16);
        }
    }
};

QTEST_APPLESS_MAIN(WorkerCountTest)
#include "tst_worker_count.moc"
