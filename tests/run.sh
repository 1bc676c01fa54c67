#!/usr/bin/env bash
# Everything that must hold before a change is good, from a fresh clone, as root:
#
#   tests/run.sh [--long] [--filter TEXT]
#
#   --filter TEXT   only tests whose full name contains TEXT (or a whole test case filter: 'lab=guest&Name~Drill'), no format check
#   --long          also the tests that need the guest kernel with nftables and twos (makes it: tests/lab/build-kernel)
#
# Tests find their place by the trait `lab`: none = here, in namespaces; guest = on a kernel with ip_vs; built = on the kernel of
# tests/lab/build-kernel. HaDirector.Kernel.Tests is `guest` as a whole. HADIRECTOR_EXE names the published executable.
# Where a test has its place it may not skip itself: such a skip fails the run. The last line counts all.
set -u

root=$(readlink -f "$(dirname "$0")/..")
cd "$root" || exit 1
long=0 filter=''
while [ $# -gt 0 ]; do
  case $1 in
    --long) long=1; shift ;;
    --filter) filter=${2-}; shift 2 ;;
    *) sed -n '2,/^set -u/{/^set -u/d;s/^# \{0,1\}//;p}' "$0"; exit 2 ;;
  esac
done
[[ -z $filter || $filter =~ [=~] ]] || filter="FullyQualifiedName~$filter"

results=$root/artifacts/test-results
rm -rf "$results"
mkdir -p "$results"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1
export HADIRECTOR_EXE=$root/artifacts/publish/hadirector
passed=0 failed=0 skipped=0 broken=0

# The command line that runs the tests of a project which match a filter; all its results are in NAME.trx.
tests_of() { # name project filter
  local where=$3
  [ -n "$filter" ] && where="${where:+($where)&}($filter)"
  command=(dotnet vstest "$root/tests/$2/bin/Release/net10.0/$2.dll" "--logger:trx;LogFileName=$1.trx"
    '--logger:console;verbosity=minimal' "--ResultsDirectory:$results")
  [ -n "$where" ] && command+=("--TestCaseFilter:$where")
}

# Starts a section in the background, so that what does not disturb each other can run side by side; settle reports them
# in order. A section is a step, or tests that may-skip or that must-run.
started_names=() started_pids=()
start() { # name step|may-skip|must-run command...
  local name=$1 kind=$2 begin=$SECONDS
  shift 2
  { "$@" > "$results/$name.log" 2>&1
    echo "$? $((SECONDS - begin)) $kind" > "$results/$name.done"; } &
  started_names+=("$name")
  started_pids+=($!)
}

# The numbers of a trx file (total executed passed failed), and the names and reasons of its skipped tests.
counters() { sed -n 's/.*<Counters total="\([0-9]*\)" executed="\([0-9]*\)" passed="\([0-9]*\)" failed="\([0-9]*\)".*/\1 \2 \3 \4/p' "$1"; }
skips_of() {
  perl -0777 -ne 'while (/<UnitTestResult\b[^>]*\btestName="([^"]*)"[^>]*outcome="NotExecuted"[^>]*?(?:\/>|>(.*?)<\/UnitTestResult>)/sg) {
    my ($name, $rest) = ($1, $2 // ""); my ($why) = $rest =~ /<(?:Message|StdOut)>\s*(.*?)\s*</s;
    s/&lt;/</g, s/&gt;/>/g, s/&quot;/"/g, s/&amp;/&/g for grep { defined } $name, $why;
    print "   skipped $name: ", $why // "no reason given", "\n" }' "$1"
}

settle() {
  local i name status seconds kind
  for i in "${!started_names[@]}"; do
    name=${started_names[i]}
    wait "${started_pids[i]}"
    read -r status seconds kind < "$results/$name.done"
    if [ "$kind" = step ]; then settle_step; else settle_tests; fi
  done
  started_names=() started_pids=()
  [ $broken = 0 ]
}

settle_step() {
  if [ "$status" = 0 ]; then
    echo "== $name: ok, $seconds s"
  else
    cat "$results/$name.log"
    echo "== $name: FAILED, $seconds s"
    broken=1
  fi
}

settle_tests() {
  local total executed ok bad
  read -r total executed ok bad < <([ -e "$results/$name.trx" ] && counters "$results/$name.trx") || total=0 executed=0 ok=0 bad=0
  # A filter that matches nothing in a project is no failure; without one, no test is.
  [ "$total" = 0 ] && [ -n "$filter" ] && return
  echo "== $name: $ok passed, $bad failed, $((total - executed)) skipped, $seconds s"
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + total - executed))
  if [ "$total" = 0 ]; then
    echo '   no test ran'
    broken=1
  fi
  if [ "$total" -gt "$executed" ]; then
    skips_of "$results/$name.trx"
    [ "$kind" = must-run ] && { echo '   these should have run here'; broken=1; }
  fi
  if [ "$status" != 0 ]; then
    broken=1
    cat "$results/$name.log"
  fi
}

finish() {
  echo
  echo "in $SECONDS s, all output is in ${results#"$root"/}"
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ] && [ "$broken" = 0 ]
  exit
}

# One step after another; without them nothing else makes sense.
prepare() { start "$1" step "${@:2}"; settle || finish; }

if [ $long = 1 ]; then
  prepare setup tests/lab/setup --long
  grep SharpPcap "$results/setup.log"
else
  prepare setup tests/lab/setup
fi
prepare restore dotnet restore HaDirector.sln -v quiet
prepare build dotnet build HaDirector.sln -c Release --no-restore -v quiet
prepare publish dotnet publish src/HaDirector.Cli -c Release -p:PublishProfile=linux-x64 -o artifacts/publish -v quiet
[ $long = 1 ] && prepare build-kernel tests/lab/build-kernel

# Side by side as far as it does not disturb: a guest keeps to one CPU, and what measures time runs alone.
tests_of unit HaDirector.Tests ''
start unit may-skip "${command[@]}"
[ -z "$filter" ] && start fuzz step dotnet tests/HaDirector.Fuzz/bin/Release/net10.0/HaDirector.Fuzz.dll --packets 1000000 --jobs 1
if [ -z "$filter" ]; then
  start format step dotnet format HaDirector.sln --verify-no-changes --no-restore
  [ "$(id -u)" = 0 ] && start lab step tests/lab/selftest
fi
settle

if [ "$(id -u)" != 0 ]; then
  echo '== not root: tests that need namespaces or a kernel with ip_vs skip themselves'
  for project in Linux Kernel EndToEnd; do
    tests_of ${project,,} HaDirector.$project.Tests ''
    start ${project,,} may-skip "${command[@]}"
    settle
  done
  finish
fi

tests_of linux HaDirector.Linux.Tests 'lab!=guest&lab!=built'
start linux must-run tests/lab/run --on host --limit 600 "${command[@]}"
tests_of kernel HaDirector.Kernel.Tests 'lab!=built'
start kernel must-run tests/lab/run --limit 600 "${command[@]}"
settle
tests_of end-to-end HaDirector.EndToEnd.Tests 'lab!=guest&lab!=built'
start end-to-end must-run tests/lab/run --on host --limit 600 "${command[@]}"
settle
tests_of end-to-end-guest HaDirector.EndToEnd.Tests 'lab=guest'
start end-to-end-guest must-run tests/lab/run --limit 600 "${command[@]}"
settle
if [ $long = 1 ]; then
  tests_of kernel-built HaDirector.Kernel.Tests 'lab=built'
  start kernel-built must-run tests/lab/run --on guest --kernel built --limit 600 "${command[@]}"
  settle
fi
finish
