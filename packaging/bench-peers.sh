#!/usr/bin/env bash
# Our engine beside others of its kind, on this machine in one run: packaging/bench-peers.sh [--quick] [--json] [--threads N]
#
# llama.cpp reads and decodes random MoE models of our sizes; CTranslate2 translates with a random Transformer-base. Both are fetched the first time, llama.cpp is
# compiled, and they stay in the cache with their models; runs at the same time wait for each other until these are there. Ours is the interlinear-bench that was
# built last, release or dev, or INTERLINEAR_BENCH. --quick: three repetitions instead of seven, and not the largest model. How it is measured and what counts:
# tests/bench/peers/compare.py.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage="Usage: packaging/bench-peers.sh [--quick] [--json] [--threads N]"
moeModels=(20m 70m 1b)
options=()
while (($#)); do
  case $1 in
    --quick) moeModels=(20m 70m) options+=(--quick) ;;
    --json) options+=(--json) ;;
    --threads)
      [[ ${2:-} =~ ^[1-9][0-9]{0,3}$ ]] || stop "--threads takes a number of threads, for instance 2." "$usage"
      options+=(--threads "$2")
      shift
      ;;
    -h | --help)
      printf '%s\n' "$usage"
      exit
      ;;
    *) stop "'$1' is no option of this script." "$usage" ;;
  esac
  shift
done

programs=$root/tests/bench/peers
peers=$(cacheFolder)/peers
python=$peers/python/bin/python
wheels=(ctranslate2==4.8.5 gguf==0.19.0 numpy==2.4.6)
llama='llama-cpp-python==0.3.36'
export PYTHONDONTWRITEBYTECODE=1

install() { "$python" -m pip install --quiet --no-input --disable-pip-version-check "$@"; }

makePython() {
  local complete=$peers/python/complete
  [[ -x $python && $(cat "$complete" 2>/dev/null) == "${wheels[*]}" ]] && return
  installMissing g++ cmake ninja-build python3 python3-venv
  rm -rf "$peers/python"
  quietly "Making a Python for peers" python3 -m venv "$peers/python"
  quietly "Installing ${wheels[*]}" install --only-binary=:all: "${wheels[@]}"
  printf '%s' "${wheels[*]}" >"$complete"
}

# For this processor, as who cares for its speed builds it. LLAVA is about pictures.
compileLlama() {
  install --only-binary=:all: scikit-build-core==1.1.2 &&
    CMAKE_ARGS="-DCMAKE_BUILD_TYPE=Release -DGGML_NATIVE=ON -DLLAVA_BUILD=OFF" CMAKE_BUILD_PARALLEL_LEVEL=$(nproc) \
      install --no-build-isolation --no-binary=llama-cpp-python "$llama" "${wheels[@]}" &&
    "$python" -c 'import llama_cpp'
}

# Whether llama.cpp is there. It is compiled once, and not tried again where that failed.
haveLlama() {
  local outcome=$peers/python/llama log=$root/build/log/compiling-llama-cpp.txt
  if [[ $(cat "$outcome" 2>/dev/null) != *" $llama" ]]; then
    say "Compiling llama.cpp (10 minutes on two processors, once) …"
    mkdir -p "${log%/*}"
    if compileLlama >"$log" 2>&1 </dev/null; then
      printf 'compiled %s' "$llama" >"$outcome"
    else
      printf 'failed %s' "$llama" >"$outcome"
    fi
  fi
  [[ $(<"$outcome") == compiled* ]] && return
  say "llama.cpp could not be compiled, so only CTranslate2 is compared; $log says why, and without the file $outcome it is tried again."
  return 1
}

bench=$(ourBenchmark)
mkdir -p "$peers"
exec 8>"$peers.lock"
flock 8
makePython
if ! haveLlama; then
  moeModels=()
  options+=(--without-llama)
fi
"$python" "$programs/make_models.py" "$peers/models" "${moeModels[@]}" transformer-base
exec 8>&-

exec "$python" "$programs/compare.py" --bench "$bench" --models "$peers/models" "${options[@]}"
