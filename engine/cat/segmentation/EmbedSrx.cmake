# interlinear_embed_srx(cat_segmentation default)
#   resources/srx/default.srx becomes the header "srx/default.h" of that library, with the text as interlinear::cat::defaultSrx.
function(interlinear_embed_srx library name)
  set(file "${PROJECT_SOURCE_DIR}/resources/srx/${name}.srx")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
  file(READ "${file}" text)
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/embedded/srx/${name}.h" @ONLY CONTENT [[
#pragma once

#include <string_view>

namespace interlinear::cat {

inline constexpr std::string_view @name@Srx = R"srx(@text@)srx";

}  // namespace interlinear::cat
]])
  target_include_directories(interlinear_${library} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/embedded")
endfunction()
