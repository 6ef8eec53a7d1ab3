# Sourced by ./studyspot: the virtual gate, a QEMU machine on which drivers and storage meet the real Linux kernel.

# What building and running the machine needs; linux-headers-VERSION comes with the kernel's own version.
HARDWARE_PACKAGES=(qemu-system-x86 busybox-static cpio kmod xz-utils squashfs-tools e2fsprogs make gcc binutils util-linux ffmpeg libzbar0 libsodium23)
STAGE_CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/studyspot/virtual-gate"
STAGE_GUEST=tests/StudySpot.VirtualGate/Guest

hardware_usage() {
  cat <<'EOF'
usage: ./studyspot test hardware [OPTIONS]

  --only PATTERN      only cases whose full name matches, such as '*Serial*'
  --power-cuts N      instead of the drivers: cut the power of a storing gate N times
  --seed S            of the moments of the cuts (printed by every run)
  --no-sync           with --power-cuts: without fsync, to see that the rig notices a loss
EOF
}

# test_hardware [OPTIONS]: the last line is 'N passed, N failed'.
test_hardware() {
  local mode=drivers arguments=()
  while [ $# -gt 0 ]; do
    case "$1" in
      --only|--seed) [ $# -ge 2 ] || die "$1 needs a value" 64; arguments+=("$1" "$2"); shift 2 ;;
      --power-cuts) [ $# -ge 2 ] || die "$1 needs a number" 64; mode=power-cuts; arguments+=(--cuts "$2"); shift 2 ;;
      --no-sync) arguments+=("$1"); shift ;;
      -h|--help) hardware_usage; return ;;
      *) hardware_usage >&2; die "test hardware does not know '$1'" 64 ;;
    esac
  done
  command -v dotnet >/dev/null || die "the .NET 10 SDK is not on PATH; install it first." 74
  prepare_stage
  step "building the virtual gate's programs"
  build_dotnet Debug tests/StudySpot.Hardware.Tests/StudySpot.Hardware.Tests.csproj tests/StudySpot.VirtualGate/StudySpot.VirtualGate.csproj
  run_stage "$mode" "${arguments[@]}"
}

# run_stage MODE [OPTIONS]: packs the programs and runs them in the machine.
run_stage() {
  local work="$STATE/hardware" mode=$1; shift
  mkdir -p "$work"
  step "packing the application image"
  pack_application "$work"
  step "$mode on the virtual gate"
  dotnet tests/StudySpot.VirtualGate/bin/Debug/net10.0/StudySpot.VirtualGate.dll "$mode" --stage "$STAGE" --work "$work" "$@"
}

# Only what runs in the guest, and only its native libraries: 16 MB instead of 60.
pack_application() {
  local root="$1/app"
  rm -rf "$root" "$1/app.sqfs"
  mkdir -p "$root/tests" "$root/gate"
  cp -al tests/StudySpot.Hardware.Tests/bin/Debug/net10.0/. "$root/tests/" 2>/dev/null || cp -a tests/StudySpot.Hardware.Tests/bin/Debug/net10.0/. "$root/tests/"
  cp -al tests/StudySpot.VirtualGate/bin/Debug/net10.0/. "$root/gate/" 2>/dev/null || cp -a tests/StudySpot.VirtualGate/bin/Debug/net10.0/. "$root/gate/"
  find "$root" -path '*/runtimes/*' -prune -name 'runtimes' -o -type d -path '*/runtimes/*' ! -path '*/runtimes/linux-x64*' -prune -exec rm -rf {} +
  cp -r "$STAGE_GUEST" "$root/guest"; chmod +x "$root/guest/stage"
  mksquashfs "$root" "$1/app.sqfs" -noI -noD -noF -noX -no-progress -quiet >"$1/app.log" 2>&1 || { cat "$1/app.log" >&2; die "mksquashfs failed" 70; }
}

