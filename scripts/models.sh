#!/usr/bin/env bash
# Installs the face models into a folder as their manifests describe them, and verifies every byte. Can be run again at any
# time: what is already there and right is left alone. Sourced by ./studyspot (install_models) or run by packaging:
#   scripts/models.sh FOLDER
# npm fetches one archive (models/packages.json), without the hundred packages its demo depends on.
[ "${BASH_SOURCE[0]}" != "$0" ] || { set -euo pipefail; cd "$(dirname "${BASH_SOURCE[0]}")/.."; STATE="$PWD/.state"; . scripts/install.sh; }

# install_models [FOLDER]: one folder a model, with its manifest and its file.
install_models() {
  local folder=${1:-$STATE/models}
  command -v node >/dev/null && command -v npm >/dev/null || die "Node 20 and npm are not on PATH; install them first." 74
  node scripts/models.mjs check "$folder" >/dev/null 2>&1 && return
  step "installing the face models"
  mkdir -p "$STATE" "$folder"
  node scripts/models.mjs install "$folder" "$STATE/models-packages" >"$STATE/models.log" 2>&1 ||
    { tail -n 15 "$STATE/models.log" >&2; die "the face models could not be installed (whole output: .state/models.log)" 74; }
}

[ "${BASH_SOURCE[0]}" != "$0" ] || install_models "${1:?usage: scripts/models.sh FOLDER}"
