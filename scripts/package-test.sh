# Sourced by ./studyspot: what the package does to a Debian 12 that never saw it, from installing to purging.

ROOT_CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/studyspot"

# Sets P, F and S. In the root every step is one test; they tell one story, so a later one may fail because an earlier one
# did. Then the xunit tests of tests/StudySpot.Package.Tests run on a machine that boots such a root.
run_package_suite() {
  P=0 F=0 S=0
  PACKAGE_LOG="$results/Package.root.log" WORK="$STATE/package/test"
  : >"$PACKAGE_LOG"
  if ! make_debian_root; then leave_out "the package in a Debian root" "$ROOT_MISSING"; return; fi
  install_debian "${PACKAGE_TOOLS[@]}"
  publish_gate
  rm -rf "$WORK"; mkdir -p "$WORK"/{debs,upper,work,root}
  package_story
  unmount_root
  walk_through
  unmount_root
}

# leave_out WHAT REASON: one skipped test; run_tests prints these lines once more at its end.
leave_out() {
  printf '%s [SKIP]\n  %s\n' "$1" "$2" >>"$PACKAGE_LOG"
  S=$((S + 1)); say "  LEFT OUT: $1: $2"
}

# The story of one device.
package_story() {
  local user=studyspot-gate here
  here=$(dpkg --print-architecture)
  # The fastest that lintian takes; ./studyspot package uses xz.
  PACKAGE_COMPRESSION=gzip
  pack_gate "$here" 0.1.0; cp "$PACKAGED" "$WORK/debs/old.deb"
  check "packing twice gives the same file" packs_alike "$here"
  pack_gate "$here" 0.1.1; mv "$PACKAGED" "$WORK/debs/new.deb"
  check "lintian has nothing that is not explained" check_package "$WORK/debs/old.deb"
  check "the arm64 package holds arm64's libraries only" holds_only arm64 linux-arm64
  check "the models' package holds every model and is as lintian wants it" models_packed
  unset PACKAGE_COMPRESSION

  mount_root
  RUNTIME=none
  check "apt installs it where there is no .NET" in_root apt-get install -y --no-install-recommends /debs/old.deb
  check "installing says that the runtime is missing and where it comes from" said "no .NET 10 runtime \\(Microsoft[.A-Za-z]*\\) is on this device" "installing.md"
  check "installing says what comes next" said "studyspot-gate setup"
  check "the command says the same and ends with 74" ends_with 74 in_root studyspot-gate doctor
  check "  and names the fix" said "no .NET 10 runtime" "DOTNET_ROOT"
  RUNTIME=usual
  check "the command runs as the gate's user" as_gate studyspot-gate --help
  RUNTIME=opt
  check "a runtime that /etc/dotnet/install_location names is found" in_root sh -c 'mkdir -p /etc/dotnet && echo /opt/dotnet-10 >/etc/dotnet/install_location && studyspot-gate --help && rm -r /etc/dotnet'
  RUNTIME=usual
  check "every file is as it was packed" in_root sh -c 'test -z "$(dpkg --verify studyspot-gate)"'
  check "nobody but root may write what was installed" in_root sh -c 'dpkg -L studyspot-gate | while read -r f; do [ -L "$f" ] || [ "$(stat -c %U "$f")" = root ] && [ -z "$(find "$f" -maxdepth 0 -perm /7022)" ] || case "$f" in /var/lib/studyspot-gate) ;; *) echo "$f"; exit 1 ;; esac; done'
  check "it brings this architecture's libraries only" in_root sh -c '[ "$(ls /usr/lib/studyspot-gate/runtimes)" = "$1" ]' sh "$([ "$here" = arm64 ] && echo linux-arm64 || echo linux-x64)"
  check "the user has no shell and the devices' groups" in_root sh -c 'getent passwd studyspot-gate | grep -q ":/usr/sbin/nologin$" && for g in dialout gpio input video; do id -nG studyspot-gate | grep -qw $g || exit 1; done'
  check "settings and data are the gate's alone" in_root sh -c '[ "$(stat -c "%a %U %G" /etc/studyspot/gate.json)" = "640 studyspot-gate studyspot-gate" ] && [ "$(stat -c "%a %U" /var/lib/studyspot-gate)" = "700 studyspot-gate" ]'
  check "the unit is enabled" unit_enabled
  check "systemd finds no fault in the units" in_root sh -c 'test -z "$(systemd-analyze verify --man=no /usr/lib/systemd/system/studyspot-gate.service 2>&1)"'
  check "  nor in the screen's, but that its programs are not installed" in_root sh -c '! systemd-analyze verify --man=no /usr/lib/systemd/system/studyspot-kiosk.service 2>&1 | grep -v "/usr/bin/cage is not executable"'
  check "the screen is off" in_root sh -c '! systemctl is-enabled --quiet studyspot-kiosk.service'
  check "systemd calls the gate's exposure $MAX_EXPOSURE or less" exposure
  say "  systemd-analyze security: $(sed -n 's/.*Overall exposure level for .*service: \([0-9.]* [A-Z]*\).*/\1/p' "$LAST")"
  check "udev understands the rules" udev_understands
  check "without a bundle the gate says so and ends with 78" ends_with 78 as_gate env STUDYSPOT_CONFIG=/etc/studyspot/gate.json studyspot-gate run
  check "  and names the key" said STUDYSPOT_GATE_BUNDLE

  in_root sh -c 'echo "{\"STUDYSPOT_GATE_DATA\": \"/var/lib/studyspot-gate\", \"OWN\": \"1\"}" >/etc/studyspot/gate.json; echo key >/etc/studyspot/bundle.json; echo events >/var/lib/studyspot-gate/gate.db; chown -R studyspot-gate: /etc/studyspot/*.json /var/lib/studyspot-gate; cd / && sha256sum etc/studyspot/*.json var/lib/studyspot-gate/gate.db >/kept' >>"$PACKAGE_LOG" 2>&1
  check "apt upgrades without asking" in_root apt-get install -y --no-install-recommends /debs/new.deb
  check "  to the new version" installed_version 0.1.1
  check "  settings, key and data are as they were" kept
  check "  and the unit is enabled" unit_enabled
  check "an upgrade cut short between unpacking and configuring is finished by dpkg" in_root sh -c 'dpkg --unpack /debs/old.deb && dpkg --unpack /debs/new.deb && dpkg --configure -a && dpkg --audit && test -z "$(dpkg --verify studyspot-gate)"'
  check "  settings, key and data are as they were" kept
  in_root systemctl disable studyspot-gate.service >>"$PACKAGE_LOG" 2>&1
  check "a unit that was disabled stays disabled over an upgrade" in_root sh -c 'apt-get install -y --reinstall --no-install-recommends /debs/new.deb && ! systemctl is-enabled --quiet studyspot-gate.service'
  in_root systemctl enable studyspot-gate.service >>"$PACKAGE_LOG" 2>&1

  check "apt removes it" in_root apt-get remove -y studyspot-gate
  check "  settings, key and data are as they were" kept
  check "  the program is gone" in_root sh -c '[ ! -e /usr/bin/studyspot-gate ] && [ ! -e /usr/lib/studyspot-gate ] && [ ! -e /usr/lib/systemd/system/studyspot-gate.service ]'
  check "apt installs it again" in_root apt-get install -y --no-install-recommends /debs/new.deb
  check "  settings, key and data are as they were" kept
  check "  and the unit is enabled" unit_enabled
  check "apt purges it" in_root apt-get purge -y studyspot-gate
  check "  nothing of it is left but its user" in_root sh -c 'rm -f /kept; [ -z "$(find / -xdev \( -path /proc -o -path /debs -o -path /var/log -o -path /var/lib/dpkg -o -path /usr/share/dotnet \) -prune -o -iname "*studyspot*" -print)" ] && getent passwd studyspot-gate >/dev/null'
}

