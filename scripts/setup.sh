#!/bin/sh
# Installs what is missing and builds; does nothing, in about a second, when all is there. `--tests` adds what only the tests need.
set -eu
cd "$(dirname "$0")/.."
for_tests=${1:-}
say() { printf '[setup] %s\n' "$*"; }
checksum() { sha256sum | cut -d ' ' -f 1; }
is_current() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }
have() { command -v "$1" >/dev/null 2>&1; }

# 1. Node
have node || { say 'Node.js 20.19 or later is needed and not on the path'; exit 3; }
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
  { say "Node.js 20.19 or later is needed; this is $(node --version)"; exit 3; }

# 2. Debian packages
java_major() { java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1; }
has_font() { ls /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc >/dev/null 2>&1; }
missing=''
has_font || missing="$missing fonts-noto-cjk"
have openssl || missing="$missing openssl"
have setpriv || missing="$missing util-linux"
# Parts that come from addresses or from Docker need neither Java nor Maven.
if [ "${XIANJIE_INFRA:-auto}" = docker ] || { [ -n "${XIANJIE_KAFKA_BROKERS:-}" ] && [ -n "${XIANJIE_SCHEMA_REGISTRY_URL:-}" ]; }; then
  needs_java=no
else
  needs_java=yes
  { have java && [ "$(java_major)" -ge 17 ] 2>/dev/null; } || missing="$missing default-jre-headless"
  have mvn || missing="$missing maven"
fi
if [ "$for_tests" = --tests ]; then
  have pdftotext || missing="$missing poppler-utils"
  python3 -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
  docker compose version >/dev/null 2>&1 || have docker-compose || missing="$missing docker-compose"
fi
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && have apt-get; then
    say "installing Debian packages:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
  else
    say "missing, and only root can install:$missing. Going on without."
  fi
fi

# 3. Node packages
if ! node scripts/node-modules-current.mjs; then
  say 'installing Node packages (npm ci)'
  npm ci --no-audit --no-fund --loglevel=error
fi

# 4. Kafka and the schema registry
if [ $needs_java = yes ] && have mvn; then
  pom=$(checksum <pom.xml)
  if ! is_current .infrastructure/pom.sha256 "$pom"; then
    say "fetching Apache Kafka and Apicurio Registry (Maven, about 160 MB on a machine that never did)"
    rm -rf .infrastructure/kafka .infrastructure/apicurio .infrastructure/maven
    mvn -B -ntp -q -Dstyle.color=never package
    echo "$pom" >.infrastructure/pom.sha256
  fi
fi

# 5. Confluent's Python client, which the interoperability tests write and read with
if [ "$for_tests" = --tests ] && have python3; then
  wanted=$({ cat test/interop/requirements.txt; python3 --version; } | checksum)
  if ! is_current .infrastructure/python/requirements.sha256 "$wanted"; then
    say "installing Confluent's Python client"
    rm -rf .infrastructure/python
    python3 -m venv .infrastructure/python
    .infrastructure/python/bin/pip install --quiet --disable-pip-version-check -r test/interop/requirements.txt
    echo "$wanted" >.infrastructure/python/requirements.sha256
  fi
fi

# 6. The hub itself
sources=$(find apps libs schemas test scripts package-lock.json .swcrc -type f ! -path '*/generated/*' ! -path 'test/out/*' -exec sha256sum {} + | sort -k 2 | checksum)
if ! is_current dist/sources.sha256 "$sources"; then
  say 'building'
  node scripts/build.mjs
  echo "$sources" >dist/sources.sha256
fi
chmod +x bin/xianjie.js
ln -sf ../../bin/xianjie.js node_modules/.bin/xianjie # `npx xianjie` without a registry
say 'ready'
