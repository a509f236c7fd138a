import type { EventLog } from '@xianjie/log';
import type { PostgresSeals } from '@xianjie/messaging';
import type { PostgresReplayDiff, PostgresReplays, Replay } from '@xianjie/read-models';
import type { Request } from 'express';
import type { ReplayWorker } from './replay-worker';
import { ReplaysController } from './replays.controller';
import { VerifyController } from './verify.controller';

const request = { headers: { 'x-purpose': encodeURIComponent('信访') } } as unknown as Request;

describe('a verification that is asked for while one like it runs', () => {
  it('is answered by that one; another range, or the same one later, is verified itself', async () => {
    const verified: object[] = [];
    const log = {
      shards: async () => ['53'],
      head: async () => ({ number: 9, epoch: 1, link: Buffer.alloc(32) }),
      linksAt: async () => new Map(),
      verify: async (range: object) => verified.push(range) && null,
    } as unknown as EventLog;
    const seals = { shards: async () => [], read: async () => [] } as unknown as PostgresSeals;
    const controller = new VerifyController(log, seals);
    const asked: Record<string, string>[] = [{}, {}, { from: '2', to: '5' }];
    const answers = await Promise.all(asked.map((range) => controller.verify(range)));
    expect(answers[1]).toBe(answers[0]);
    expect(verified).toEqual([{ shard: '53' }, { shard: '53', from: 2, to: 5 }]);
    await controller.verify({});
    expect(verified).toHaveLength(3);
  });
});

describe('replays that are asked for by HTTP', () => {
  const taken: string[] = [];
  const opened: unknown[][] = [];
  let standing = { name: 'march', status: 'interrupted', asked: { topic: null } } as unknown as Replay;
  const controller = new ReplaysController(
    {} as EventLog,
    {
      open: async (_: EventLog, name: string, asked: object) => opened.push([name, asked]) && { ...standing, name },
      resume: async () => standing,
    } as unknown as PostgresReplays,
    {} as PostgresReplayDiff,
    { take: async (name: string) => void taken.push(name) } as unknown as ReplayWorker,
  );
  beforeEach(() => void taken.splice(0));

  it('are made under a name of their own when none is given, for whoever asks and why', async () => {
    const { id } = (await controller.start({ from: '53:1', types: ['household.enrolled'] }, request)) as { id: string };
    expect(id).toMatch(/^r-./);
    await controller.start({ into: 'march', by: 'u-9', purpose: 'audit' }, request);
    expect(opened).toEqual([
      [id, { by: 'nobody', purpose: '信访', from: '53:1', types: ['household.enrolled'], worker: 'hub' }],
      ['march', { by: 'u-9', purpose: 'audit', types: [], worker: 'hub' }],
    ]);
    expect(taken).toEqual([id, 'march']);
  });

  it('go on when they are resumed, unless they are done; one onto a topic is the command line’s', async () => {
    expect(await controller.resume('march')).toMatchObject({ id: 'march', status: 'interrupted' });
    standing = { ...standing, status: 'done' };
    await controller.resume('march');
    expect(taken).toEqual(['march']);
    standing = { ...standing, status: 'interrupted', asked: { ...standing.asked, topic: 'replayed' } };
    await expect(controller.resume('march')).rejects.toMatchObject({ status: 422, code: 'replay-without-views' });
    expect(taken).toEqual(['march']);
  });
});