# --- the walk through -------------------------------------------------------------------------------------------------

# From the package to a gate that opens: an installed root boots on the virtual gate's kernel.
walk_through() {
  local what="from the package to a gate that opens" passed failed skipped=$S code=0
  if [ "$(dpkg --print-architecture)" != amd64 ]; then leave_out "$what" "the virtual gate is an amd64 machine"; return; fi
  # First in a subshell, where it may die; what it made is kept. Left out only where its parts cannot be had, as the hardware suite.
  (prepare_stage) >"$WORK/stage.log" 2>&1 || code=$?
  if [ "$code" = 74 ]; then leave_out "$what" "$(tail -n 1 "$WORK/stage.log")"; return; fi
  if [ "$code" != 0 ]; then F=$((F + 1)); say "  [FAIL] $what"; tail -n 15 "$WORK/stage.log" | sed 's/^/    /'; return; fi
  prepare_stage
  mkdir -p "$WORK"/{upper,work}
  mount_root
  check "a root for the machine: apt installs the package" in_root apt-get install -y --no-install-recommends /debs/new.deb
  check "a root for the machine: its disk is made" make_gate_image
  passed=$P failed=$F
  export STUDYSPOT_PACKAGE_IMAGE="$WORK/gate.sqfs" STUDYSPOT_PACKAGE_STAGE="$STAGE"
  run_dotnet_suite Package
  P=$((P + passed)) F=$((F + failed)) S=$((S + skipped))
  rm -f "$WORK/gate.sqfs"
}

