#!/usr/bin/env bash
# Prints the path of the pinned CometBFT, building it from its Go module into a cache folder at the first call.
set -euo pipefail
version=v0.38.25
cache=${SWITCHYARD_ENGINES:-${XDG_CACHE_HOME:-$HOME/.cache}/switchyard/engines}
program=$cache/cometbft-$version/cometbft
if [ ! -x "$program" ]; then
  mkdir -p "$cache"
  fresh=$(mktemp -d "$cache/build.XXXXXX")
  (cd "$fresh" && GOBIN=$fresh/bin CGO_ENABLED=0 GOFLAGS=-trimpath go install "github.com/cometbft/cometbft/cmd/cometbft@$version") >&2
  mkdir -p "$(dirname "$program")"
  mv "$fresh/bin/cometbft" "$program"
  rm -rf "$fresh"
fi
printf '%s\n' "$program"
