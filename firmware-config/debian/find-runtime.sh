#!/bin/sh
# Prints the path of a dotnet whose runtime can carry the gate. Debian has none of its own, so it may come from anywhere.
set -eu
here=$(dirname "$0")
# "name": "Microsoft.NETCore.App",  "version": "10.0.0"
framework=$(sed -n 's/.*"name": "\(Microsoft\.[A-Za-z.]*\)".*/\1/p' "$here/StudySpot.Edge.runtimeconfig.json" | sort | head -n 1)
major=$(sed -n 's/.*"version": "\([0-9]*\)\..*/\1/p' "$here/StudySpot.Edge.runtimeconfig.json" | head -n 1)
told=
if [ -r /etc/dotnet/install_location ]; then read -r told </etc/dotnet/install_location || true; fi
for root in "${DOTNET_ROOT:-}" "$told" /usr/share/dotnet /usr/lib/dotnet /opt/dotnet /usr/local/share/dotnet; do
  if [ -n "$root" ] && [ -x "$root/dotnet" ]; then
    for version in "$root/shared/$framework/$major".*; do
      if [ -d "$version" ]; then
        echo "$root/dotnet"
        exit 0
      fi
    done
  fi
done
package=dotnet-runtime
if [ "$framework" = Microsoft.AspNetCore.App ]; then package=aspnetcore-runtime; fi
cat >&2 <<EOF
studyspot-gate: no .NET $major runtime ($framework) is on this device, so the gate cannot start.
Install $package-$major.0 from Microsoft's package source, or unpack the runtime's archive for $(uname -m) into /usr/share/dotnet,
or set DOTNET_ROOT to where it is. Step by step: /usr/share/doc/studyspot-gate/installing.md
EOF
exit 1