# The installed root as a machine's disk: the kernel's modules and .NET are added, and a shell for the test to give orders.
make_gate_image() {
  local root="$WORK/root" dotnet here=tests/StudySpot.Package.Tests/Guest unit
  dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
  mkdir -p "$root/usr/lib/modules" "$root/usr/share/dotnet/host" "$root/app"
  unsquashfs -no-progress -quiet -force -dest "$WORK/modules" "$STAGE/system.sqfs" usr/lib/modules
  cp -r "$WORK/modules/usr/lib/modules/." "$root/usr/lib/modules/"
  cp -r "$dotnet/dotnet" "$root/usr/share/dotnet/"; cp -r "$dotnet/host/fxr" "$root/usr/share/dotnet/host/"; cp -r "$dotnet/shared" "$root/usr/share/dotnet/"
  for unit in "$here"/*.service; do cp "$unit" "$root/etc/systemd/system/"; in_root systemctl enable "$(basename "$unit")"; done
  mkdir -p "$root/etc/systemd/system/studyspot-gate.service.d"
  cp "$here/slow-machine.conf" "$root/etc/systemd/system/studyspot-gate.service.d/"
  # A root without a terminal of its own needs no login on one, and its first boot asks nothing.
  : >"$root/etc/machine-id"; : >"$root/etc/fstab"; echo virtual-gate >"$root/etc/hostname"
  rm -rf "$root/debs"
  mksquashfs "$root" "$WORK/gate.sqfs" -noI -noD -noF -noX -no-progress -quiet
}

# What systemd-analyze security says; 2.2 with systemd 252. Above 3 something was opened by mistake.
MAX_EXPOSURE=3.0
exposure() {
  in_root systemd-analyze security --offline=true --threshold="${MAX_EXPOSURE/./}" --no-pager studyspot-gate.service
}

# udevadm of systemd 252 cannot verify a file; testing a device makes it read all of them, and it names lines it does not understand.
udev_understands() {
  local heard
  heard=$(in_root udevadm test /sys/devices/virtual/mem/null 2>&1)
  grep 'Reading rules file: .*/70-studyspot-gate.rules' <<<"$heard" && ! grep '70-studyspot-gate.rules:[0-9]' <<<"$heard"
}

packs_alike() { pack_gate "$1" 0.1.0 && cmp "$PACKAGED" "$WORK/debs/old.deb"; }

holds_only() { # ARCHITECTURE RUNTIME
  local contents
  pack_gate "$1" 0.1.0
  contents=$(dpkg-deb --contents "$PACKAGED")
  grep -q "/runtimes/$2/native/libonnxruntime.so" <<<"$contents" && ! grep '/runtimes/[^/]*/' <<<"$contents" | grep -v "/runtimes/$2/"
}

models_packed() {
  local contents manifest
  install_models
  pack_models 0.1.0; check_package "$PACKAGED"
  contents=$(dpkg-deb --contents "$PACKAGED")
  for manifest in models/*/manifest.json; do
    grep "/usr/share/studyspot-gate/models/$(basename "$(dirname "$manifest")")/$(sed -n 's/.*"file": "\(.*\)".*/\1/p' "$manifest")" <<<"$contents" || return 1
  done
}

installed_version() { [ "$(in_root dpkg-query -W -f '${Version} ${db:Status-Status}' studyspot-gate)" = "$1 installed" ]; }
unit_enabled() { in_root systemctl is-enabled --quiet studyspot-gate.service; }
kept() { in_root sh -c 'cd / && sha256sum --check --quiet /kept && [ "$(stat -c %U /var/lib/studyspot-gate/gate.db)" = studyspot-gate ]'; }
as_gate() { in_root setpriv --reuid=studyspot-gate --regid=studyspot-gate --init-groups -- "$@"; }

