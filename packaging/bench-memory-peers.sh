#!/usr/bin/env bash
# Our translation memory beside others, on this machine in one run: packaging/bench-memory-peers.sh [--quick] [--json] [--units N]
#
# PostgreSQL's pg_trgm and translate-toolkit look up in the same million made-up units as ours, with the same 200 queries. --quick: 100,000 units, and a
# minute of lookups for each way of a peer at each threshold instead of four. The toolkit is fetched the first time and stays in the cache; PostgreSQL is
# the distribution's and runs for this only. Ours is the interlinear-bench that was built last, release or dev, or INTERLINEAR_BENCH. How it is measured and
# what counts: tests/bench/peers/compare_memory.py and memory_workload.py.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage="Usage: packaging/bench-memory-peers.sh [--quick] [--json] [--units N]"
options=()
while (($#)); do
  case $1 in
    --quick) options=(--units 100000 --budget 60 "${options[@]}") ;;
    --json) options+=(--json) ;;
    --units)
      [[ ${2:-} =~ ^[1-9][0-9]{3,7}$ ]] || stop "--units takes a number from 1000, for instance 300000." "$usage"
      options+=(--units "$2")
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

bench=$(ourBenchmark)
installMissing postgresql python3 python3-venv
# The last of the toolkit that has its database of units.
python=$(pythonWith memory-peers "translate-toolkit[levenshtein]==3.18.1" psycopg==3.3.9 psycopg-binary==3.3.9)
export PYTHONDONTWRITEBYTECODE=1
exec "$python" "$root/tests/bench/peers/compare_memory.py" --bench "$bench" "${options[@]}"
