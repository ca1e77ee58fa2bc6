#!/usr/bin/env bash
# Our engine beside others of its kind, on this machine in one run: packaging/bench-peers.sh [--quick] [--json] [--threads N]
#
# llama.cpp reads and decodes random MoE models of our sizes; CTranslate2 translates with a random Transformer-base. Both come from the package registry
# the first time (llama.cpp is compiled) and stay in the cache with their models; runs at the same time wait for each other. Ours is the interlinear-bench
# that was built here, or INTERLINEAR_BENCH. Everything else about the run: tests/bench/peers/compare.py --help.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

peers=$(cacheFolder)/peers
python=$peers/python/bin/python
ctranslate2Packages=(ctranslate2==4.8.5 gguf==0.19.0 numpy==2.4.6)
llamaPackages=(llama-cpp-python==0.3.36)
llamaBuilder=(scikit-build-core==1.1.2)

install() { "$python" -m pip install --quiet --no-input --disable-pip-version-check "$@"; }

# As its own users build it for one machine: Release, with all instructions of this processor. LLAVA is about pictures.
compileLlama() {
  install --only-binary=:all: "${llamaBuilder[@]}" &&
    CMAKE_ARGS="-DCMAKE_BUILD_TYPE=Release -DGGML_NATIVE=ON -DLLAVA_BUILD=OFF" CMAKE_BUILD_PARALLEL_LEVEL=$(nproc) \
      install --no-build-isolation --no-binary=llama-cpp-python "${llamaPackages[@]}" "${ctranslate2Packages[@]}" &&
    "$python" -c 'import llama_cpp'
}

# The file `complete` names what is installed, `no-llama` what could not be compiled, so that neither is tried twice.
makePython() {
  local wanted="${ctranslate2Packages[*]}"
  if [[ ! -x $python || $(cat "$peers/python/complete" 2>/dev/null) != "$wanted" ]]; then
    rm -rf "$peers/python"
    quietly "Making a Python for peers" python3 -m venv "$peers/python"
    quietly "Installing $wanted" install --only-binary=:all: "${ctranslate2Packages[@]}"
    printf '%s' "$wanted" >"$peers/python/complete"
  fi
}
