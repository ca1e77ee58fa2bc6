#!/usr/bin/env bash
# A folder that tests and measures the CUDA plug-in on another machine: packaging/cuda-bundle.sh OUT
#
# Holds tst_cuda_runtime, interlinear-bench, the plug-in, and the shared libraries that they need besides the C library. OUT/check runs on any x86-64 Linux with glibc
# 2.36 or newer and a driver for CUDA 13, without network, in under two minutes: the card by name, the tests with the first that fails, the figures as they come.
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
# check [--quick] [options of interlinear-bench]: the tests on the card, then the figures. Exit 0: all is well, or there is no card, which is said; 1: something failed.
#
#   CHECK_ONLY=1 check                      # no figures
#   CHECK_MODEL=DIR check                   # and how fast a document goes through this model
#   CHECK_SANITIZE=1 check                  # the tests under compute-sanitizer instead, where it is in the path; slow
#   CHECK_LOGS=DIR check                    # where the whole output goes (default: beside this file)
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
logs=${CHECK_LOGS:-$here}
# Another try unpacks anew what one that was cut off left.
if [[ ! -d $here/lib ]]; then
  rm -rf "$here/unpacking" && mkdir "$here/unpacking" && tar -C "$here/unpacking" -xJf "$here/programs.tar.xz" && rm -rf "$here/bin" && mv "$here/unpacking/bin" "$here/bin" &&
    mv "$here/unpacking/lib" "$here/lib" && rmdir "$here/unpacking" || { echo "The programs cannot be unpacked in $here." >&2; exit 1; }
fi
export LD_LIBRARY_PATH=$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
began=$SECONDS limit=60

# tests NAME [PREFIX...]: each test of the card in a program of its own, so that one that breaks the card for its program leaves the others theirs; of each that fails what it says.
tests() {
  local name=$1 test passed=0 broken=() log
  shift
  for test in $("$here/bin/tst_cuda_runtime" -functions | sed -n 's/()$//p'); do
    log=$logs/$name.$test.log
    if timeout "$limit" "$@" "$here/bin/tst_cuda_runtime" -nocrashhandler "$test:card" >"$log" 2>&1; then
      passed=$((passed + 1))
    else
      echo "$test FAILED (exit $?):"
      grep -vE '^(\*{9}|Config|PASS|Totals)' "$log" | head -n 20
      broken+=("$test")
    fi
  done
  echo "$name: $passed passed, ${#broken[@]} failed${broken[0]:+, the first is ${broken[0]}}; $((SECONDS - began)) s; all that they say is in $logs/$name.*.log"
  ((passed > 0 && ${#broken[@]} == 0))
}

# Without a card nothing runs on one, and that is no failure.
answer=$("$here/bin/interlinear-bench" --card)
case $? in
  0) echo "card: $answer" ;;
  1) echo "no card: $answer"; exit 0 ;;
  *) echo "The programs do not run here." >&2; exit 1 ;;
esac

failed=0
if [[ -n ${CHECK_SANITIZE:-} ]]; then
  command -v compute-sanitizer >/dev/null || { echo "compute-sanitizer is not in the path." >&2; exit 1; }
  limit=600
  for tool in memcheck racecheck synccheck; do
    tests "$tool" compute-sanitizer --tool "$tool" --error-exitcode 9 2>/dev/null || failed=1
  done
else
  tests tests 2>/dev/null || failed=1   # the shell tells of crashes there, which is told already
fi
if [[ -z ${CHECK_ONLY:-} ]]; then
  "$here/bin/interlinear-bench" --device cuda "$@" 2>&1 | tee "$logs/figures.log"
  ((PIPESTATUS[0] == 0)) || { failed=1; echo "figures: FAILED"; }
fi
if [[ -n ${CHECK_MODEL:-} ]]; then
  "$here/bin/interlinear-bench" --device cuda --document --model "$CHECK_MODEL" "$@" 2>&1 | tee "$logs/document.log"
  ((PIPESTATUS[0] == 0)) || { failed=1; echo "document: FAILED"; }
fi
echo "$([[ $failed == 0 ]] && echo "all is well" || echo "something FAILED"), $((SECONDS - began)) s"
exit "$failed"
CHECK
chmod +x "$out/check"
du -sh --apparent-size "$out" | cut -f1
