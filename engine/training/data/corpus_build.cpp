#include "engine/training/data/corpus_build.h"

#include "engine/core/files.h"
#include "engine/training/data/kept_rows.h"
#include "engine/training/data/shard_groups.h"
#include "engine/training/data/token_budget.h"
#include "engine/training/data/vocabulary.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <unistd.h>

namespace interlinear::training {

namespace {

namespace fs = std::filesystem;
using mixmoe::TokenId;
using mixmoe::Tokenizer;

constexpr std::size_t rowsPerReport = 20000;

/// A folder beside its later place, gone with this object unless it was moved there.
class UnfinishedFolder {
public:
    static Result<std::unique_ptr<UnfinishedFolder>> beside(const fs::path &target)
    {
        std::error_code problem;
        if (fs::exists(target, problem) && !fs::is_empty(target, problem))
            return fail(ErrorCode::Unwritable, target.string(), "holds something already; name a new folder, or empty this one");
        auto folder = std::make_unique<UnfinishedFolder>();
        folder->m_target = target;
        folder->m_path = target.string() + "." + std::to_string(::getpid()) + ".part";
        fs::create_directories(folder->m_path, problem);
        if (problem)
            return failFromErrno(problem.value(), true, target.string());
        return folder;
    }

    UnfinishedFolder() = default;
    UnfinishedFolder(const UnfinishedFolder &) = delete;
    UnfinishedFolder &operator=(const UnfinishedFolder &) = delete;
    ~UnfinishedFolder()
    {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }

    const fs::path &path() const { return m_path; }

    Result<void> finish()
    {
        std::error_code problem;
        fs::rename(m_path, m_target, problem);
        if (problem)
            return failFromErrno(problem.value(), true, m_target.string());
        return {};
    }

private:
    fs::path m_target, m_path;
};

/// An error inside the unfinished folder names the place that the person asked for.
Error atTarget(Error error, const fs::path &unfinished, const fs::path &target)
{
    if (error.where.starts_with(unfinished.string()))
        error.where.replace(0, unfinished.string().size(), target.string());
    return error;
}

fs::path withoutSlash(const fs::path &folder)
{
    const fs::path normal = folder.lexically_normal();
    return normal.has_filename() ? normal : normal.parent_path();
}

class Build {
public:
    Build(const CorpusSpec &spec, const fs::path &folder, const BuildProgress &progress) : m_spec(spec), m_folder(folder), m_progress(progress), m_keeper(spec)
    {
        m_manifest.name = spec.name;
        m_manifest.languages = spec.languages;
        m_manifest.longestExample = spec.longestExample;
        for (const DomainSpec &domain : spec.domains)
            m_manifest.domains[domain.name] = static_cast<double>(domain.weight);
    }

    Result<CorpusManifest> run()
    {
        for (const auto step : {&Build::loadVocabulary, &Build::holdOut, &Build::readSources, &Build::trainMissingVocabulary, &Build::keepToBudget, &Build::writeGroups}) {
            if (auto done = (this->*step)(); !done)
                return std::unexpected(done.error());
        }
        for (KeptSource &kept : m_kept)
            m_manifest.sources.push_back(std::move(kept.report));
        if (auto written = writeFileAtomically(m_folder / vocabularyFile, m_tokenizer->serialized()); !written)
            return std::unexpected(written.error());
        if (auto written = writeFileAtomically(m_folder / manifestFile, toJson(m_manifest)); !written)
            return std::unexpected(written.error());
        return m_manifest;
    }

private:
    /// First of all, so that a vocabulary of another model stops the build before anything is read.
    Result<void> loadVocabulary()
    {
        if (m_spec.vocabulary.file.empty())
            return {};
        auto tokenizer = Tokenizer::load(m_spec.vocabulary.file);
        if (!tokenizer)
            return std::unexpected(tokenizer.error());
        for (const std::string &language : m_spec.languages) {
            if (auto frame = pairFrame(**tokenizer, language, language); !frame)
                return fail(ErrorCode::WrongModel, m_spec.vocabulary.file, "is the vocabulary of another model: %1; train one with \"corpus vocabulary\" or name another file",
                            frame.error().sentence());
        }
        m_tokenizer = std::move(*tokenizer);
        return {};
    }

