import type { Asker } from '@xianjie/domain';
import type { RecordAccess } from './record-access';

/** A replay as whoever keeps it shows it; one range for each shard, positions included. */
export type RecordableReplay = Readonly<{
  name: string;
  status: string;
  events: number;
  asked: Readonly<{
    ranges: readonly Readonly<{ shard: string; from: number; to: number }>[];
    household: string | null;
    county: string | null;
    types: readonly string[];
    effectiveOn: string | null;
    topic: string | null;
    by: string | null;
    purpose: string | null;
  }>;
}>;

const filterOf = ({ household, county, types, effectiveOn }: RecordableReplay['asked']): string =>
  Object.entries({ household, county, types: types.join(' '), effectiveOn })
    .flatMap(([name, value]) => (value ? [`${name}=${value}`] : []))
    .join(' ');

/** Works on a replay between its two records: before the first event is folded, and when it has ended, however it did. */
export const recordedReplay = async <Replay extends RecordableReplay>(
  accesses: RecordAccess,
  replay: Replay,
  work: () => Promise<Replay>,
): Promise<Replay> => {
  const { name: replayId, asked } = replay;
  const asker: Asker = { operator: asked.by ?? 'nobody', official: null, purpose: asked.purpose };
  const bounds = (end: 'from' | 'to'): string => asked.ranges.map((range) => `${range.shard}:${range[end]}`).join(' ');
  await accesses.replayStarted(asker, {
    ...{ replayId, fromPosition: bounds('from'), toPosition: bounds('to'), filter: filterOf(asked) },
    into: asked.topic ?? replayId,
  });
  const finish = (outcome: 'done' | 'stopped' | 'failed', rows: number): Promise<void> =>
    accesses.replayFinished(asker, { replayId, outcome, rows, hash: null });
  let ended: Replay;
  try {
    ended = await work();
  } catch (fault) {
    // The replay's own fault is told; one of the record beside it would hide it.
    await finish('failed', replay.events).catch(() => undefined);
    throw fault;
  }
  await finish(ended.status === 'done' ? 'done' : 'stopped', ended.events);
  return ended;
};
