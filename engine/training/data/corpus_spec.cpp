#include "engine/training/data/corpus_spec.h"

#include "engine/mixmoe/model/json_object.h"

#include <algorithm>

namespace interlinear::training {

namespace {

using Json = nlohmann::json;
using Reader = mixmoe::JsonObjectReader<Json>;

const mixmoe::EnumNames<CorpusKind> kindNames{
    {CorpusKind::Pairs, "pairs"}, {CorpusKind::Text, "text"}, {CorpusKind::Multi, "multi"}, {CorpusKind::Tmx, "tmx"}};
const mixmoe::EnumNames<LineEnds> lineEndNames{{LineEnds::ToSpaces, "to_spaces"}, {LineEnds::Keep, "keep"}};

/// Reads a key that may be left out.
template <typename Read>
void optional(const Json &json, const char *key, Read read)
{
    if (json.contains(key))
        read(key);
}

template <typename T>
Result<void> inRange(const std::string &where, const std::string &key, T value, T low, T high)
{
    if (value >= low && value <= high)
        return {};
    return fail(ErrorCode::OutOfRange, where, "\"%1\" is %2; expected %3 to %4", key, value, low, high);
}

bool isName(const std::string &text)
{
    return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
}

Result<FilterSettings> readFilters(const Json &json, const std::string &where, const std::string &prefix)
{
    FilterSettings settings;
    std::vector<std::string> off;
    Reader reader(json, where, prefix);
    optional(json, "longest_tokens", [&](const char *key) { reader.integer(key, settings.longestTokens); });
    optional(json, "letter_share", [&](const char *key) { reader.number(key, settings.letterShare); });
    optional(json, "own_script_share", [&](const char *key) { reader.number(key, settings.ownScriptShare); });
    optional(json, "foreign_script_share", [&](const char *key) { reader.number(key, settings.foreignScriptShare); });
    optional(json, "character_ratio", [&](const char *key) { reader.number(key, settings.characterRatio); });
    optional(json, "token_ratio", [&](const char *key) { reader.number(key, settings.tokenRatio); });
    optional(json, "off", [&](const char *key) { reader.strings(key, off); });
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    const std::vector<std::string> known = filterNames();
    for (const std::string &name : off) {
        if (std::ranges::find(known, name) == known.end())
            return fail(ErrorCode::BadFormat, where, "\"%1off\" names the filter \"%2\", which there is not; see \"corpus build --help\"", prefix, name);
    }
    settings.off.insert(off.begin(), off.end());
    if (auto good = inRange(where, prefix + "longest_tokens", settings.longestTokens, 1, 100'000); !good)
        return std::unexpected(good.error());
    for (const auto &[key, value, low, high] : {std::tuple{"letter_share", settings.letterShare, 0.0F, 1.0F}, {"own_script_share", settings.ownScriptShare, 0.0F, 1.0F},
                                                {"foreign_script_share", settings.foreignScriptShare, 0.0F, 1.0F}, {"character_ratio", settings.characterRatio, 1.0F, 1000.0F},
                                                {"token_ratio", settings.tokenRatio, 1.0F, 1000.0F}}) {
        if (auto good = inRange(where, prefix + key, value, low, high); !good)
            return std::unexpected(good.error());
    }
    return settings;
}

Result<DomainSpec> readDomain(const Json &json, const std::string &where, const std::string &prefix)
{
    DomainSpec domain;
    const Json *filters = nullptr;
    Reader reader(json, where, prefix);
    reader.string("name", domain.name);
    reader.number("weight", domain.weight);
    optional(json, "most_targets", [&](const char *key) { reader.integer(key, domain.mostTargets); });
    optional(json, "filters", [&](const char *key) { filters = reader.object(key); });
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    if (!isName(domain.name))
        return fail(ErrorCode::BadFormat, where, "\"%1name\" is \"%2\"; expected a-z, 0-9, - and _", prefix, domain.name);
    if (!(domain.weight > 0))
        return fail(ErrorCode::OutOfRange, where, "\"%1weight\" is %2; expected more than 0", prefix, domain.weight);
    if (auto good = inRange(where, prefix + "most_targets", domain.mostTargets, 1, 1'000'000); !good)
        return std::unexpected(good.error());
    if (filters) {
        Result<FilterSettings> settings = readFilters(*filters, where, prefix + "filters.");
        if (!settings)
            return std::unexpected(settings.error());
        domain.filters = std::move(*settings);
    }
    return domain;
}

/// As many languages as the kind has columns, each of them one of the corpus.
Result<void> checkLanguages(const SourceSpec &source, const CorpusSpec &spec, const std::string &where, const std::string &prefix)
{
    const std::size_t count = source.languages.size();
    const bool enough = source.kind == CorpusKind::Multi ? count >= 2 : count == (source.kind == CorpusKind::Text ? 1U : 2U);
    if (!enough)
        return fail(ErrorCode::BadFormat, where, "\"%1languages\" has %2 codes; expected %3 for the kind \"%4\"", prefix, count,
                    source.kind == CorpusKind::Text ? "1" : source.kind == CorpusKind::Multi ? "2 and more" : "2", nameOf(source.kind));
    for (const std::string &language : source.languages) {
        if (std::ranges::find(spec.languages, language) == spec.languages.end())
            return fail(ErrorCode::BadFormat, where, "\"%1languages\" names \"%2\", which is not among the corpus's \"languages\"", prefix, language);
        if (std::ranges::count(source.languages, language) > 1)
            return fail(ErrorCode::BadFormat, where, "\"%1languages\" names \"%2\" twice", prefix, language);
    }
    return {};
}

Result<SourceSpec> readSource(const Json &json, const CorpusSpec &spec, const std::string &where, const std::string &prefix)
{
    SourceSpec source;
    std::string domain;
    Reader reader(json, where, prefix);
    reader.string("file", source.file);
    optional(json, "kind", [&](const char *key) { reader.oneOf(key, kindNames, source.kind); });
    reader.strings("languages", source.languages);
    reader.string("domain", domain);
    optional(json, "both_directions", [&](const char *key) { reader.boolean(key, source.bothDirections); });
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    if (auto good = checkLanguages(source, spec, where, prefix); !good)
        return std::unexpected(good.error());
    const auto found = std::ranges::find(spec.domains, domain, &DomainSpec::name);
    if (found == spec.domains.end())
        return fail(ErrorCode::BadFormat, where, "\"%1domain\" is \"%2\"; expected the name of one of \"domains\"", prefix, domain);
    source.domain = static_cast<std::size_t>(found - spec.domains.begin());
    return source;
}

Result<VocabularySpec> readVocabulary(const Json &json, const std::string &where)
{
    VocabularySpec vocabulary;
    Reader reader(json, where, "vocabulary.");
    optional(json, "file", [&](const char *key) { reader.string(key, vocabulary.file); });
    optional(json, "size", [&](const char *key) { reader.integer(key, vocabulary.size); });
    optional(json, "sentences", [&](const char *key) { reader.integer(key, vocabulary.sentences); });
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    if (vocabulary.file.empty() == (vocabulary.size == 0))
        return fail(ErrorCode::BadFormat, where, "\"vocabulary\" has neither or both of \"file\" and \"size\"; expected one of them");
    if (auto good = inRange(where, "vocabulary.size", vocabulary.size, 0, 1'000'000); !good)
        return std::unexpected(good.error());
    if (auto good = inRange(where, "vocabulary.sentences", vocabulary.sentences, 1, 100'000'000); !good)
        return std::unexpected(good.error());
    return vocabulary;
}

template <typename T, typename Read>
Result<void> readList(const Json &list, const std::string &where, const std::string &key, std::vector<T> &items, Read read)
{
    for (const Json &json : list) {
        const std::string item = key + "[" + std::to_string(items.size()) + "]";
        if (!json.is_object())
            return fail(ErrorCode::BadFormat, where, "\"%1\" is %2; expected an object", item, json.dump());
        Result<T> value = read(json, item + ".");
        if (!value)
            return std::unexpected(value.error());
        items.push_back(std::move(*value));
    }
    if (items.empty())
        return fail(ErrorCode::BadFormat, where, "\"%1\" is empty; expected at least one", key);
    return {};
}

}  // namespace

const char *nameOf(CorpusKind kind)
{
    return mixmoe::nameOf(kindNames, kind);
}

Result<CorpusSpec> readCorpusSpec(const std::filesystem::path &file)
{
    const std::string where = file.string();
    const Result<Json> root = mixmoe::readJsonObject(file, "a corpus spec, for instance resources/corpora/european.json,");
    if (!root)
        return std::unexpected(root.error());

    CorpusSpec spec;
    std::string corpus;
    Reader reader(*root, where, "");
    reader.string("name", spec.name);
    reader.string("corpus", corpus);
    reader.strings("languages", spec.languages);
    const Json *vocabulary = reader.object("vocabulary");
    optional(*root, "longest_example", [&](const char *key) { reader.integer(key, spec.longestExample); });
    optional(*root, "line_ends", [&](const char *key) { reader.oneOf(key, lineEndNames, spec.lineEnds); });
    optional(*root, "held_out", [&](const char *key) { reader.strings(key, spec.heldOut); });
    const Json *domains = reader.list("domains");
    const Json *sources = reader.list("sources");
    if (auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    spec.corpus = file.parent_path() / corpus;
    if (auto good = inRange(where, "longest_example", spec.longestExample, 8, 65536); !good)
        return std::unexpected(good.error());

    Result<VocabularySpec> vocabularySpec = readVocabulary(*vocabulary, where);
    if (!vocabularySpec)
        return std::unexpected(vocabularySpec.error());
    spec.vocabulary = std::move(*vocabularySpec);
    if (!spec.vocabulary.file.empty())
        spec.vocabulary.file = (file.parent_path() / spec.vocabulary.file).string();
    if (auto read = readList(*domains, where, "domains", spec.domains, [&](const Json &json, const std::string &prefix) { return readDomain(json, where, prefix); }); !read)
        return std::unexpected(read.error());
    if (auto read = readList(*sources, where, "sources", spec.sources, [&](const Json &json, const std::string &prefix) { return readSource(json, spec, where, prefix); }); !read)
        return std::unexpected(read.error());
    return spec;
}

}  // namespace interlinear::training
