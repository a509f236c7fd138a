import { RecordAccess } from './record-access';
import type { Access } from './record-access';
import { recordedReplay } from './recorded-replay';
import type { RecordableReplay } from './recorded-replay';

class Kept extends RecordAccess {
  readonly records: Access[] = [];

  protected record(access: Access): Promise<void> {
    this.records.push(access);
    return Promise.resolve();
  }
}

const opened: RecordableReplay = {
  ...{ name: 'year-end', status: 'running', events: 0 },
  asked: {
    ...{ ranges: [{ shard: '53', from: 1, to: 9 }], household: null, county: '530124', types: ['dibao.enrolled'] },
    ...{ effectiveOn: null, topic: null, by: 'u-7', purpose: 'audit of 2016' },
  },
};

describe('a replay is recorded', () => {
  it('before it begins, with its range and filter, and when it is done, with what it folded', async () => {
    const kept = new Kept();
    await recordedReplay(kept, opened, () => {
      expect(kept.records).toHaveLength(1);
      return Promise.resolve({ ...opened, status: 'done', events: 7 });
    });
    expect(kept.records).toEqual([
      expect.objectContaining({
        ...{ type: 'ReplayStarted', operator: 'u-7', purpose: 'audit of 2016', replayId: 'year-end', into: 'year-end' },
        ...{ fromPosition: '53:1', toPosition: '53:9', filter: 'county=530124 types=dibao.enrolled' },
      }),
      expect.objectContaining({ type: 'ReplayFinished', outcome: 'done', rows: 7 }),
    ]);
  });

  it('as stopped when somebody paused it, and as failed when it could not go on', async () => {
    const kept = new Kept();
    await recordedReplay(kept, opened, () => Promise.resolve({ ...opened, status: 'paused', events: 3 }));
    await expect(recordedReplay(kept, opened, () => Promise.reject(new Error('no log')))).rejects.toThrow('no log');
    expect(kept.records.flatMap((one) => (one.type === 'ReplayFinished' ? [one.outcome] : []))).toEqual(['stopped', 'failed']);
  });
});
