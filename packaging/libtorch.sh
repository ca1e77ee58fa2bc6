#!/usr/bin/env bash
# Provides LibTorch for building the trainer: packaging/libtorch.sh prints the folder that holds its include/ and lib/.
#
# TORCH_ROOT names one that is already there. Otherwise the pinned wheels are fetched once, checked, and only what we link is unpacked into the
# cache. Whatever an interrupted run left, or was damaged since, is noticed and made anew; runs at the same time wait for each other.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

version=2.11.0
requirements=("torch==$version" nvidia-cuda-runtime==13.0.96 nvidia-cuda-cupti==13.0.85)
checksums='7aa2f9bbc6d4595ba72138026b2074be1233186150e9292865e04b7a63b8c67a  torch-2.11.0-cp311-cp311-manylinux_2_28_x86_64.whl
7f82250d7782aa23b6cfe765ecc7db554bd3c2870c43f3d1821f1d18aebf0548  nvidia_cuda_runtime-13.0.96-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl
4eb01c08e859bf924d222250d2e8f8b8ff6d3db4721288cf35d14252a4d933c8  nvidia_cuda_cupti-13.0.85-py3-none-manylinux_2_25_x86_64.whl'

if [[ -n ${TORCH_ROOT:-} ]]; then
  [[ -f $TORCH_ROOT/lib/libtorch_cpu.so && -d $TORCH_ROOT/include ]] ||
    stop "TORCH_ROOT is '$TORCH_ROOT', which holds no lib/libtorch_cpu.so and include/."
  printf '%s\n' "$TORCH_ROOT"
  exit
fi
[[ $(uname -m) == x86_64 ]] || stop "LibTorch is fetched for x86_64 only; this is $(uname -m). Set TORCH_ROOT to a LibTorch $version of your own."

cache=$(cacheFolder)
folder=$cache/torch-$version
partial=$folder.partial

# Names and sizes of everything unpacked: changes when a file is cut short or lost.
contents() { (cd "$1" && find . -type f -printf '%P %s\n' | LC_ALL=C sort | sha256sum); }
stamp() { printf '%s\n%s\n' "$checksums" "$(contents "$1")"; }
isComplete() { [[ -f $folder/complete && -f $folder/torch/lib/libtorch_cpu.so && $(<"$folder/complete") == "$(stamp "$folder/torch")" ]]; }

fetch() {
  "$python" -m pip download --quiet --progress-bar off --no-input --disable-pip-version-check --no-deps --no-cache-dir --only-binary=:all: \
    --python-version 3.11 --implementation cp --abi cp311 \
    --platform manylinux_2_28_x86_64 --platform manylinux_2_25_x86_64 --platform manylinux2014_x86_64 \
    --dest "$partial/wheels" "${requirements[@]}"
}
isGenuine() { (cd "$partial/wheels" && sha256sum --check --strict --quiet <<<"$checksums"); }

fetchGenuine() {
  local attempt
  for attempt in 1 2 3; do
    rm -rf "$partial/wheels"
    mkdir -p "$partial/wheels"
    fetch && isGenuine && return
    say "Download $attempt of LibTorch was incomplete or damaged."
  done
  return 1
}

unpack() {
  local wheels=$partial/wheels torch=$partial/torch
  unzip -q "$wheels"/torch-*.whl 'torch/include/*' torch/lib/libtorch_cpu.so torch/lib/libc10.so 'torch/lib/libgomp*' -d "$partial" &&
    unzip -q -j "$wheels"/nvidia_cuda_runtime-*.whl '*/libcudart.so.13' -d "$torch/lib" &&
    unzip -q -j "$wheels"/nvidia_cuda_cupti-*.whl '*/libcupti.so.13' -d "$torch/lib" &&
    rm -rf "$wheels"
}

exec 9>"$folder.lock"
flock 9
if ! isComplete; then
  python=$(pythonWith downloads)
  rm -rf "$partial"
  mkdir -p "$partial"
  quietly "Fetching LibTorch $version (540 MB, once)" fetchGenuine
  quietly "Unpacking LibTorch" unpack
  stamp "$partial/torch" >"$partial/complete"
  rm -rf "$folder"
  mv "$partial" "$folder"
fi
printf '%s\n' "$folder/torch"
