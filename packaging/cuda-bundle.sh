#!/usr/bin/env bash
# A folder that tests and measures the CUDA plug-in on another machine: packaging/cuda-bundle.sh OUT
#
# Holds tst_cuda_runtime, interlinear-bench, the plug-in, and the shared libraries that they need besides the C library. OUT/check runs on any x86-64 Linux with glibc
# 2.36 or newer and a driver for CUDA 13, without network, in under eight minutes: the card by name, the tests with the first that fails, the figures as they come, others beside
# them, and the tests again under compute-sanitizer.
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
cp "$root/tests/bench/peers/card_peers.py" "$root/tests/bench/peers/shapes.py" "$out/bin/"
for program in "${programs[@]}"; do ldd "$program"; done | awk '$2 == "=>" && $3 ~ /^\// {print $3}' | sort -u |
  grep -vE '/(ld-linux[^/]*|(libc|libm|libmvec|libdl|librt|libpthread|libutil)\.so[^/]*)$' |
  while read -r library; do cp -L "$library" "$out/lib/"; done

# Packed, they are a third as large; the first start unpacks them.
tar -C "$out" -cf "$out/programs.tar.xz" --use-compress-program="xz -6 -T0" bin lib
rm -r "$out/bin" "$out/lib"

cat >"$out/check" <<'CHECK'
#!/usr/bin/env bash
# check [--quick] [options of interlinear-bench]: the tests on the card, the figures, others beside them, the tests under compute-sanitizer. Exit 0: all is well, or there is no card, which is
# said; 1: something failed. What there is no time for is left out, and said.
#
#   CHECK_ONLY="tests peers" check          # of tests, figures, peers, memcheck, racecheck
#   CHECK_SECONDS=300 check                 # instead of 460
#   CHECK_MODEL=DIR check                   # and how many segments a second this model translates
#   CHECK_LOGS=DIR check                    # where the whole output goes (default: beside this file)
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
logs=${CHECK_LOGS:-$here}
mkdir -p "$logs" || exit 1
# Another try unpacks anew what one that was cut off left.
if [[ ! -d $here/lib ]]; then
  rm -rf "$here/unpacking" && mkdir "$here/unpacking" && tar -C "$here/unpacking" -xJf "$here/programs.tar.xz" && rm -rf "$here/bin" && mv "$here/unpacking/bin" "$here/bin" &&
    mv "$here/unpacking/lib" "$here/lib" && rmdir "$here/unpacking" || { echo "The programs cannot be unpacked in $here." >&2; exit 1; }
fi
# cuFFT is the toolkit's, or that of a Python with PyTorch.
cufft=$(ls -d /usr/local/cuda*/lib64/libcufft.so.12 "$(python3 -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])' 2>/dev/null)"/nvidia/*/lib/libcufft.so.12 2>/dev/null | head -n 1)
ours=(env "LD_LIBRARY_PATH=$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}${cufft:+:$(dirname "$cufft")}")
sanitizer=$(command -v compute-sanitizer || ls -d /usr/local/cuda*/bin/compute-sanitizer /usr/local/cuda*/compute-sanitizer/compute-sanitizer 2>/dev/null | head -n 1)
left() { echo $((${CHECK_SECONDS:-460} - SECONDS)); }
isWanted() { [[ -z ${CHECK_ONLY:-} || " $CHECK_ONLY " == *" $1 "* ]]; }
failed=0

# within SECONDS COMMAND...: no longer than that, and than there is time; exit 125: there is none.
within() {
  local seconds=$1
  shift
  (($(left) < seconds)) && seconds=$(left)
  ((seconds > 0)) || return 125
  timeout --kill-after=5 "$seconds" "$@"
}

# tests NAME SECONDS [PREFIX...]: each test of the card in a program of its own, so that one that breaks the card for its program leaves the others theirs; of each that fails what it says.
tests() {
  local name=$1 limit=$2 began=$SECONDS test passed=0 skipped=0 missed=0 broken=() log
  shift 2
  for test in $("${ours[@]}" "$here/bin/tst_cuda_runtime" -functions | sed -n 's/()$//p'); do
    log=$logs/$name.$test.log
    within "$limit" "${ours[@]}" "$@" "$here/bin/tst_cuda_runtime" -nocrashhandler "$test:card" >"$log" 2>&1
    case $? in
      0) if grep -q '^SKIP' "$log"; then skipped=$((skipped + 1)) && sed -n "s/^SKIP *: /$test was skipped: /p" "$log"; else passed=$((passed + 1)); fi ;;
      124 | 125 | 137) if (($(left) > 0)) && [[ $name == tests ]]; then broken+=("$test") && echo "$test FAILED: not done in $limit s"; else missed=$((missed + 1)); fi ;;
      *)
        grep -q 'Device not supported' "$log" && { echo "$name: the tool does not work on this machine"; return; }
        echo "$test FAILED:"
        grep -vE '^(\*{9}|Config|PASS|Totals)' "$log" | head -n 20
        broken+=("$test")
        ;;
    esac
  done
  echo "$name: $passed passed, $skipped skipped, ${#broken[@]} failed${broken[0]:+, the first is ${broken[0]}}, $missed not done in time; $((SECONDS - began)) s; all that they say is in $logs/$name.*.log"
  [[ ${#broken[@]} == 0 && ($passed -gt 0 || $name != tests) ]] || failed=1
}

# figures NAME SECONDS COMMAND...: as they come, and kept.
figures() {
  local name=$1 limit=$2 code
  shift 2
  within "$limit" "$@" 2>&1 | tee "$logs/$name.log"
  code=${PIPESTATUS[0]}
  case $code in
    0) ;;
    124 | 125 | 137) echo "$name: not done in time" ;;
    *) failed=1 && echo "$name: FAILED (exit $code)" ;;
  esac
}

# Without a card nothing runs on one, and that is no failure.
answer=$("${ours[@]}" "$here/bin/interlinear-bench" --card)
case $? in
  0) echo "card: $answer" ;;
  1) echo "no card: $answer"; exit 0 ;;
  *) echo "The programs do not run here." >&2; exit 1 ;;
esac

isWanted tests && tests tests 30 2>/dev/null   # the shell tells of crashes there, which is told already
isWanted figures && figures figures 200 "${ours[@]}" "$here/bin/interlinear-bench" --device cuda ${CHECK_MODEL:+--model "$CHECK_MODEL"} "$@"
if isWanted peers; then
  if command -v python3 >/dev/null; then
    within 90 python3 -B "$here/bin/card_peers.py" --quick 2>&1 | tee "$logs/peers.log"   # with the machine's own libraries; theirs is no failure of ours
  else
    echo "peers: there is no python3"
  fi
fi
for tool in memcheck racecheck; do
  isWanted "$tool" || continue
  if [[ -n $sanitizer ]]; then
    tests "$tool" 60 "$sanitizer" --tool "$tool" --error-exitcode 9 2>/dev/null
  else
    echo "$tool: there is no compute-sanitizer here"
  fi
done
echo "$([[ $failed == 0 ]] && echo "all is well" || echo "something FAILED"), $SECONDS s"
exit "$failed"
CHECK
chmod +x "$out/check"
du -sh --apparent-size "$out" | cut -f1
