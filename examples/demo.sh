#!/usr/bin/env bash
# The whole thing at work, from a fresh clone: sudo examples/demo.sh
#
# Two directors in front of two web servers, on a real kernel with ip_vs, in each of the three forwarding methods; then a
# failover drill with a report. Everything lives in network namespaces of its own (in a User-Mode Linux guest where this host's
# kernel has no ip_vs) and is gone afterwards. Exit status 0 means that everything was as it should be.
set -u

root=$(readlink -f "$(dirname "$0")/..")
cd "$root" || exit 1
export HADIRECTOR_EXE=$root/artifacts/publish/hadirector
drill_out=artifacts/drill
vip=192.0.2.80

heading() { printf '\n=== %s\n' "$*"; }
fail() { # what [log]
  printf '\ndemo: %s\n' "$1" >&2
  [ -s "${2-}" ] && { echo "the end of $2:" >&2; tail -n 20 "$2" >&2; }
  exit 1
}

prepare() {
  [ "$(id -u)" = 0 ] || fail 'root is needed: sudo examples/demo.sh'
  heading 'Setting up'
  mkdir -p artifacts
  local log=artifacts/demo-publish.log setup
  tests/lab/setup & # beside the build: one waits for the network, the other for the processors
  setup=$!
  rm -rf artifacts/publish
  dotnet publish src/HaDirector.Cli -c Release -p:PublishProfile=linux-x64 -o artifacts/publish -v quiet --nologo >"$log" 2>&1 ||
    fail 'hadirector could not be built' "$log"
  wait "$setup" || fail 'setup failed'
  echo "built $(du -m "$HADIRECTOR_EXE" | cut -f1) MiB: ${HADIRECTOR_EXE#"$root"/}"
}

inside() { local ns=$1; shift; nsenter --net="/run/netns/$ns" "$@"; }

wait_for() { # seconds what command...
  local limit=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ $SECONDS -lt $limit ] || fail "waited in vain for $what" "$state/lb01.log"
    sleep 0.2
  done
}

has_vip() { [ -n "$(ip -n "$1" -o address show to "$vip")" ]; }
# shellcheck disable=SC2317  # called through wait_for
has_two_servers() { inside hd-lb01 ipvsadm -Ln | awk '/^  -> .*:80 / && $4 > 0 { up++ } END { exit up != 2 }'; }

# nsenter becomes the director, so the process number is the director's own.
start_director() { # name config
  nsenter --net="/run/netns/hd-$1" "$HADIRECTOR_EXE" run --config "$2" --director "$1" --run-dir "$state/$1" >"$state/$1.log" 2>&1 &
  directors+=($!)
}

stop_directors() {
  kill -TERM "${directors[@]}" 2>/dev/null
  wait "${directors[@]}"
  directors=()
  has_vip hd-lb01 && fail 'a director that was stopped kept the virtual address' "$state/lb01.log"
  has_vip hd-lb02 && fail 'a director that was stopped kept the virtual address' "$state/lb02.log"
}

serve() { # mode what-it-is
  local mode=$1 config=examples/$1-pair.yaml answers
  heading "${mode^^}: $2"
  REALSERVER=${REALSERVER:-hadirector} HADIRECTOR_CONFIG=$config tests/lab/topology up "$mode" || fail "the $mode network could not be built"
  start_director lb01 "$config"
  start_director lb02 "$config"
  wait_for 60 "the virtual address on lb01" has_vip hd-lb01
  wait_for 60 "two healthy real servers on lb01" has_two_servers
  # The first request only shows that the way is open; then one curl with four connections.
  wait_for 10 "an answer through $vip" inside hd-client curl --silent --max-time 2 --output "$state/first" "http://$vip/"
  mapfile -t answers < <(inside hd-client curl --silent --max-time 5 --header 'Connection: close' "http://$vip/?"{1,2,3,4})
  echo "client: curl http://$vip/ four times:  ${answers[*]}"
  case "${answers[*]}" in
    'rs1 rs2 rs1 rs2' | 'rs2 rs1 rs2 rs1') ;;
    *) fail 'round robin should have alternated between rs1 and rs2' "$state/lb01.log" ;;
  esac
  echo "lb01: ipvsadm -Ln"
  inside hd-lb01 ipvsadm -Ln | sed 1d
  echo "lb01: hadirector status"
  "$HADIRECTOR_EXE" status --run-dir "$state/lb01" || fail 'status failed' "$state/lb01.log"
  stop_directors
}

drill() {
  heading 'Drill: every fault, measured from the client'
  tests/lab/topology up dr || fail 'the network could not be built'
  rm -rf "$drill_out"
  "$HADIRECTOR_EXE" drill --config tests/lab/drill-dr.yaml --faults all --out "$drill_out" || fail "the drill did not go as promised"
  for file in report.html report.json drill.pcap; do
    [ -s "$drill_out/$file" ] || fail "the drill left no $file"
  done
}

if [ "${1-}" = --inside ]; then
  state=$(mktemp -d /run/hd-demo.XXXXXX)
  directors=()
  trap 'tests/lab/topology down; rm -rf "$state"' EXIT
  serve dr 'the real servers answer the client directly'
  serve nat 'requests and answers go through the director'
  serve tun 'requests reach the real servers in a tunnel'
  drill
  exit
fi

prepare
tests/lab/run --limit 400 examples/demo.sh --inside
status=$?
if [ $status = 0 ]; then
  heading "All as promised, in $SECONDS s"
  echo "the drill's report: $drill_out/report.html (figures: report.json, packets: drill.pcap)"
fi
exit $status
