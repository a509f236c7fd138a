# Stands in for apache/kafka: the published jars, and Kafka's own translation of KAFKA_… variables (kafka.docker.KafkaDockerWrapper).
FROM xianjie-test/debian:bookworm
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-17-jre-headless && rm -rf /var/lib/apt/lists/*
COPY kafka /opt/kafka/libs
COPY kafka-run.sh /etc/kafka/docker/run
COPY kafka-log4j2.yaml /etc/kafka/docker/log4j2.yaml
COPY kafka-log4j2.yaml /etc/kafka/docker/tools-log4j2.yaml
RUN touch /etc/kafka/docker/server.properties && mkdir -p /var/lib/kafka/data /etc/kafka/secrets /mnt/shared/config /opt/kafka/config && useradd -m -u 1000 -s /bin/bash appuser && chown -R appuser:appuser /opt/kafka/config /mnt/shared/config && chown -R appuser:root /var/lib/kafka /etc/kafka
USER appuser
VOLUME ["/etc/kafka/secrets", "/var/lib/kafka/data", "/mnt/shared/config"]
EXPOSE 9092
CMD ["/etc/kafka/docker/run"]
