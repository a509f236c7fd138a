import type { EventLog } from '@xianjie/log';
import type { PostgresSeals } from '../postgres-seals';
import { verifySeals } from './verify-seals';
import type { SealCopies } from './verify-seals';

export type ShardVerified = Readonly<{
  shard: string;
  head: number;
  epoch: number;
  seals: number;
  sealKeys: readonly string[];
  /** The last seal that holds: up to its position the log is what was sealed. */
  sealedUpTo: string | null;
  /** The first position that is not what was recorded or sealed. */
  firstBad: string | null;
  because: string | null;
}>;
export type VerifyAsked = Readonly<{
  from?: number;
  to?: number;
  /** Public keys that alone may have sealed; null takes any. */
  trusted?: ReadonlySet<string> | null;
}>;

/** Those of the log and those of its seals: a shard that was taken out of the log whole is still among these. */
export const knownShards = async (log: EventLog, seals: PostgresSeals): Promise<readonly string[]> => [
  ...new Set([...(await log.shards()), ...(await seals.shards())]),
];

/** The chain of a shard, then its seals; `copies` is asked for once the chain is read, so that no seal is newer than it. */
export const verifyShard = async (
  log: EventLog,
  shard: string,
  copies: () => Promise<SealCopies>,
  { from, to, trusted = null }: VerifyAsked = {},
): Promise<ShardVerified> => {
  const broken = await log.verify({ shard, from, to });
  const { number: head, epoch } = await log.head(shard);
  // From a broken link on, nothing can be said of seals.
  const asked = { trusted, from, to: broken === null ? to : broken.number - 1 };
  const { checked, keyIds, firstBad: badSeal, holdsUpTo } = await verifySeals(log, shard, await copies(), asked);
  const number = badSeal?.number ?? broken?.number ?? null;
  return {
    ...{ shard, head, epoch, seals: checked, sealKeys: keyIds },
    sealedUpTo: holdsUpTo === 0 ? null : `${shard}:${holdsUpTo}`,
    firstBad: number === null ? null : `${shard}:${number}`,
    because: badSeal ? `seal-${badSeal.because}` : broken ? 'chain-broken' : null,
  };
};
