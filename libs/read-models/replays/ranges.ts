import { schemas } from '@xianjie/contracts';
import { isLocalDate } from '@xianjie/domain';
import type { LocalDate } from '@xianjie/domain';
import { endOfShanghaiDay, startOfShanghaiDay } from '@xianjie/log';
import type { EventLog } from '@xianjie/log';
import { ReplayUnreadable } from '../faults';
import type { ReplayRange } from './replay';

/** `53:1024`, `1024` where there is one shard, or a day in Asia/Shanghai: what was recorded from, or up to and with, that day. */
export type Bound = string;
type Read = Readonly<{ shard: string | null; number: number }> | Readonly<{ day: LocalDate }>;

const justBefore = (day: LocalDate): string => new Date(Date.parse(startOfShanghaiDay(day)) - 1).toISOString();

const read = (bound: Bound, which: string): Read => {
  if (isLocalDate(bound)) return { day: bound };
  const [, shard = null, number] = /^(?:([^\s:]+):)?(\d+)$/.exec(bound) ?? [];
  if (number === undefined || Number(number) < 1 || !Number.isSafeInteger(Number(number)))
    throw new ReplayUnreadable(`${which}: a position such as 53:1024 or a day such as 2016-12-31, not ${bound}`);
  return { shard, number: Number(number) };
};

/**
 * The positions that two bounds mean now, shard by shard; a range ends at the head, so that it does not grow while it is replayed.
 * @throws ReplayUnreadable for a bound that cannot be read, or when nothing lies between them.
 */
export const replayRanges = async (log: EventLog, from?: Bound, to?: Bound): Promise<readonly ReplayRange[]> => {
  const [first, last] = [from === undefined ? null : read(from, 'from'), to === undefined ? null : read(to, 'to')];
  const all = await log.shards();
  const named = [first, last].flatMap((bound) => (bound && 'number' in bound ? [bound.shard] : []));
  if (named.includes(null) && all.length > 1)
    throw new ReplayUnreadable(`a position needs its shard, one of ${all.join(', ')}: such as ${all[0]}:1024`);
  const shards = all.filter((shard) => named.every((other) => other === null || other === shard));
  const ranges: ReplayRange[] = [];
  for (const shard of shards) {
    const head = (await log.head(shard)).number;
    const start = first === null ? 1 : 'day' in first ? (await log.positionAt(shard, justBefore(first.day))) + 1 : first.number;
    const end = last === null ? head : 'day' in last ? await log.positionAt(shard, endOfShanghaiDay(last.day)) : last.number;
    if (start <= Math.min(end, head)) ranges.push({ shard, from: start, to: Math.min(end, head) });
  }
  if (ranges.length === 0) throw new ReplayUnreadable(`there is no event from ${from ?? 'the first'} to ${to ?? 'the last'}`);
  return ranges;
};

/**
 * Outside names of what was asked for: `household.poverty-exited`, its record's name `HouseholdPovertyExited`, the domain's `PovertyExited`,
 * or `dibao.*`.
 * @throws ReplayUnreadable for one that no schema has.
 */
export const eventTypes = (asked: readonly string[]): readonly string[] => {
  const known = schemas.flatMap(({ name, domainType, ceType }) =>
    ceType === null ? [] : [{ ceType, names: [ceType, name, domainType] }],
  );
  const found = asked.flatMap((type) => {
    const isMeant = type.endsWith('.*')
      ? ({ ceType }: { ceType: string }) => ceType.startsWith(type.slice(0, -1))
      : ({ names }: { names: readonly string[] }) => names.includes(type);
    const types = known.filter(isMeant).map(({ ceType }) => ceType);
    if (types.length === 0)
      throw new ReplayUnreadable(`type: there is no event type ${type}; docs/consuming-the-topics.md lists them`);
    return types;
  });
  return [...new Set(found)].toSorted();
};
