#include "engine/cat/segmentation/srx_rules.h"

#include "srx/default.h"

#include <cassert>

namespace interlinear::cat {

std::string_view ownSrxFile()
{
    return defaultSrx;
}

std::shared_ptr<const SrxRules> ownSrxRules()
{
    static const std::shared_ptr<const SrxRules> rules = [] {
        Result<SrxRules> read = readSrx(ownSrxFile(), "default.srx");
        assert(read);
        return std::make_shared<const SrxRules>(std::move(*read));
    }();
    return rules;
}

}  // namespace interlinear::cat
