import { PolicyEventCodec, schemas } from '@xianjie/contracts';
import { POLICY_STREAM } from '@xianjie/domain';
import { codeHash, release } from '@xianjie/infrastructure';
import type { EventLog } from '@xianjie/log';
import type { ReplayRange } from './replay';

/** With what a replay was made: whoever asks later can make it again, or know why it comes out otherwise. */
export type MadeWith = Readonly<{
  /** The release, from package.json. */
  program: string;
  /** SM3 over the files of libs/domain as they run here: another rule is another hash, whatever the release says. */
  rules: string;
  /** Fingerprint under which this program writes each event type; older ones are read through it. */
  schemas: Readonly<Record<string, string>>;
  /** In force in the log at the end of the range. */
  policyPacks: readonly Readonly<{ id: string; version: string; contentHash: string }>[];
}>;

const packsIn = async (log: EventLog, { shard, to }: ReplayRange): Promise<MadeWith['policyPacks']> => {
  const codec = new PolicyEventCodec();
  const recorded = await log.read(`${POLICY_STREAM}-${shard}`, { upTo: to });
  return recorded
    .filter(({ type }) => codec.knows(type))
    .map((event) => codec.decode(event))
    .map(({ packId: id, packVersion: version, contentHash }) => ({ id, version, contentHash }));
};

export const madeWith = async (log: EventLog, ranges: readonly ReplayRange[]): Promise<MadeWith> => {
  const packs = await Promise.all(ranges.map((range) => packsIn(log, range)));
  return {
    program: release(),
    rules: codeHash(['domain']),
    schemas: Object.fromEntries(schemas.flatMap(({ ceType, fingerprint }) => (ceType === null ? [] : [[ceType, fingerprint]]))),
    policyPacks: packs.flat(),
  };
};
