// SHA-256 for fingerprints of models and files; the work is OpenSSL's.
//
//   Sha256 hash; hash.add(bytes); hash.add(more); std::string hex = hash.hex();
#pragma once

#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace interlinear::mixmoe {

class Sha256 {
public:
    Sha256();
    ~Sha256();
    void add(std::string_view bytes);
    /// 64 hex digits of all bytes added; ends the hash.
    std::string hex();

private:
    evp_md_ctx_st *m_context;
};

/// 64 hex digits of these bytes.
std::string sha256Of(std::string_view bytes);

}  // namespace interlinear::mixmoe
