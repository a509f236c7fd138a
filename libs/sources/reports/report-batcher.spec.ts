import type { HearOutcome, HeardReport } from '../imports/import';
import { ReportBatcher } from './report-batcher';

const reports = (...ids: string[]) => ids.map((commandId) => ({ commandId }) as HeardReport);
const many = (count: number) => reports(...Array.from({ length: count }, (_, at) => String(at)));
const outcome = ({ commandId }: HeardReport) => ({ household: `h-${commandId}` }) as HearOutcome;
const households = (answers: readonly HearOutcome[]) => answers.map(({ household }) => household);

/** Batches wait until they are answered, or refused with a fault. */
const hearing = () => {
  const batches: { ids: string[]; answer: () => void; fail: (fault: Error) => void }[] = [];
  const hear = (batch: readonly HeardReport[]) =>
    new Promise<readonly HearOutcome[]>((resolve, reject) => {
      batches.push({ ids: batch.map(({ commandId }) => commandId), answer: () => resolve(batch.map(outcome)), fail: reject });
    });
  return { batcher: new ReportBatcher({ hear }), batches };
};

describe('reports of concurrent calls', () => {
  it('are heard together, and each caller gets the answers to its own, in its order', async () => {
    const { batcher, batches } = hearing();
    const calls = [reports('a'), reports('b'), reports('c', 'd'), reports('e')].map((items) => batcher.hear(items));
    expect(batches.map(({ ids }) => ids)).toEqual([['a'], ['b']]);
    batches[0]!.answer();
    expect(households(await calls[0]!)).toEqual(['h-a']);
    expect(batches.slice(2).map(({ ids }) => ids)).toEqual([['c', 'd', 'e']]);
    for (const { answer } of batches.slice(1)) answer();
    expect((await Promise.all(calls.slice(1))).map(households)).toEqual([['h-b'], ['h-c', 'h-d'], ['h-e']]);
  });

  it('are 500 to a batch', async () => {
    const { batcher, batches } = hearing();
    const call = batcher.hear(many(1_100));
    batches[0]!.answer();
    batches[1]!.answer();
    await new Promise(setImmediate);
    expect(batches.map(({ ids }) => ids.length)).toEqual([500, 500, 100]);
    batches[2]!.answer();
    expect((await call).at(-1)).toEqual({ household: 'h-1099' });
  });

  it('fail with their batch, and those that come afterwards do not', async () => {
    const { batcher, batches } = hearing();
    const failed = [reports('a'), reports('b')].map((items) => batcher.hear(items));
    for (const { fail } of batches) fail(new Error('away'));
    for (const call of failed) await expect(call).rejects.toThrow('away');
    const next = batcher.hear(reports('c'));
    batches[2]!.answer();
    expect(households(await next)).toEqual(['h-c']);
  });

  it('that are none are answered at once', async () => expect(await hearing().batcher.hear([])).toEqual([]));
});
