#include "engine/mixmoe/eval/mecab.h"

#include "engine/mixmoe/eval/code_points.h"

#include <dlfcn.h>

namespace interlinear::mixmoe {

namespace {

/// Of the dictionary that sacreBLEU asks for; Debian's has one word more, the era Reiwa.
constexpr unsigned ipaDictionaryWords = 392'126;

/// From MeCab's public C interface, mecab.h.
struct Tagger;
struct DictionaryInfo {
    const char *file;
    const char *charset;
    unsigned size;
    int type;
    unsigned leftAttributes, rightAttributes;
    unsigned short version;
    DictionaryInfo *next;
};

struct Functions {
    Tagger *(*create)(const char *arguments) = nullptr;
    void (*destroy)(Tagger *) = nullptr;
    const char *(*parse)(Tagger *, const char *text, std::size_t length) = nullptr;
    const DictionaryInfo *(*dictionary)(Tagger *) = nullptr;
    const char *(*version)() = nullptr;
};

template <typename Function>
bool find(void *library, const char *name, Function &function)
{
    function = reinterpret_cast<Function>(dlsym(library, name));
    return function != nullptr;
}

bool findAll(void *library, Functions &functions)
{
    return find(library, "mecab_new2", functions.create) && find(library, "mecab_destroy", functions.destroy)
           && find(library, "mecab_sparse_tostr2", functions.parse) && find(library, "mecab_dictionary_info", functions.dictionary)
           && find(library, "mecab_version", functions.version);
}

std::string orEmpty(const char *text)
{
    return text ? text : "";
}

bool isIpa(const DictionaryInfo &dictionary)
{
    const std::u32string charset = lowercased(orEmpty(dictionary.charset));
    const bool right = dictionary.size == ipaDictionaryWords || dictionary.size == ipaDictionaryWords + 1;
    return right && !dictionary.next && (charset == U"utf-8" || charset == U"utf8");
}

}  // namespace

struct Mecab::Opened {
    void *library = nullptr;
    Functions functions;
    Tagger *tagger = nullptr;
    std::string version;

    Opened() = default;
    Opened(const Opened &) = delete;
    Opened &operator=(const Opened &) = delete;
    ~Opened()
    {
        if (tagger)
            functions.destroy(tagger);
        if (library)
            dlclose(library);
    }
};

Mecab::Mecab(std::unique_ptr<Opened> opened) : m_opened(std::move(opened)) {}
Mecab::Mecab(Mecab &&other) noexcept = default;
Mecab::~Mecab() = default;

Result<Mecab> Mecab::open(const std::string &library)
{
    auto opened = std::make_unique<Opened>();
    opened->library = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!opened->library)
        return fail(ErrorCode::Unsupported, "", "%1 cannot be opened", library);
    if (!findAll(opened->library, opened->functions))
        return fail(ErrorCode::Unsupported, "", "%1 lacks functions of MeCab 0.996", library);
    opened->tagger = opened->functions.create("-Owakati");
    if (!opened->tagger)
        return fail(ErrorCode::Unsupported, "", "it finds no dictionary that it can open");
    const DictionaryInfo *dictionary = opened->functions.dictionary(opened->tagger);
    if (!dictionary || !isIpa(*dictionary)) {
        const DictionaryInfo found = dictionary ? *dictionary : DictionaryInfo{};
        return fail(ErrorCode::Unsupported, "", "the dictionary %1 has %2 words in %3, but the one of IPA has %4 in UTF-8", orEmpty(found.file), found.size,
                    orEmpty(found.charset), ipaDictionaryWords);
    }
    opened->version = orEmpty(opened->functions.version());
    return Mecab(std::move(opened));
}

std::string Mecab::split(std::string_view text) const
{
    return orEmpty(m_opened->functions.parse(m_opened->tagger, text.data(), text.size()));
}

const std::string &Mecab::version() const
{
    return m_opened->version;
}

}  // namespace interlinear::mixmoe
