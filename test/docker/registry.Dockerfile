# Stands in for apicurio/apicurio-registry: its published archive, with curl, as in the official image.
FROM xianjie-test/debian:bookworm
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-17-jre-headless curl && rm -rf /var/lib/apt/lists/*
COPY apicurio /deployments
WORKDIR /deployments
USER 1001
EXPOSE 8080
CMD ["sh", "-c", "exec java ${JAVA_OPTIONS:-} -Dquarkus.http.host=0.0.0.0 -jar apicurio-registry-app-*-runner.jar"]
