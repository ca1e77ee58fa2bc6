// A file in and out again: untouched it is the same bytes, and random translations are read back as they were written.
//
//   const RoundTrip trip = roundTrip("guide.html", 7);
//   QVERIFY2(trip.problem.empty(), trip.problem.c_str());
#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <optional>
#include <string>

struct RoundTrip {
    std::string format;                           ///< DocumentFormat::id; empty where it was not read
    std::size_t segments = 0;
    std::optional<interlinear::Error> refused;    ///< why it was not read
    std::string difference;                       ///< empty, or what is not as it was though nothing was translated
    std::string unread;                           ///< empty, or why there is no file with translations that is read again
    std::string problem;                          ///< empty, or what became of translations in it
};

/// Twice: with sentences as segments, and with each paragraph as one. The seed chooses the translations.
RoundTrip roundTrip(const std::filesystem::path &file, unsigned seed);
