import { serveEveryShard } from './every-shard';

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => (signal.aborted ? done() : signal.addEventListener('abort', () => done(), { once: true })));

describe('the shards that a publisher serves', () => {
  it('are its own, and each that appears in the log afterwards', async () => {
    const stopping = new AbortController();
    const served: string[] = [];
    let shards: string[] = [];
    const serve = (shard: string, signal: AbortSignal): Promise<void> => {
      served.push(shard);
      if (shard === '53') shards = ['45', '53'];
      else stopping.abort();
      return untilAborted(signal);
    };
    await serveEveryShard({ log: { shards: () => Promise.resolve(shards) }, home: '53', serve }, stopping.signal);
    expect(served).toEqual(['53', '45']);
  });

  it('end together when one of them meets what does not pass by itself', async () => {
    const ended: string[] = [];
    const serve = async (shard: string, signal: AbortSignal): Promise<void> => {
      if (shard === '45') throw new Error('a body cannot be read');
      await untilAborted(signal);
      ended.push(shard);
    };
    const log = { shards: () => Promise.resolve(['45', '53']) };
    await expect(serveEveryShard({ log, home: '53', serve }, new AbortController().signal)).rejects.toThrow(
      'a body cannot be read',
    );
    expect(ended).toEqual(['53']);
  });
});
