# For the scripts beside it: `install NAME PACKAGE…` installs with apt what is missing, as root or with sudo.
install() {
  local what=$1; shift
  command -v apt-get >/dev/null 2>&1 || fail "$what is missing and there is no apt-get here: install $what and run this again"
  local sudo=""
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 || fail "$what is missing: install it as root (apt-get install $*) and run this again"
    sudo="sudo -n"
  fi
  printf 'installing %s\n' "$what" >&2
  # Debian starts a freshly installed server at once; ours are started by the tests, so that one is kept from starting.
  { $sudo apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "$@"; } >&2 \
    || fail "apt-get could not install $what: install it and run this again"
}
