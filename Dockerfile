# One image for every app; the command says which: node dist/apps/<app>/main.js
FROM node:20.20-bookworm-slim AS build
WORKDIR /hub
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
# Optional packages are the Postgres binaries and the compiler: the first is a container of its own here, the second is done.
RUN npm run build && npm prune --no-audit --no-fund --ignore-scripts --omit=dev --omit=optional

FROM node:20.20-bookworm-slim
# Chinese fonts for the PDF lists.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
# Before the rest, so that the long layers stay when only the hub changes.
RUN mkdir -p /var/lib/xianjie /files && chown node:node /var/lib/xianjie /files
WORKDIR /hub
COPY --from=build /hub/node_modules node_modules
COPY --from=build /hub/dist dist
COPY package.json ./
COPY schemas schemas
COPY policies policies
COPY divisions divisions
COPY bin bin
USER node
ENV NODE_ENV=production XIANJIE_MODE=production XIANJIE_HOME=/hub XIANJIE_DATA_DIR=/var/lib/xianjie
# As apps/ops/node-arguments.ts.
ENV NODE_OPTIONS=--max-old-space-size=1900
CMD ["node", "dist/apps/registry/main.js"]
