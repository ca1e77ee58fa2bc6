// Runs readers on broken files for some seconds: the main function of a fuzzer is one call.
//
//   int main(int argc, char **argv)
//   {
//       return fuzz::run(argc, argv, {{.name = "tmx", .samples = fuzz::filesUnder("tests/golden/tmx", ".tmx"), .words = {"<tu>", "</seg>"}, .read = readTmxFile}});
//   }
//
// The program takes --seconds N (30, of all readers together), --long (600 seconds, and of each reader at least 10,000 files and one cut off behind each byte
// of each sample), --only NAME (of a reader or of a format), --seed N (from the clock) and files to read again. A file that makes a reader crash, work for five
// seconds, take a gigabyte or break a promise (read() says which) lies in the folder of temporary files under a name that the program prints, with the seed; the
// exit status is 1 then.
#pragma once

#include "tests/fuzz/damages.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace interlinear::fuzz {

struct Target {
    std::string name;                                                          ///< the extension of its files, without the dot
    std::string format = {};                                                   ///< what it is one of several readers of; may be empty
    std::vector<std::string> samples;                                          ///< contents of good files
    std::vector<std::string> words = {};                                       ///< of the format
    std::vector<Nest> nests = {};                                              ///< what may stand within itself
    std::vector<std::string> hostile = {};                                     ///< files that no mutation would find
    std::function<std::string(const std::string &mutated)> packed = nullptr;   ///< the file of a mutated sample; null: it is the file
    std::function<std::string(const std::filesystem::path &file)> read;        ///< empty, or the promise that was broken
};

int run(int argc, char **argv, const std::vector<Target> &targets);

/// The contents of the files with this extension in a folder of the tree and below, in the order of their names.
std::vector<std::string> filesUnder(const std::string &folder, const std::string &extension);

}  // namespace interlinear::fuzz
