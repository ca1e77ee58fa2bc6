#!/usr/bin/env bash
# A folder that tests and measures the CUDA plug-in on another machine: packaging/cuda-bundle.sh OUT
#
# Holds tst_cuda_runtime, interlinear-bench, the plug-in, and the shared libraries that they need besides the C library. OUT/check runs on any x86-64 Linux with glibc
# 2.36 or newer and a driver for CUDA 13, without network: first the tests, then the figures.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

out=${1:-}
[[ -n $out && $# == 1 ]] || stop "Usage: packaging/cuda-bundle.sh OUT"
[[ ! -e $out ]] || stop "'$out' is there already; name a folder that is not."
build=$root/build/dev
programs=("$build/tests/tst_cuda_runtime" "$build/bin/interlinear-bench" "$build/bin/libinterlinear_cuda.so")
for program in "${programs[@]}"; do
  [[ -f $program ]] || stop "There is no $program; build it with nvcc in the path."
done

mkdir -p "$out/bin" "$out/lib"
cp "${programs[@]}" "$out/bin/"
strip --strip-unneeded "$out/bin/"*
for program in "${programs[@]}"; do ldd "$program"; done | awk '$2 == "=>" && $3 ~ /^\// {print $3}' | sort -u |
  grep -vE '/(ld-linux[^/]*|(libc|libm|libmvec|libdl|librt|libpthread|libutil)\.so[^/]*)$' |
  while read -r library; do cp -L "$library" "$out/lib/"; done

# Packed, they are a third as large; the first start unpacks them.
tar -C "$out" -cf "$out/programs.tar.xz" --use-compress-program="xz -6 -T0" bin lib
rm -r "$out/bin" "$out/lib"

cat >"$out/check" <<'CHECK'
#!/usr/bin/env bash
# check [options of interlinear-bench]: the tests, then the figures. CHECK_ONLY=1 leaves the figures out.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[[ -d $here/lib ]] || tar -C "$here" -xJf "$here/programs.tar.xz"
export LD_LIBRARY_PATH=$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
"$here/bin/tst_cuda_runtime"
[[ -n ${CHECK_ONLY:-} ]] || "$here/bin/interlinear-bench" --device cuda "$@"
CHECK
chmod +x "$out/check"
du -sh --apparent-size "$out" | cut -f1