# ends_with CODE COMMAND...
ends_with() { local wanted=$1 code=0; shift; "$@" || code=$?; [ "$code" = "$wanted" ] || { echo "ended with $code, not $wanted"; return 1; }; }

# said PATTERN...: all of them stand in what the last command printed.
said() { local pattern; for pattern in "$@"; do grep -qE "$pattern" "$LAST" || { echo "nothing said '$pattern'"; return 1; }; done; }

# check NAME COMMAND...: one test.
check() {
  local name=$1; shift
  STEP="$WORK/step.log"
  printf '\n=== %s\n' "$name" >>"$PACKAGE_LOG"
  # In a subshell, so that a step that dies ends the step and not the suite.
  if ("$@") >"$STEP" 2>&1; then P=$((P + 1)); else
    F=$((F + 1)); say "  [FAIL] $name"; tail -n 15 "$STEP" | sed 's/^/    /'
  fi
  cat "$STEP" >>"$PACKAGE_LOG"
  [ "$1" = said ] || { LAST="$WORK/last.log"; cp "$STEP" "$LAST"; }
}

# --- the root --------------------------------------------------------------------------------------------------------

# A Debian 12 with what the package depends on, from the mirror, once; every run works on a layer above it.
make_debian_root() {
  ROOT_MISSING=
  [ "$(uname -s)" = Linux ] || { ROOT_MISSING="needs Linux"; return 1; }
  [ "$(id -u)" = 0 ] || { ROOT_MISSING="needs root to mount a Debian root"; return 1; }
  install_debian mmdebstrap
  local packages key
  packages="systemd systemd-sysv udev kmod $(sed 's/([^)]*)//g; s/ |[^,]*//g; s/,/ /g' <<<"$PACKAGE_DEPENDS")"
  key=$(printf '%s' "$packages" | sha256sum | cut -c1-12)
  DEBIAN_ROOT="$ROOT_CACHE/debian-12-$key"
  [ -e "$DEBIAN_ROOT/etc/debian_version" ] && return
  step "making a Debian 12 root (once)"
  mkdir -p "$ROOT_CACHE"
  local build; build=$(mktemp -d "$ROOT_CACHE/debian.XXXXXX")
  if ! mmdebstrap --variant=minbase --aptopt='APT::Install-Recommends "false"' --include="$(tr -s ' ' , <<<"$packages" | sed 's/^,//; s/,$//')" \
      bookworm "$build/root" >"$STATE/debian-root.log" 2>&1; then
    rm -rf "$build"; ROOT_MISSING="mmdebstrap could not make a Debian 12 root: $(tail -n 1 "$STATE/debian-root.log")"; return 1
  fi
  rm -rf "$DEBIAN_ROOT"; mv "$build/root" "$DEBIAN_ROOT"; rmdir "$build"
}

mount_root() {
  mount -t overlay overlay -o "lowerdir=$DEBIAN_ROOT,upperdir=$WORK/upper,workdir=$WORK/work" "$WORK/root"
  mkdir -p "$WORK/root/debs"
}

unmount_root() { mountpoint -q "$WORK/root" && umount "$WORK/root"; rm -rf "$WORK/upper" "$WORK/work"; }

# in_root COMMAND...: in namespaces of its own, so that nothing stays mounted or running; RUNTIME says where .NET is.
in_root() {
  local dotnet; dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
  timeout --kill-after=5 300 unshare --mount --pid --fork --kill-child -- sh -euc '
    root=$1 dotnet=$2 runtime=$3 debs=$4; shift 4
    mount -t proc proc "$root/proc"; mount --rbind /sys "$root/sys"; mount -t tmpfs tmpfs "$root/run"; mount --bind "$debs" "$root/debs"
    mount -t tmpfs tmpfs "$root/dev"; for node in null zero random urandom tty; do touch "$root/dev/$node"; mount --bind /dev/$node "$root/dev/$node"; done; mkdir "$root/dev/shm" "$root/dev/pts"
    case "$runtime" in
      usual) mkdir -p "$root/usr/share/dotnet"; mount --bind "$dotnet" "$root/usr/share/dotnet" ;;
      opt) mkdir -p "$root/opt/dotnet-10"; mount --bind "$dotnet" "$root/opt/dotnet-10" ;;
    esac
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"
  ' sh "$WORK/root" "$dotnet" "${RUNTIME:-usual}" "$WORK/debs" "$@"
}
