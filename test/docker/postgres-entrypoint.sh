#!/bin/bash
# The official image's contract as far as this project uses it: POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB, POSTGRES_INITDB_ARGS, SQL files in
# /docker-entrypoint-initdb.d on an empty volume, run on a server that meanwhile answers on its socket only.
set -eu
[ "$1" = postgres ] || exec "$@"
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chown -R postgres: "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$0" "$@"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  user=${POSTGRES_USER:-postgres}
  [ -n "${POSTGRES_PASSWORD:-}" ] || { echo 'Error: POSTGRES_PASSWORD is not set' >&2; exit 1; }
  # The official image gives these to the shell, too.
  eval "initdb --username=\"$user\" --pwfile=<(printf '%s\n' \"\$POSTGRES_PASSWORD\") ${POSTGRES_INITDB_ARGS:-}"
  { echo "listen_addresses = '*'"; echo "unix_socket_directories = '/var/run/postgresql'"; } >>"$PGDATA/postgresql.conf"
  printf '\nhost all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
  sql() { psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$user" --dbname "$1" "${@:2}"; }
  db=${POSTGRES_DB:-$user}
  [ "$db" = postgres ] || sql postgres -c "create database \"$db\""
  for file in /docker-entrypoint-initdb.d/*.sql; do
    [ -e "$file" ] && { echo "running $file"; sql "$db" -f "$file"; }
  done
  pg_ctl -D "$PGDATA" -m fast -w stop
  echo 'PostgreSQL init process complete; ready for start up.'
fi
exec "$@"
