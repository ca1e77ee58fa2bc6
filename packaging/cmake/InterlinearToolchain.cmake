# Language level, warnings, sanitizers, ccache: what every target of ours is compiled with.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(INTERLINEAR_CCACHE ccache)
if(INTERLINEAR_CCACHE)
  # Precompiled headers need the sloppiness, or ccache passes them by.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${INTERLINEAR_CCACHE})
  add_compile_options(-fpch-preprocess)
endif()

# Sums are rounded as they are written, also where a processor could fuse every multiplication with the addition behind it; a file that wants that says so.
add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-ffp-contract=off>)

add_library(interlinear_warnings INTERFACE)
target_compile_options(interlinear_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wconversion -Wno-sign-conversion
                       -Wno-missing-field-initializers  # designated initialisers name what differs from the default
                       -Wno-restrict  # g++ 12 warns falsely about "text" + std::string
                       $<$<BOOL:${INTERLINEAR_WARNINGS_AS_ERRORS}>:-Werror>)

if(INTERLINEAR_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
elseif(INTERLINEAR_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
elseif(NOT INTERLINEAR_SANITIZE STREQUAL "")
  message(FATAL_ERROR "INTERLINEAR_SANITIZE is '${INTERLINEAR_SANITIZE}'; expected address, thread, or nothing")
endif()
