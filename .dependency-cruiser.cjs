const driver = 'node_modules/(pg|pg-copy-streams|pg-query-stream|kafkajs|typeorm|avsc)/';
const spec = '\\.(spec|contract|journey|fixture)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'The rules of a household need no library, no clock and no database (ADR 1).',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: spec },
      to: { pathNot: '^libs/domain/' },
    },
    {
      name: 'nest-stays-in-apps',
      comment: 'Libraries are plain classes; an app module wires them (ADR 1).',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: 'node_modules/@nestjs/' },
    },
    {
      name: 'drivers-stay-in-adapters',
      comment: 'An adapter carries its technology in its file name (ADR 1).',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: ['/(postgres|typeorm|kafka|avro)[^/]*$', '\\.module\\.ts$', '^libs/testing/', spec] },
      to: { path: driver },
    },
    {
      name: 'apps-stand-alone',
      comment: 'A process is deployed alone; what two need is a library (ADR 1).',
      severity: 'error',
      from: { path: '^(?:libs|apps/([^/]+))/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-have-one-door',
      comment: 'Import @xianjie/<lib>, never a file inside it (ADR 1).',
      severity: 'error',
      from: { path: '^(?:apps|libs)/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/index\\.ts$'] },
    },
    {
      name: 'replays-send-nothing',
      comment: 'A replay must not be able to reach a broker, a ledger or an office (architecture 14, ADR 9).',
      severity: 'error',
      from: { path: '^libs/read-models/replays/', pathNot: spec },
      to: { path: '^libs/(messaging|casework|documents)/|node_modules/kafkajs/|^(node:)?(http|https|http2|net|tls|dgram|child_process)$' },
    },
    { name: 'no-circles', comment: 'A circle has no first room to read.', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|libs/contracts/generated)/' },
  },
};
