# shellcheck shell=bash
# What ./run and ./test need beside the .NET SDK, and the platform to build for. Sourced, never run.

PATH=$PATH:/usr/sbin:/sbin
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Build servers would outlive the script.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

# setup_say LINE: progress, on standard error, so that standard output stays the program's.
setup_say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

# setup_need WHY TOOL:PACKAGE...: installs the packages whose tools are missing, or names them and ends with 3.
setup_need() {
  local why=$1 pair packages=()
  shift
  for pair in "$@"; do
    if command -v "${pair%%:*}" >/dev/null || [[ " ${packages[*]} " == *" ${pair##*:} "* ]]; then continue; fi
    packages+=("${pair##*:}")
  done
  if ((${#packages[@]} == 0)); then return 0; fi
  if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
    setup_say "needs these packages, $why: ${packages[*]}"
    setup_say 'it may not install them itself (not root, or no apt-get): install them, then run it again'
    exit 3
  fi
  setup_say "installing with apt-get, $why: ${packages[*]}"
  setup_install "${packages[@]}"
}

setup_install() {
  local log code=0
  log=$(mktemp)
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -qq -y --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null || code=$?
  if ((code != 0)); then
    tail -n 20 "$log" >&2
    rm -f "$log"
    setup_say "apt-get could not install: $*"
    exit 3
  fi
  rm -f "$log"
}

# setup_dotnet: the SDK that global.json asks for, or how to get it. Run from the repository's root.
setup_dotnet() {
  local wanted found
  wanted=$(sed -n 's/.*"version": *"\([0-9.]*\)".*/\1/p' global.json | head -n 1)
  if ! command -v dotnet >/dev/null; then
    setup_say "needs the .NET SDK $wanted or later of the same major version, and finds none"
  elif found=$(dotnet --version 2>/dev/null); then
    return 0
  else
    found=$(dotnet --list-sdks 2>/dev/null | sed 's/ .*//' | paste -sd ' ' -)
    setup_say "needs the .NET SDK $wanted or later of the same major version, and finds: ${found:-none}"
  fi
  setup_say 'get it from https://dotnet.microsoft.com/download, or as the package dotnet-sdk-10.0 where the distribution has it'
  exit 3
}

# setup_platform: the runtime identifier to publish for.
setup_platform() {
  case $(uname -m) in
    x86_64) printf 'linux-x64\n' ;;
    aarch64) printf 'linux-arm64\n' ;;
    *) setup_say "no build for $(uname -m): x86_64 and aarch64 only"; exit 3 ;;
  esac
}

# setup_newer STAMP PATH...: whether anything below the paths changed since the stamp was made, or there is none.
setup_newer() {
  local stamp=$1
  shift
  [[ ! -e $stamp ]] || [[ -n $(find "$@" \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print -quit 2>/dev/null) ]]
}
