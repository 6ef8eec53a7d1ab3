# Sourced by ./studyspot: the gate's Debian packages.

# What building and checking a package needs.
PACKAGE_TOOLS=(lintian xz-utils)
PACKAGE_DEPENDS="libmosquitto1, libsodium23, libzbar0, ffmpeg, libicu72 | libicu74 | libicu76, libssl3 | libssl3t64, libstdc++6, libgcc-s1, zlib1g, tzdata, ca-certificates, systemd (>= 250), udev, libc6 (>= 2.34)"

package_usage() {
  cat <<'EOF'
usage: ./studyspot package [--arch amd64|arm64] [--version V]

  Writes studyspot-gate_VERSION_ARCH.deb for both architectures, or the one named, and studyspot-gate-models_VERSION_all.deb,
  the face models, into .state/package.
EOF
}

package() {
  local architectures=(amd64 arm64) version
  version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
  while [ $# -gt 0 ]; do
    case "$1" in
      --arch) [ $# -ge 2 ] || die "$1 needs a value" 64; architectures=("$2"); shift 2 ;;
      --version) [ $# -ge 2 ] || die "$1 needs a value" 64; version=$2; shift 2 ;;
      -h|--help) package_usage; return ;;
      *) package_usage >&2; die "package does not know '$1'" 64 ;;
    esac
  done
  command -v dotnet >/dev/null || die "the .NET 10 SDK is not on PATH; install it first." 74
  install_debian "${PACKAGE_TOOLS[@]}"
  publish_gate
  local architecture
  for architecture in "${architectures[@]}"; do
    step "packing studyspot-gate $version for $architecture"
    pack_gate "$architecture" "$version"
    check_package "$PACKAGED"
    say "  $(du -h "$PACKAGED" | cut -f1)  ${PACKAGED#"$PWD/"}"
  done
  install_models
  step "packing studyspot-gate-models $version"
  pack_models "$version"
  check_package "$PACKAGED"
  say "  $(du -h "$PACKAGED" | cut -f1)  ${PACKAGED#"$PWD/"}"
}

# The program without a host of its own: the same files run on every architecture, and a dotnet of the device starts them.
publish_gate() {
  local published="$STATE/package/published" stamp="$STATE/package/published.stamp" begun
  if [ -f "$stamp" ] && [ -f "$published/StudySpot.Edge.dll" ] && [ -z "$(newer_sources "$stamp" edge; find firmware-config/profiles -newer "$stamp")" ]; then return; fi
  step "publishing the gate"
  mkdir -p "$STATE/package"
  begun=$(mktemp "$STATE/package/publish.XXXXXX")
  rm -rf "$published"
  # Paths of this machine would make every build another one, and say where it was made.
  { dotnet restore edge/StudySpot.Edge/StudySpot.Edge.csproj --locked-mode -v quiet &&
    dotnet publish edge/StudySpot.Edge/StudySpot.Edge.csproj --no-restore -c Release -o "$published" -v quiet -nodeReuse:false \
      -p:UseAppHost=false -p:ContinuousIntegrationBuild=true -p:PathMap="$PWD=/src" -p:IncludeSourceRevisionInInformationalVersion=false
  } >"$STATE/package/publish.log" 2>&1 || { grep -E 'error|warn' "$STATE/package/publish.log" | sort -u | head -20 >&2; die "the gate cannot be published (whole output: .state/package/publish.log)" 70; }
  mv "$begun" "$stamp"
}

