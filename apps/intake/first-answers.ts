import type { EventLog } from '@xianjie/log';
import type { HearOutcome } from '@xianjie/sources';

/**
 * For a call that was cut off before its answer was kept (S-15). Heard again, a report that was recorded finds nothing new to say, or is
 * older than what the household was last heard of: by itself that would be "unchanged". What the first call recorded is in the log under
 * its command id.
 */
export const firstAnswers = (
  log: EventLog,
  commandIds: readonly string[],
  heardAgain: readonly HearOutcome[],
): Promise<readonly HearOutcome[]> =>
  Promise.all(
    heardAgain.map(async (again, at) => {
      const first = again.status === 'unchanged' ? await log.answerTo(commandIds[at] as string) : null;
      if (!first?.first || !first.last) return again;
      const streams = Object.keys(first.versions);
      const household = again.household !== null && streams.includes(again.household) ? again.household : (streams[0] ?? null);
      return { ...again, status: 'accepted', household, events: first.last.number - first.first.number + 1 };
    }),
  );
