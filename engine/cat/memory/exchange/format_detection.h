// Which format the units of a file are in.
//
//   Result<UnitFormat> format = detectFormat(*input, "client.xlf");
#pragma once

#include "engine/cat/memory/exchange/import.h"
#include "engine/cat/memory/exchange/text_input.h"

#include <filesystem>

namespace interlinear::cat {

/// By the first element of XML; by the name for .po, .pot, .csv, .tsv and .tab; else by the first lines: what begins as a PO file does, or has a tab.
/// BadFormat when nothing fits. A file is at its beginning again afterwards; a pipe cannot be, so its format must be given: Unsupported.
Result<UnitFormat> detectFormat(TextInput &input, const std::filesystem::path &path);

}  // namespace interlinear::cat
