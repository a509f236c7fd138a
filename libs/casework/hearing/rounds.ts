import { shardOf } from './item';
import type { HearItem } from './item';

/** Two reports of one record are heard in two rounds; provinces apart. */
export const roundsOf = (items: readonly HearItem[]): readonly (readonly HearItem[])[] => {
  const rounds = new Map<string, HearItem[]>();
  const seen = new Map<string, number>();
  for (const item of items) {
    const { report } = item;
    const key = `${report.system} ${report.recordKey}`;
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    const round = `${nth} ${shardOf(report.county)}`;
    const sharing = rounds.get(round);
    if (sharing) sharing.push(item);
    else rounds.set(round, [item]);
  }
  return [...rounds.values()];
};
