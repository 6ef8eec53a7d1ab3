# Sourced by ./studyspot: what must be on the machine, and how it gets there.

say() { printf '%s\n' "$*"; }
step() { printf '\033[1m· %s\033[0m\n' "$*"; }
die() { printf 'studyspot: %s\n' "$1" >&2; exit "${2:-70}"; } # MESSAGE [EXIT-CODE]

DEBIAN_PACKAGES=(postgresql-15 mosquitto libmosquitto1 libsodium23 libzbar0 libturbojpeg0 ffmpeg socat openssl curl procps util-linux fonts-noto-core)

# Runs a command as root, with sudo when we are not.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "needs root or sudo to install: ${*: -1}" 74; fi
}

# install_debian PACKAGE...: installs those that are missing, without starting the services they bring.
install_debian() {
  local missing=() package
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  command -v apt-get >/dev/null || die "this machine has no apt-get; install yourself: ${missing[*]}" 74
  step "installing Debian packages: ${missing[*]}"
  # postgresql and mosquitto would start system-wide servers; StudySpot runs its own, so starting is refused while installing.
  local guard=
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    guard=/usr/sbin/policy-rc.d
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$guard" >/dev/null && as_root chmod +x "$guard"
  fi
  mkdir -p "$STATE"
  local log="$STATE/install.log" ok=1
  { as_root apt-get -o DPkg::Lock::Timeout=300 update &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}"
  } >"$log" 2>&1 || ok=0
  [ -n "$guard" ] && as_root rm -f "$guard"
  [ $ok = 1 ] || { tail -n 15 "$log" >&2; die "apt-get could not install: ${missing[*]} (whole output: .state/install.log)" 74; }
}

require_sdk() {
  command -v dotnet >/dev/null || die "the .NET 10 SDK is not on PATH; install it first." 74
  command -v node >/dev/null && command -v npm >/dev/null || die "Node 20 and npm are not on PATH; install them first." 74
  [ "$(node -p 'process.versions.node.split(".")[0] >= 20')" = true ] || die "Node 20 or newer is needed; this is $(node --version)." 74
}

# install_node_modules: what the lock file says, once per lock file.
install_node_modules() {
  local stamp=cloud/dashboard/node_modules/.studyspot-lock
  cmp -s cloud/dashboard/package-lock.json "$stamp" && return
  step "installing the dashboard's npm packages"
  mkdir -p "$STATE"
  (cd cloud/dashboard && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund) >"$STATE/npm.log" 2>&1 ||
    { tail -n 15 "$STATE/npm.log" >&2; die "npm ci failed (whole output: .state/npm.log)" 74; }
  cp cloud/dashboard/package-lock.json "$stamp"
}

# build_dashboard: cloud/dashboard/dist, again only when a source is newer.
build_dashboard() {
  install_node_modules
  local built=cloud/dashboard/dist/index.html
  if [ -f "$built" ] && [ -z "$(find cloud/dashboard -path '*/node_modules' -prune -o -path '*/dist' -prune -o -type f -newer "$built" -print -quit)" ]; then return; fi
  step "building the dashboard and the pass"
  (cd cloud/dashboard && npm run build) >"$STATE/dashboard-build.log" 2>&1 ||
    { tail -n 30 "$STATE/dashboard-build.log" >&2; die "the dashboard does not build (whole output: .state/dashboard-build.log)" 70; }
  touch "$built"
}

# build_dotnet CONFIGURATION PROJECT-OR-SOLUTION...: again only when a source is newer than the last build of that target.
# A compiler server may outlive the build, so it must not inherit the demo's lock (8).
build_dotnet() {
  local configuration=$1 target stamp begun; shift
  mkdir -p "$STATE"
  for target in "$@"; do
    stamp="$STATE/built.$configuration.$(basename "$target")"
    if [ -f "$stamp" ] && is_built "$configuration" "$target" && [ -z "$(newer_sources "$stamp" "$target")" ]; then continue; fi
    begun=$(mktemp "$STATE/build.XXXXXX")
    dotnet restore "$target" --locked-mode -v quiet >"$STATE/restore.log" 2>&1 8>&- ||
      { tail -n 20 "$STATE/restore.log" >&2; die "dotnet restore failed for $target (whole output: .state/restore.log)" 74; }
    dotnet build "$target" --no-restore -c "$configuration" -v quiet -nodeReuse:false >"$STATE/build.log" 2>&1 8>&- ||
      { grep -E 'error|warn' "$STATE/build.log" | sort -u | head -30 >&2; die "$target does not build (whole output: .state/build.log)" 70; }
    # As old as the beginning of the build: what is edited meanwhile counts as newer.
    mv "$begun" "$stamp"
  done
}

is_built() { # CONFIGURATION PROJECT; a solution has many outputs and is always asked
  [[ "$2" == *.csproj ]] && [ -f "$(dirname "$2")/bin/$1/net10.0/$(basename "$2" .csproj).dll" ]
}

newer_sources() { # STAMP PROJECT; tests count for test projects only, so that an edited test rebuilds no demo
  local tests=; [[ "$2" == tests/* ]] && tests=tests
  find shared edge cloud/StudySpot.* $tests Directory.Build.props Directory.Packages.props global.json BannedSymbols.txt .editorconfig \
    \( -name bin -o -name obj \) -prune -o -type f -newer "$1" -print -quit
}