# Sets STAGE to a folder with vmlinux, initrd.cpio and system.sqfs, made once for a kernel, a runtime and this script.
prepare_stage() {
  install_debian "${HARDWARE_PACKAGES[@]}"
  local kernel dotnet
  kernel=$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: linux-image-\([0-9].*-amd64\)$/\1/p' | head -n 1)
  if [ -z "$kernel" ]; then
    as_root apt-get -o DPkg::Lock::Timeout=300 update >/dev/null 2>&1 || true
    kernel=$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: linux-image-\([0-9].*-amd64\)$/\1/p' | head -n 1)
  fi
  [ -n "$kernel" ] || die "apt knows no linux-image-amd64; run apt-get update on a Debian 12 machine" 74
  dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
  local key
  key=$( { echo "$kernel"; ls "$dotnet/shared/Microsoft.NETCore.App"; dpkg-query -W "${HARDWARE_PACKAGES[@]}" libc6; declare -f build_stage unpack_kernel build_modules build_system; cat "$STAGE_GUEST/init" "$STAGE_GUEST/modules"; } | sha256sum | cut -c1-12)
  STAGE="$STAGE_CACHE/$kernel-$key"
  [ -f "$STAGE/ready" ] && { touch "$STAGE"; return; }
  install_debian "linux-headers-$kernel"
  step "building the virtual gate's kernel, modules and system image (once for kernel $kernel)"
  local started=$SECONDS build log="$STATE/stage.log"
  mkdir -p "$STAGE_CACHE" "$STATE"
  build=$(mktemp -d "$STAGE_CACHE/build.XXXXXX")
  # As root: apt's own user may not write below somebody's home. What cannot be had is no fault of ours, unlike the rest.
  mkdir -p "$build/parts"
  (cd "$build/parts" && apt-get -o APT::Sandbox::User=root download "linux-image-$kernel" "linux-source-$(cut -d. -f1,2 <<<"$kernel")" v4l2loopback-dkms) >"$log" 2>&1 ||
    { rm -rf "$build"; tail -n 5 "$log" >&2; die "apt-get could not download linux-image-$kernel and the sources of its modules" 74; }
  # In the background, because inside a condition bash would ignore errexit.
  (set -euo pipefail; build_stage "$kernel" "$dotnet" "$build") >>"$log" 2>&1 &
  if ! wait $!; then
    rm -rf "$build"; tail -n 20 "$log" >&2; die "the virtual gate could not be built (whole output: .state/stage.log)" 70
  fi
  rm -rf "$STAGE"; mv "$build" "$STAGE"
  # The three used last are kept, so that switching between branches builds nothing; each takes about 430 MB.
  ls -1dt "$STAGE_CACHE"/*-amd64-* | tail -n +4 | xargs -r rm -rf
  say "  done in $((SECONDS - started)) s: $STAGE"
}

build_stage() { # KERNEL DOTNET FOLDER
  local kernel=$1 dotnet=$2 out=$3 parts
  parts="$out/parts"
  mkdir -p "$parts/kernel" "$parts/modules"
  build_modules "$kernel" "$parts" &
  local modules=$!
  dpkg --fsys-tarfile "$parts/linux-image-$kernel"_*.deb | tar -x -C "$parts/kernel" ./boot ./lib/modules
  # Debian's bzImage unpacks itself with XZ, which takes the emulated processor 5 to 10 s; QEMU starts the ELF file as well.
  unpack_kernel "$parts/kernel/boot/vmlinuz-$kernel" "$out/vmlinux"
  wait "$modules"
  mkdir -p "$parts/kernel/lib/modules/$kernel/extra"
  cp "$parts"/modules/*/*.ko "$parts/kernel/lib/modules/$kernel/extra/"
  depmod -b "$parts/kernel" "$kernel"
  build_system "$kernel" "$dotnet" "$parts" "$out"
  rm -rf "$parts"
  date -u +%FT%TZ >"$out/ready"
}

unpack_kernel() { # BZIMAGE OUT
  local offset
  # The XZ stream begins with its magic fd 37 7a 58 5a 00 and ends before the setup code's relocations: xz says "garbage" there.
  offset=$(LC_ALL=C grep -obUaP '\xfd7zXZ\x00' "$1" | head -n 1 | cut -d: -f1)
  [ -n "$offset" ] || { echo "no XZ stream in $1"; return 1; }
  tail -c +"$((offset + 1))" "$1" | xz -dc --single-stream >"$2" 2>/dev/null || true
  [ "$(head -c 4 "$2" | od -An -tx1 | tr -d ' ')" = 7f454c46 ] || { echo "$1 holds no ELF file"; return 1; }
}

