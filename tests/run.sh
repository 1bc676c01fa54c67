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

# A step that is not a test run: its output is shown when it fails.
step() {
  local name=$1 started=$SECONDS
  shift
  if "$@" > "$results/$name.log" 2>&1; then
    echo "== $name: ok, $((SECONDS - started)) s"
  else
    cat "$results/$name.log"
    echo "== $name: FAILED, $((SECONDS - started)) s"
    return 1
  fi
}

# The command line that runs the tests of a project which match a filter; all its results are in NAME.trx.
tests_of() { # name project filter
  local where=$3
  [ -n "$filter" ] && where="${where:+($where)&}($filter)"
  command=(dotnet vstest "$root/tests/$2/bin/Release/net10.0/$2.dll" "--logger:trx;LogFileName=$1.trx"
    '--logger:console;verbosity=minimal' "--ResultsDirectory:$results")
  [ -n "$where" ] && command+=("--TestCaseFilter:$where")
}

# Runs in the background, so that what does not disturb each other can run side by side; settle reports them in order.
started_names=() started_pids=()
start() { # name may-skip|must-run command...
  local name=$1 skips=$2 begin=$SECONDS
  shift 2
  { "$@" > "$results/$name.log" 2>&1
    echo "$? $((SECONDS - begin)) $skips" > "$results/$name.done"; } &
  started_names+=("$name")
  started_pids+=($!)
}

# The numbers of a trx file (total executed passed failed), and the names and reasons of its skipped tests.
counters() { sed -n 's/.*<Counters total="\([0-9]*\)" executed="\([0-9]*\)" passed="\([0-9]*\)" failed="\([0-9]*\)".*/\1 \2 \3 \4/p' "$1"; }
skips_of() {
  perl -0777 -ne 'while (/<UnitTestResult\b[^>]*\btestName="([^"]*)"[^>]*outcome="NotExecuted"[^>]*?(?:\/>|>(.*?)<\/UnitTestResult>)/sg) {
    my ($name, $rest) = ($1, $2 // ""); my ($why) = $rest =~ /<(?:Message|StdOut)>\s*(.*?)\s*</s;
    print "   skipped $name: ", $why // "no reason given", "\n" }' "$1"
}

settle() {
  local i name status seconds skips total executed ok bad
  for i in "${!started_names[@]}"; do
    name=${started_names[i]}
    wait "${started_pids[i]}"
    read -r status seconds skips < "$results/$name.done"
    read -r total executed ok bad < <([ -e "$results/$name.trx" ] && counters "$results/$name.trx") || total=0 executed=0 ok=0 bad=0
    echo "== $name: $ok passed, $bad failed, $((total - executed)) skipped, $seconds s"
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + total - executed))
    if [ "$total" -gt "$executed" ]; then
      skips_of "$results/$name.trx"
      [ "$skips" = must-run ] && { echo '   these should have run here'; broken=1; }
    fi
    if [ "$total" = 0 ] && [ -z "$filter" ]; then
      echo '   no test ran'
      broken=1
    fi
    # A filter that matches nothing in a project is no failure; anything else that is not 0 is.
    if [ "$status" != 0 ] && { [ "$total" != 0 ] || [ -z "$filter" ]; }; then
      broken=1
      cat "$results/$name.log"
    fi
  done
  started_names=() started_pids=()
}

finish() {
  echo
  echo "in $SECONDS s, all output is in ${results#"$root"/}"
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ] && [ "$broken" = 0 ]
  exit
}

prepare() {
  local setup=(tests/lab/setup)
  [ $long = 1 ] && setup+=(--long)
  step setup "${setup[@]}" && grep SharpPcap "$results/setup.log"
  step restore dotnet restore HaDirector.sln -v quiet &&
    step build dotnet build HaDirector.sln -c Release --no-restore -v quiet &&
    step publish dotnet publish src/HaDirector.Cli -c Release -p:PublishProfile=linux-x64 -o artifacts/publish -v quiet
}

prepare || { broken=1; finish; }
[ $long = 1 ] && { step build-kernel tests/lab/build-kernel || broken=1; }

tests_of unit HaDirector.Tests ''
start unit may-skip "${command[@]}"
if [ -z "$filter" ]; then
  step format dotnet format HaDirector.sln --verify-no-changes --no-restore || broken=1
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

# Side by side as far as it does not disturb: the guest keeps to one CPU, and what measures time runs alone.
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
  for project in Kernel EndToEnd; do
    tests_of "${project,,}-built" HaDirector.$project.Tests 'lab=built'
    start "${project,,}-built" must-run tests/lab/run --on guest --kernel built --limit 600 "${command[@]}"
    settle
  done
fi
finish
