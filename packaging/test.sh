#!/usr/bin/env bash
# From a fresh checkout to all tests: packaging/test.sh [--long]
#
# Installs what is missing, fetches LibTorch and the programs that judge our results, builds with warnings as errors, and runs the tests.
# --long adds the tests that take long, and the engine's tests under the address and thread sanitizers. The exit status is ctest's.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

case ${1:-} in
  "") exclude=(--label-exclude '^long$') longTestPackages=() ;;
  --long) exclude=() ;;
  *) stop "Usage: packaging/test.sh [--long]" ;;
esac

cd "$root"
jobs=$(nproc)
installMissing "${buildPackages[@]}" "${testPackages[@]}" "${longTestPackages[@]}"
TORCH_ROOT=$(packaging/libtorch.sh)
INTERLINEAR_JUDGES=$(pythonWith judges sacrebleu==2.6.0 numpy==2.4.6 safetensors==0.8.0 fluent.syntax==0.19.0 pysubs2==1.8.0 webvtt-py==0.5.1)
export TORCH_ROOT INTERLINEAR_JUDGES

quietly "Configuring" cmake --preset dev -D "TORCH_ROOT=$TORCH_ROOT" -D INTERLINEAR_TRAINING=ON
quietly "Building everything" cmake --build --preset dev --parallel "$jobs"

status=0
if [[ ${1:-} == --long ]]; then
  INTERLINEAR_DOCUMENTS=$(packaging/documents.sh)
  export INTERLINEAR_DOCUMENTS
  for sanitizer in asan tsan; do
    quietly "Configuring $sanitizer" cmake --preset "$sanitizer"
    quietly "Building the engine's tests with $sanitizer" cmake --build --preset "$sanitizer" --parallel "$jobs" --target engine-tests
    # The thread sanitizer cannot place its shadow memory on kernels that randomise addresses widely.
    setarch --addr-no-randomize ctest --preset "$sanitizer" --parallel "$jobs" --label-regex '^engine$' || status=$?
  done
fi
ctest --preset dev --parallel "$jobs" "${exclude[@]}" || status=$?
exit "$status"
