# Sourced by ./studyspot: the benchmarks, in Release, on real parts.

bench() {
  require_sdk
  install_debian "${DEBIAN_PACKAGES[@]}"
  install_models
  step "building for Release"
  build_dotnet Release StudySpot.sln
  local out="$STATE/bench.json" arguments=("$@")
  [[ " $* " == *" --out "* ]] || arguments+=(--out "$out")
  exec tests/StudySpot.Benchmarks/bin/Release/net10.0/StudySpot.Benchmarks "${arguments[@]}"
}
