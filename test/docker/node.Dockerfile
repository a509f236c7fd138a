# Stands in for node:…-bookworm-slim: node, npm and the user `node` (1000), where the official image has them.
FROM xianjie-test/debian:bookworm
COPY node/node /usr/local/bin/node
COPY node/npm /usr/local/lib/node_modules/npm
COPY node/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx && groupadd -g 1000 node && useradd -m -u 1000 -g node -s /bin/bash node && node --version && npm --version
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
CMD ["node"]
