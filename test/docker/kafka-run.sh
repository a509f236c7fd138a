#!/bin/bash
set -eu
config=/opt/kafka/config
# The tool has no way to say "unless it is formatted"; the official image passes over that answer, too.
result=$(java -cp '/opt/kafka/libs/*' kafka.docker.KafkaDockerWrapper setup --default-configs-dir /etc/kafka/docker \
  --mounted-configs-dir /mnt/shared/config --final-configs-dir $config 2>&1) || grep -qi 'already formatted' <<<"$result" ||
  { echo "$result" >&2; exit 1; }
# shellcheck disable=SC2086
exec java ${KAFKA_HEAP_OPTS:--Xmx1g -Xms1g} -Dlog4j2.configurationFile=$config/log4j2.yaml -cp '/opt/kafka/libs/*' kafka.Kafka $config/server.properties
