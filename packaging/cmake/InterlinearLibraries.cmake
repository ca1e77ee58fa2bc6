# The libraries of the distribution that we build on, and LibTorch where TORCH_ROOT names one.
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Sql Svg LinguistTools)
if(INTERLINEAR_TESTS)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Network Test)
endif()
find_package(ICU 72 REQUIRED COMPONENTS uc i18n)
find_package(Threads REQUIRED)
find_package(EXPAT 2.4 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sentencepiece REQUIRED IMPORTED_TARGET sentencepiece)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(fftw3f REQUIRED IMPORTED_TARGET fftw3f)
pkg_check_modules(md4c REQUIRED IMPORTED_TARGET md4c)
pkg_check_modules(md4c_html REQUIRED IMPORTED_TARGET md4c-html)
pkg_check_modules(cairo REQUIRED IMPORTED_TARGET cairo)
pkg_check_modules(lzma REQUIRED IMPORTED_TARGET liblzma)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(zlib REQUIRED IMPORTED_TARGET zlib)

set(interlinearTorchFound FALSE)
if(TORCH_ROOT AND EXISTS "${TORCH_ROOT}/lib/libtorch_cpu.so")
  set(interlinearTorchFound TRUE)
endif()
if(INTERLINEAR_TRAINING STREQUAL "ON" AND NOT interlinearTorchFound)
  message(FATAL_ERROR "INTERLINEAR_TRAINING is ON, but TORCH_ROOT ('${TORCH_ROOT}') holds no lib/libtorch_cpu.so; packaging/test.sh fetches one")
endif()
if(INTERLINEAR_TRAINING STREQUAL "OFF")
  set(interlinearTorchFound FALSE)
endif()
set(INTERLINEAR_HAS_TRAINING ${interlinearTorchFound})

if(INTERLINEAR_HAS_TRAINING)
  # Only these two: find_package(Torch) of the wheel demands a whole CUDA set-up.
  add_library(torch_c10 SHARED IMPORTED)
  set_target_properties(torch_c10 PROPERTIES IMPORTED_LOCATION "${TORCH_ROOT}/lib/libc10.so" IMPORTED_NO_SONAME ON)
  # torch's headers divide work among threads only where OpenMP is on; its runtime is the one that torch brings.
  add_library(torch_openmp SHARED IMPORTED)
  set_target_properties(torch_openmp PROPERTIES IMPORTED_LOCATION "${TORCH_ROOT}/lib/libgomp.so.1" INTERFACE_COMPILE_OPTIONS -fopenmp)
  add_library(torch_cpu SHARED IMPORTED)
  set_target_properties(torch_cpu PROPERTIES
    IMPORTED_LOCATION "${TORCH_ROOT}/lib/libtorch_cpu.so"
    INTERFACE_INCLUDE_DIRECTORIES "${TORCH_ROOT}/include;${TORCH_ROOT}/include/torch/csrc/api/include"
    INTERFACE_LINK_LIBRARIES "torch_c10;torch_openmp"
    INTERFACE_LINK_OPTIONS "-Wl,--no-as-needed;-Wl,-rpath-link,${TORCH_ROOT}/lib")
  # Its Gloo lies inside libtorch_cpu.so; the headers are the distribution's.
  find_path(GLOO_INCLUDE_DIR gloo/config.h)
  if(NOT GLOO_INCLUDE_DIR)
    message(FATAL_ERROR "the trainer needs gloo/config.h; install libgloo-dev, or configure with INTERLINEAR_TRAINING=OFF")
  endif()
endif()
message(STATUS "Trainer (LibTorch): ${INTERLINEAR_HAS_TRAINING}")

# CUDA is optional: what needs it is a plug-in, built only where nvcc is.
include(CheckLanguage)
check_language(CUDA)
if(CMAKE_CUDA_COMPILER)
  set(INTERLINEAR_HAS_CUDA TRUE)
else()
  set(INTERLINEAR_HAS_CUDA FALSE)
endif()
message(STATUS "CUDA compiler: ${INTERLINEAR_HAS_CUDA}")