# gpio-sim and irq-sim are not in Debian's kernel, v4l2loopback comes as source: built against the kernel's headers.
build_modules() { # KERNEL PARTS
  local kernel=$1 parts=$2 sim="$2/modules/gpio-sim" loop="$2/modules/v4l2loopback"
  mkdir -p "$sim" "$loop"
  # tar stops reading as soon as it has all three, which dpkg reports as a broken pipe.
  { dpkg --fsys-tarfile "$parts"/linux-source-*.deb 2>/dev/null | tar -xO ./usr/src/"$(dpkg -c "$parts"/linux-source-*.deb | grep -o 'linux-source-[0-9.]*\.tar\.xz' | head -n 1)" |
    xz -dc -T2 | tar -x -C "$parts/modules" --occurrence=1 --strip-components=1 --wildcards '*/drivers/gpio/gpio-sim.c' '*/drivers/gpio/gpiolib.h' '*/kernel/irq/irq_sim.c'; } || true
  mv "$parts"/modules/drivers/gpio/gpio-sim.c "$parts"/modules/drivers/gpio/gpiolib.h "$parts"/modules/kernel/irq/irq_sim.c "$sim/"
  # irq_to_desc is not exported to modules; generic_handle_irq is, and does the same look-up first.
  sed -i 's/handle_simple_irq(irq_to_desc(irqnum));/generic_handle_irq(irqnum);/' "$sim/irq_sim.c"
  printf '#include <linux/module.h>\nMODULE_LICENSE("GPL");\n' >"$sim/irq_sim_mod.c"
  printf 'obj-m := irq-sim.o gpio-sim.o\nirq-sim-y := irq_sim.o irq_sim_mod.o\n' >"$sim/Kbuild"
  dpkg --fsys-tarfile "$parts"/v4l2loopback-dkms_*.deb | tar -x -C "$loop" --strip-components=4 --wildcards './usr/src/v4l2loopback-*'
  local folder module
  for folder in "$sim" "$loop"; do
    make -s -C "/usr/src/linux-headers-$kernel" M="$folder" modules
    for module in "$folder"/*.ko; do objcopy --strip-debug "$module"; done
  done
}

# The system image: busybox, the modules, .NET, ffmpeg and the libraries that they and the drivers load.
build_system() { # KERNEL DOTNET PARTS OUT
  local kernel=$1 dotnet=$2 tree="$3/kernel" root="$3/root" initramfs="$3/initramfs" out=$4 file
  mkdir -p "$root"/{app,dev,proc,sys,tmp,run,etc,root,mnt,data,var/tmp} "$root"/usr/{bin,sbin,lib64,share/dotnet/host} "$root/usr/lib/modules/$kernel"
  for file in bin sbin lib lib64; do ln -s "usr/$file" "$root/$file"; done
  cp /bin/busybox "$root/bin/"; for file in $(/bin/busybox --list | grep -vx busybox); do ln -s busybox "$root/bin/$file"; done
  printf 'root:x:0:0:root:/root:/bin/sh\n' >"$root/etc/passwd"; printf 'root:x:0:\n' >"$root/etc/group"
  cp -r "$dotnet/dotnet" "$root/usr/share/dotnet/"; cp -r "$dotnet/host/fxr" "$root/usr/share/dotnet/host/"; cp -r "$dotnet/shared" "$root/usr/share/dotnet/"
  ln -s ../share/dotnet/dotnet "$root/usr/bin/dotnet"
  # What the gate starts: busybox's setpriv is not the one it needs.
  rm "$root/usr/bin/setpriv"
  cp -L "$(command -v ffmpeg)" "$(command -v setpriv)" "$root/usr/bin/"
  # The second list is loaded by name while running, so no program's own list knows it.
  local named; named=$(ldconfig -p | grep -E 'lib(zbar|sodium|ssl|crypto|z)\.so\.[0-9]+ .*x86-64' | grep -o '/[^ ]*$')
  # shellcheck disable=SC2086 # several files
  { ldd "$(command -v ffmpeg)" "$(command -v setpriv)" "$dotnet/dotnet" "$dotnet"/shared/Microsoft.NETCore.App/*/*.so $named
    printf '%s\n' $named
  } | grep -o '/[^ :]*\.so[^ ):]*' | grep -v "^$dotnet" | sort -u | while read -r file; do
    local to="$root/usr${file#/usr}"; mkdir -p "$(dirname "$to")"; cp -L "$file" "$to"
  done
  ldconfig -r "$root"

  local stage modules
  for stage in initramfs boot later; do
    modules=$(sed -n "s/^$stage: //p" "$STAGE_GUEST/modules")
    for file in $modules; do modprobe -d "$tree" -S "$kernel" --show-depends "$file"; done | sed -n 's/^insmod //p' | grep -o '/lib/modules/[^ ]*\.ko' >"$out/parts/$stage.list"
    while read -r file; do mkdir -p "$root/usr$(dirname "$file")"; cp "$tree$file" "$root/usr$file"; done <"$out/parts/$stage.list"
  done
  cp "$tree/lib/modules/$kernel"/modules.{builtin,builtin.modinfo,order} "$root/usr/lib/modules/$kernel/"
  depmod -b "$root" "$kernel"
  sed -n 's/^boot: //p' "$STAGE_GUEST/modules" >"$root/etc/boot-modules"
  mksquashfs "$root" "$out/system.sqfs" -noI -noD -noF -noX -no-progress -quiet

  mkdir -p "$initramfs"/{bin,dev,proc,modules}
  cp /bin/busybox "$initramfs/bin/"; ln -s busybox "$initramfs/bin/sh"
  cp "$STAGE_GUEST/init" "$initramfs/init"; chmod +x "$initramfs/init"
  awk '!seen[$0]++' "$out/parts/initramfs.list" | while read -r file; do
    cp "$tree$file" "$initramfs/modules/"; basename "$file"
  done >"$initramfs/boot-modules"
  (cd "$initramfs" && find . | cpio -o -H newc --quiet) >"$out/initrd.cpio"
}