    Result<void> holdOut()
    {
        for (const std::string &name : m_spec.heldOut) {
            m_progress("holding out " + name);
            auto reports = m_keeper.holdOut(name);
            if (!reports)
                return std::unexpected(reports.error());
            m_manifest.heldOut.insert(m_manifest.heldOut.end(), reports->begin(), reports->end());
        }
        return {};
    }

    Result<void> readSources()
    {
        std::size_t number = 0;
        for (const SourceSpec &source : m_spec.sources) {
            m_progress("reading " + source.file + ", " + std::to_string(++number) + " of " + std::to_string(m_spec.sources.size()));
            auto kept = m_keeper.read(source);
            if (!kept)
                return std::unexpected(kept.error());
            std::ranges::move(*kept, std::back_inserter(m_kept));
        }
        return {};
    }

    Result<void> trainMissingVocabulary()
    {
        if (m_tokenizer)
            return {};
        std::vector<LanguageTexts> texts;
        for (const KeptSource &kept : m_kept) {
            for (const KeptRow &row : kept.rows) {
                textsOf(texts, kept.first).push_back(row.first);
                if (kept.first != kept.second)
                    textsOf(texts, kept.second).push_back(row.second);
            }
        }
        const std::vector<std::string> sentences = evenSample(texts, static_cast<std::size_t>(m_spec.vocabulary.sentences));
        m_progress("training a vocabulary of " + std::to_string(m_spec.vocabulary.size) + " pieces on " + std::to_string(sentences.size()) + " sentences");
        Result<std::string> bytes = trainVocabulary(sentences, {m_spec.vocabulary.size, m_spec.languages});
        if (!bytes)
            return std::unexpected(bytes.error());
        auto tokenizer = Tokenizer::fromBytes(std::move(*bytes), "vocabulary");
        if (!tokenizer)
            return std::unexpected(tokenizer.error());
        m_tokenizer = std::move(*tokenizer);
        return {};
    }

    /// Rows go evenly from the whole of a source.
    Result<void> keepToBudget()
    {
        if (m_spec.mostTokens == 0)
            return {};
        m_progress("counting tokens");
        std::map<std::string, double> tokens;
        for (const KeptSource &kept : m_kept) {
            const Result<double> ofSource = estimatedTokens(kept);
            if (!ofSource)
                return std::unexpected(ofSource.error());
            tokens[kept.domain] += *ofSource;
        }
        std::vector<double> sizes, weights;
        for (const auto &[domain, count] : tokens) {
            sizes.push_back(std::max(count, 1.0));
            weights.push_back(m_manifest.domains.at(domain));
        }
        const std::vector<double> shares = sharesWithin(static_cast<double>(m_spec.mostTokens), sizes, weights);
        for (KeptSource &kept : m_kept)
            thin(kept, shares[static_cast<std::size_t>(std::distance(tokens.begin(), tokens.find(kept.domain)))]);
        return {};
    }

    /// From some thousand rows.
    Result<double> estimatedTokens(const KeptSource &kept) const
    {
        const bool isText = kept.first == kept.second;
        const Result<PairFrame> frame = isText ? textFrame(*m_tokenizer, kept.first) : pairFrame(*m_tokenizer, kept.first, kept.second);
        if (!frame)
            return std::unexpected(frame.error());
        const std::size_t stride = 1 + kept.rows.size() / 4000;
        double tokens = 0;
        for (std::size_t i = 0; i < kept.rows.size(); i += stride) {
            const KeptRow &row = kept.rows[i];
            const std::size_t length = frame->lengthOf(tokensOf(*m_tokenizer, row.first).size(), tokensOf(*m_tokenizer, row.second).size());
            tokens += static_cast<double>(length * (std::size_t(row.forward) + std::size_t(row.backward)));
        }
        const std::size_t counted = (kept.rows.size() + stride - 1) / stride;
        return counted ? tokens * static_cast<double>(kept.rows.size()) / static_cast<double>(counted) : 0;
    }

