// A model's second start: from the cache, with the results of the first, and no worse off when the cache is gone or the folder changed.
#include "engine/core/files.h"
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/serve/prepared_model.h"
#include "tests/support/must.h"
#include "tests/support/tiny_model.h"

#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::mixmoe;
using namespace interlinear::tests;

namespace {

const RuntimeSettings settings{.precision = Precision::Int8, .threads = 1};

std::vector<TokenId> tokensOf(const std::shared_ptr<const Model> &model)
{
    const auto runtime = must(openRuntime(model, settings));
    const std::string from = model->config.languages.front(), to = model->config.languages.back();
    return must(translate(*runtime, *model, {.source = {"Good morning, friends."}, .from = from, .to = to, .maxNewTokens = 12}, {}, {})).tokens;
}

}  // namespace

class PreparedModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_cache = m_folder->filePath(QStringLiteral("cache")).toStdString();
        m_model = m_folder->filePath(QStringLiteral("model")).toStdString();
        qputenv("XDG_CACHE_HOME", m_cache.c_str());
        writeTinyModel(m_model);
    }

    void theSecondStartReadsNoWeights()
    {
        const auto whole = must(loadModel(m_model));
        const auto first = must(prepareModel(m_model, settings)), second = must(prepareModel(m_model, settings));
        QVERIFY(!second->hasWeights());
        QCOMPARE(second->fingerprint, whole->fingerprint);
        QVERIFY(second->config == whole->config);
        const std::vector<TokenId> expected = tokensOf(whole);
        QCOMPARE(tokensOf(first), expected);
        QCOMPARE(tokensOf(second), expected);
    }

    void eachPrecisionHasItsOwnWeights()
    {
        must(prepareModel(m_model, settings));
        for (const Precision precision : {Precision::Fp32, Precision::Bf16, Precision::Auto}) {
            const auto model = must(prepareModel(m_model, {.precision = precision}));
            QCOMPARE(must(openRuntime(model, {.precision = precision}))->description().precision,
                     must(openRuntime(must(loadModel(m_model)), {.precision = precision}))->description().precision);
        }
    }

    void aFolderThatChangedIsReadAgain()
    {
        const auto before = must(prepareModel(m_model, settings));
        writeTinyModel(m_model, 2);
        const auto after = must(prepareModel(m_model, settings));
        QVERIFY(after->fingerprint != before->fingerprint);
        QCOMPARE(after->fingerprint, must(loadModel(m_model))->fingerprint);
    }

    // The window opens the runtime again after a failure, maybe much later.
    void weightsThatVanishedAreReadFromTheFolderAgain()
    {
        const auto model = must(prepareModel(m_model, settings));
        const std::vector<TokenId> expected = tokensOf(model);
        std::filesystem::remove_all(m_cache / "interlinear" / "packed");
        QCOMPARE(tokensOf(model), expected);
        QVERIFY(std::filesystem::exists(m_cache / "interlinear" / "packed"));
        std::filesystem::remove_all(m_cache);
        writeTinyModel(m_model, 2);
        QCOMPARE(openRuntime(model, settings).error().code, ErrorCode::WrongModel);
    }

    void damagedWeightsAreReplaced()
    {
        const auto model = must(prepareModel(m_model, settings));
        const std::vector<TokenId> expected = tokensOf(model);
        for (const auto &entry : std::filesystem::directory_iterator(m_cache / "interlinear" / "packed")) {
            std::string bytes = *readFile(entry.path());
            bytes.back() = static_cast<char>(~bytes.back());
            QVERIFY(writeFileAtomically(entry.path(), bytes).has_value());
        }
        QCOMPARE(tokensOf(model), expected);
        QCOMPARE(tokensOf(must(prepareModel(m_model, settings))), expected);
    }

    void withoutACacheTheWeightsAreInMemory()
    {
        qputenv("XDG_CACHE_HOME", (m_model / "config.json" / "below-a-file").c_str());
        const auto model = must(prepareModel(m_model, settings));
        QVERIFY(model->hasWeights());
        QCOMPARE(tokensOf(model), tokensOf(must(loadModel(m_model))));
    }

    void noteThatIsNoneIsPassedOver()
    {
        must(prepareModel(m_model, settings));
        for (const auto &entry : std::filesystem::directory_iterator(m_cache / "interlinear" / "models"))
            QVERIFY(writeFileAtomically(entry.path(), "{\"state\": 3").has_value());
        QCOMPARE(must(prepareModel(m_model, settings))->fingerprint, must(loadModel(m_model))->fingerprint);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_cache, m_model;
};

QTEST_GUILESS_MAIN(PreparedModelTest)
#include "tst_prepared_model.moc"