# pack_gate ARCHITECTURE VERSION: sets PACKAGED to the file's path.
pack_gate() {
  local architecture=$1 version=$2 native root="$STATE/package/root-$1" here=firmware-config
  case "$architecture" in
    amd64) native=linux-x64 ;;
    arm64) native=linux-arm64 ;;
    *) die "there is no package for '$architecture': amd64 or arm64" 64 ;;
  esac
  rm -rf "$root"
  local program="$root/usr/lib/studyspot-gate" doc="$root/usr/share/doc/studyspot-gate"
  mkdir -p "$program" "$doc" "$root"/DEBIAN "$root"/usr/{bin,share/man/man1,share/studyspot-gate,share/lintian/overrides} \
    "$root"/usr/lib/{systemd/system,systemd/journald.conf.d,udev/rules.d,sysusers.d,tmpfiles.d}
  local published="$STATE/package/published" file
  (cd "$published" && find . -type f ! -name '*.xml' ! -path './runtimes/*' -print0 | sort -z | xargs -0 cp --parents -t "$program")
  mkdir -p "$program/runtimes/$native"
  cp -r "$published/runtimes/$native/native" "$program/runtimes/$native/"
  install -m 0755 "$here/debian/find-runtime.sh" "$program/find-runtime"
  install -m 0755 "$here/debian/studyspot-gate.sh" "$root/usr/bin/studyspot-gate"
  cp "$here"/systemd/*.service "$root/usr/lib/systemd/system/"
  cp "$here"/journald.conf.d/*.conf "$root/usr/lib/systemd/journald.conf.d/"
  cp "$here"/udev/*.rules "$root/usr/lib/udev/rules.d/"
  cp "$here"/sysusers.d/*.conf "$root/usr/lib/sysusers.d/"
  cp "$here"/tmpfiles.d/*.conf "$root/usr/lib/tmpfiles.d/"
  cp "$here/debian/gate.json" "$root/usr/share/studyspot-gate/"
  cp "$here/debian/lintian-overrides" "$root/usr/share/lintian/overrides/studyspot-gate"
  cp "$here/debian/copyright" "$doc/"
  cp docs/installing.md docs/configuration.md "$doc/"
  gzip -9n <"$here/debian/studyspot-gate.1" >"$root/usr/share/man/man1/studyspot-gate.1.gz"
  for file in postinst prerm postrm; do install -m 0755 "$here/debian/$file" "$root/DEBIAN/$file"; done
  find "$program" -type f ! -name find-runtime -exec chmod 0644 {} +
  local runtime=dotnet-runtime-10.0
  grep -q Microsoft.AspNetCore.App "$program/StudySpot.Edge.runtimeconfig.json" && runtime=aspnetcore-runtime-10.0
  build_package studyspot-gate "$version" "$architecture" "$root" <<EOF
Depends: $PACKAGE_DEPENDS
Recommends: $runtime, systemd-timesyncd | time-daemon
Suggests: studyspot-gate-models
Description: gate for study halls that decides at the door
 Reads a student's pass with a scanner or camera, decides on the spot with or
 without a network, turns the turnstile and keeps what happened until the
 cloud has it.
 .
 Needs the .NET 10 runtime, which Debian does not have: the manual page and
 /usr/share/doc/studyspot-gate/installing.md say where it comes from.
EOF
}

# pack_models VERSION: sets PACKAGED. Every file was compared with its manifest's hash when it was installed (scripts/models.sh).
pack_models() {
  local version=$1 root="$STATE/package/root-models" doc
  rm -rf "$root"
  doc="$root/usr/share/doc/studyspot-gate-models"
  mkdir -p "$root/DEBIAN" "$doc" "$root/usr/share/studyspot-gate"
  cp -r "$STATE/models" "$root/usr/share/studyspot-gate/models"
  cp firmware-config/debian/copyright.models "$doc/copyright"
  build_package studyspot-gate-models "$version" all "$root" <<EOF
Enhances: studyspot-gate
Description: face models for the StudySpot gate
 Neural networks that find, compare and check faces at a gate, for halls whose
 members opted in. A gate without them opens for passes as before.
EOF
}

# build_package NAME VERSION ARCHITECTURE FOLDER: packs the folder with the control fields on standard input; sets PACKAGED.
build_package() {
  local name=$1 version=$2 architecture=$3 root=$4 more; more=$(cat)
  # The commit's date stands for the package's, so that the same sources make the same package.
  export SOURCE_DATE_EPOCH
  SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y Directory.Build.props)
  gzip -9n >"$root/usr/share/doc/$name/changelog.gz" <<EOF
$name ($version) stable; urgency=medium

  * What changed stands in the project's CHANGELOG.md.

 -- StudySpot maintainers <maintainers@studyspot.invalid>  $(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")
EOF
  find "$root" -type d -exec chmod 0755 {} +
  find "$root" -type f ! -perm -0100 -exec chmod 0644 {} +
  cat >"$root/DEBIAN/control" <<EOF
Package: $name
Version: $version
Architecture: $architecture
Maintainer: StudySpot maintainers <maintainers@studyspot.invalid>
Installed-Size: $(du -sk --apparent-size --exclude=DEBIAN "$root" | cut -f1)
Section: misc
Priority: optional
$more
EOF
  (cd "$root" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
  chmod 0644 "$root"/DEBIAN/{control,md5sums}
  find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  PACKAGED="$STATE/package/${name}_${version}_$architecture.deb"
  dpkg-deb --root-owner-group -Z"${PACKAGE_COMPRESSION:-xz}" --build "$root" "$PACKAGED" >"$STATE/package/dpkg-deb.log" 2>&1 ||
    { cat "$STATE/package/dpkg-deb.log" >&2; die "dpkg-deb failed" 70; }
  rm -rf "$root"
}

# check_package FILE: lintian finds nothing that is not explained in the overrides.
check_package() {
  local log="$STATE/package/lintian.log"
  lintian --allow-root --fail-on error,warning --tag-display-limit 0 "$1" >"$log" 2>&1 || { cat "$log" >&2; die "lintian is not content with $(basename "$1")" 70; }
}
