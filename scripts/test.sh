# Sourced by ./studyspot after scripts/hardware.sh: every test of the tree, one suite after the other, and one closing line.

# Suites in the order of the layers: when a low one fails, look there first.
SUITES=(Architecture Crypto Mqtt Contracts Access Edge.Gate Edge.Storage Edge.Devices Edge.Vision Edge.Sync Edge.Screen Edge.Simulator Edge Package Cloud.Data Cloud.Ingest Cloud.Api dashboard EndToEnd)

run_tests() {
  require_sdk
  install_debian "${DEBIAN_PACKAGES[@]}" chromium
  local wanted=("$@") suite results="$STATE/results" passed=0 failed=0 skipped=0 broken=()
  [ ${#wanted[@]} -gt 0 ] || wanted=("${SUITES[@]}")
  local with_hardware=; [ $# -gt 0 ] || with_hardware=1
  for suite in "${wanted[@]}"; do
    [[ " ${SUITES[*]} " == *" $suite "* ]] || die "there is no suite '$suite'; the suites are: ${SUITES[*]}" 64
  done
  rm -rf "$results"; mkdir -p "$results"

  install_models
  build_dashboard
  step "building the solution"
  build_dotnet Debug StudySpot.sln

  for suite in "${wanted[@]}"; do
    step "$suite"
    local started=$SECONDS
    case "$suite" in
      dashboard) run_dashboard_suite ;;
      Package) run_package_suite ;;
      *) run_dotnet_suite "$suite" ;;
    esac
    passed=$((passed + P)); failed=$((failed + F)); skipped=$((skipped + S))
    [ "$F" = 0 ] || broken+=("$suite")
    say "  $P passed, $F failed, $S skipped in $((SECONDS - started)) s"
  done

  if [ -n "$with_hardware" ]; then
    step hardware
    local started=$SECONDS
    run_hardware_suite
    passed=$((passed + P)); failed=$((failed + F)); skipped=$((skipped + S))
    [ "$F" = 0 ] || broken+=(hardware)
    say "  $P passed, $F failed, $S skipped in $((SECONDS - started)) s"
  fi

  if [ "$skipped" -gt 0 ]; then
    say; say "SKIPPED, with the reason each test gives:"
    grep -hE '\[SKIP\]' -A1 "$results"/*.log | grep -v '^--' | sed 's/^/  /' || true
  fi
  [ ${#broken[@]} = 0 ] || { say; say "failed suites: ${broken[*]} (logs: .state/results)"; }
  say
  if [ "$skipped" -gt 0 ]; then say "$passed passed, $failed failed, $skipped skipped"; else say "$passed passed, $failed failed"; fi
  [ "$failed" = 0 ]
}

# Sets P, F and S from an xunit run. A suite that ends without a summary counts as one failure: a crash is not a pass.
run_dotnet_suite() {
  local name="StudySpot.$1.Tests" log="$results/$1.log" code=0 line
  timeout --kill-after=10 900 "tests/$name/bin/Debug/net10.0/$name" >"$log" 2>&1 || code=$?
  line=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -n 1 || true)
  if [ -z "$line" ]; then
    P=0 F=1 S=0; say "  ended with code $code and no summary:"; tail -n 20 "$log" | sed 's/^/  /'; return
  fi
  read_count() { sed -E "s/.*$1: ([0-9]+).*/\1/" <<<"$line"; }
  S=$(read_count Skipped); F=$(($(read_count Failed) + $(read_count Errors))); P=$(($(read_count Total) - $(read_count Failed) - S))
  [ "$F" = 0 ] && [ "$code" = 0 ] || { [ "$F" != 0 ] || F=1; grep -E '\[FAIL\]' -A12 "$log" | head -n 80 | sed 's/^/  /'; }
}

# Lint with types and the freshness of the generated client count as one test each, beside Vitest's own.
run_dashboard_suite() {
  local log="$results/dashboard.log" check
  P=0 F=0 S=0
  : >"$log"
  for check in "npm run lint" "npm run generate:check"; do
    if (cd cloud/dashboard && $check) >>"$log" 2>&1; then P=$((P + 1)); else F=$((F + 1)); say "  failed: $check"; fi
  done
  (cd cloud/dashboard && npx vitest run --reporter=default --reporter=json --outputFile="$results/vitest.json") >>"$log" 2>&1 || true
  if [ -f "$results/vitest.json" ]; then
    local p f s
    # A file that does not even load has no failed test of its own.
    read -r p f s < <(node -p 'const r = JSON.parse(require("fs").readFileSync(process.argv[1])); [r.numPassedTests, r.numFailedTests + (r.success || r.numFailedTests ? 0 : 1), r.numPendingTests].join(" ")' "$results/vitest.json")
    P=$((P + p)) F=$((F + f)) S=$((S + s))
  else
    F=$((F + 1)); say "  Vitest wrote no report"
  fi
  [ "$F" = 0 ] || tail -n 60 "$log" | sed 's/^/  /'
}

# The virtual gate: every driver case, then a few power cuts. Where its parts cannot be had it is left out, counted as
# skipped and named in the list; everything else that goes wrong is a failure.
run_hardware_suite() {
  local log="$results/hardware.log" code=0 part line
  P=0 F=0 S=0
  (command -v apt-get >/dev/null || die "this machine has no apt-get" 74; prepare_stage) >"$log" 2>&1 || code=$?
  if [ "$code" = 74 ]; then
    S=1; say "  LEFT OUT: $(tail -n 1 "$log")"; printf '[SKIP] hardware\n  the virtual gate was left out: %s\n' "$(tail -n 1 "$log")" >>"$log"; return
  fi
  for part in "" "--power-cuts 4"; do
    # shellcheck disable=SC2086 # an option and its value
    (test_hardware $part) >"$log.part" 2>&1 || true
    cat "$log.part" >>"$log"
    line=$(tail -n 1 "$log.part")
    if [[ "$line" =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
      P=$((P + BASH_REMATCH[1])); F=$((F + BASH_REMATCH[2]))
    else
      F=$((F + 1)); say "  ended without a summary:"; tail -n 20 "$log.part" | sed 's/^/  /'
    fi
    grep -A12 -E '^ +FAILED' "$log.part" | head -n 80 || true
    rm -f "$log.part"
  done
}