    static void thin(KeptSource &kept, double share)
    {
        if (share >= 1)
            return;
        std::size_t row = 0;
        const std::size_t gone = std::erase_if(kept.rows, [&](const KeptRow &) {
            const double before = std::floor(static_cast<double>(row) * share), after = std::floor(static_cast<double>(++row) * share);
            return after <= before;
        });
        kept.report.dropped["token_budget"] += static_cast<std::int64_t>(gone);
        kept.report.kept -= static_cast<std::int64_t>(gone);
        kept.report.oneDirection = kept.first == kept.second ? 0 : std::ranges::count_if(kept.rows, [](const KeptRow &each) { return each.forward != each.backward; });
    }

    Result<void> writeGroups()
    {
        m_manifest.vocabulary = vocabularyIdOf(*m_tokenizer);
        ShardGroups groups(m_folder, *m_tokenizer);
        for (const KeptSource &kept : m_kept)
            m_rows += kept.rows.size();
        for (KeptSource &kept : m_kept) {
            if (auto written = writeSource(groups, kept); !written)
                return written;
        }
        auto reports = groups.finish();
        if (!reports)
            return std::unexpected(reports.error());
        m_manifest.groups = std::move(*reports);
        return {};
    }

    Result<void> writeSource(ShardGroups &groups, KeptSource &kept)
    {
        const bool isText = kept.first == kept.second;
        const auto forward = groups.group(kept.domain, kept.first, kept.second);
        const auto backward = isText ? forward : groups.group(kept.domain, kept.second, kept.first);
        if (!forward || !backward)
            return std::unexpected(!forward ? forward.error() : backward.error());
        for (const KeptRow &row : kept.rows) {
            if (m_written++ % rowsPerReport == 0)
                m_progress("writing shards, " + std::to_string(m_written - 1) + " of " + std::to_string(m_rows) + " rows");
            const std::vector<TokenId> first = tokensOf(*m_tokenizer, row.first), second = tokensOf(*m_tokenizer, row.second);
            if ((*forward)->lengthOf(first.size(), second.size()) > static_cast<std::size_t>(m_spec.longestExample)) {
                ++kept.report.dropped["longest_example"];
                --kept.report.kept;
                continue;
            }
            const std::vector<TokenId> &source = isText ? second : first, &target = isText ? first : second;
            if (auto added = row.forward ? (*forward)->add(source, target) : Result<void>(); !added)
                return added;
            if (auto added = row.backward ? (*backward)->add(second, first) : Result<void>(); !added)
                return added;
        }
        return {};
    }

    const CorpusSpec &m_spec;
    const fs::path &m_folder;
    const BuildProgress &m_progress;
    RowKeeper m_keeper;
    std::shared_ptr<const Tokenizer> m_tokenizer;
    std::vector<KeptSource> m_kept;
    CorpusManifest m_manifest;
    std::size_t m_rows = 0, m_written = 0;
};

}  // namespace

Result<CorpusManifest> buildCorpus(const CorpusSpec &spec, const fs::path &folder, const BuildProgress &progress)
{
    const fs::path target = withoutSlash(folder);
    const auto unfinished = UnfinishedFolder::beside(target);
    if (!unfinished)
        return std::unexpected(unfinished.error());
    const fs::path &path = (*unfinished)->path();
    Result<CorpusManifest> manifest = Build(spec, path, progress).run();
    if (!manifest)
        return std::unexpected(atTarget(manifest.error(), path, target));
    if (auto moved = (*unfinished)->finish(); !moved)
        return std::unexpected(moved.error());
    return manifest;
}

}  // namespace interlinear::training
