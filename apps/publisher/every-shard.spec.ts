import { HubError } from '@xianjie/domain';
import { serveEveryShard } from './every-shard';

class Away extends HubError {
  readonly code = 'database-unavailable';
  readonly retryable = true;
}
class Broken extends HubError {
  readonly code = 'chain-broken';
  readonly retryable = false;
}

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

  it('are served on while the database is away', async () => {
    const stopping = new AbortController();
    const served: string[] = [];
    let looks = 0;
    const shards = async (): Promise<string[]> => {
      looks += 1;
      if (looks === 1) throw new Away('the database is away');
      return ['45'];
    };
    const serve = (shard: string, signal: AbortSignal): Promise<void> => {
      served.push(shard);
      if (shard === '45') stopping.abort();
      return untilAborted(signal);
    };
    await serveEveryShard({ log: { shards }, home: '53', serve }, stopping.signal);
    expect(served).toEqual(['53', '45']);
  });

  it.each([
    ['a defect', new TypeError('a defect')],
    ['no fault for later', new Broken('no fault for later')],
  ])('end, each of them, with %s in looking for them', async (message, fault) => {
    const ended: string[] = [];
    const serve = async (shard: string, signal: AbortSignal): Promise<void> => {
      await untilAborted(signal);
      await new Promise(setImmediate);
      ended.push(shard);
    };
    const log = { shards: () => Promise.reject(fault) };
    await expect(serveEveryShard({ log, home: '53', serve }, new AbortController().signal)).rejects.toThrow(message);
    expect(ended).toEqual(['53']);
  });

  it('are ended with by the fault that came first', async () => {
    const serve = async (shard: string, signal: AbortSignal): Promise<void> => {
      if (shard === '53') await untilAborted(signal);
      throw new Error(`fault of ${shard}`);
    };
    const log = { shards: () => Promise.resolve(['45']) };
    await expect(serveEveryShard({ log, home: '53', serve }, new AbortController().signal)).rejects.toThrow('fault of 45');
  });
});
