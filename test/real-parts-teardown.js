const { rmSync } = require('node:fs');

/** Ends what real-parts-setup.js started, and only that. */
module.exports = async () => {
  const started = globalThis.realParts;
  globalThis.realParts = undefined;
  if (!started) return;
  await started.parts.stop();
  rmSync(started.dataDir, { recursive: true, force: true });
};
