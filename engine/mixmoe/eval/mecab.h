// MeCab, the morphological analyser, opened at run time: where it is not installed, only what needs it is missing.
//
//   Result<Mecab> mecab = Mecab::open();
//   mecab->split("私は学生です");   // "私 は 学生 です \n"
//   mecab->version();               // "0.996"
#pragma once

#include "engine/core/result.h"

#include <memory>
#include <string>
#include <string_view>

namespace interlinear::mixmoe {

class Mecab {
public:
    /// Opens the library and the dictionary of the system. Unsupported where one of them is missing, or the dictionary is not the IPA one in UTF-8.
    static Result<Mecab> open(const std::string &library = "libmecab.so.2");

    ~Mecab();
    Mecab(Mecab &&other) noexcept;
    Mecab &operator=(Mecab &&) = delete;

    /// The words with spaces between them. One thread at a time.
    std::string split(std::string_view text) const;
    const std::string &version() const;

private:
    struct Opened;
    explicit Mecab(std::unique_ptr<Opened> opened);
    std::unique_ptr<Opened> m_opened;
};

}  // namespace interlinear::mixmoe
