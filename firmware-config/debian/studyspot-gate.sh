#!/bin/sh
# The gate's command line: finds a .NET runtime and starts the program with it.
set -eu
program=/usr/lib/studyspot-gate
if ! dotnet=$("$program/find-runtime"); then
  exit 74
fi
exec "$dotnet" "$program/StudySpot.Edge.dll" "$@"
