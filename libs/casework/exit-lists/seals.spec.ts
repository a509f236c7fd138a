import { InMemoryEventLog } from '@xianjie/log';
import type { Seal } from '@xianjie/messaging';
import { register } from './county.fixture';
import { LogSeals } from './log-seals';
import { anOffice } from './office.fixture';
import { PublishedSeals } from './published-seals';
import { clock } from './stages.fixture';

describe('the seal of a day, where nobody seals yet (S-19)', () => {
  const aLog = async () => {
    const log = new InMemoryEventLog(clock());
    const seals = new LogSeals(log);
    const empty = await seals.latest('53', '2017-03-20');
    await register(log, anOffice(log).vault);
    return { log, seals, empty };
  };

  it('is the chain’s own head, and none before the first event', async () => {
    const { log, seals, empty } = await aLog();
    expect(empty).toBeNull();
    const { number, link } = await log.head('53');
    expect(await seals.latest('53', '2017-03-20')).toEqual({
      ...{ day: '2017-03-20', position: `53:${number}`, link: link.toString('hex') },
    });
  });

  it('is ours at every position, with the link of that very event, in the way that positions are written', async () => {
    const { log, seals } = await aLog();
    const links: string[] = [];
    for await (const page of log.readRange('53', 0)) links.push(...page.map(({ link }) => link.toString('hex')));
    expect(links).toHaveLength(2);
    const isOurs = (position: string, link: string) => seals.isOurs('53', { day: '2017-03-20', position, link });
    for (const [at, link] of links.entries()) expect(await isOurs(`53:${at + 1}`, link)).toBe(true);
    expect(await isOurs('53:1', links[1]!)).toBe(false);
    for (const position of ['53:0', '53:3', '53:01', '45:1', '53:-1', '1']) expect(await isOurs(position, links[0]!)).toBe(false);
  });
});

describe('the seal of a day, as it was published', () => {
  const aSeal = (number: number, link: string, sealedAt: string): Seal => ({
    ...{ shard: '53', number, link, recordedAt: sealedAt, sealedAt, statement: '{}', algorithm: 'SM2' },
    ...{ keyId: 'k', publicKey: 'p', signature: 's', previous: null },
  });
  // Day by day in Asia/Shanghai: 15:59 UTC is still the same day there, 16:00 the next.
  const kept = [
    aSeal(4, 'aa', '2017-03-18T10:00:00.000Z'),
    aSeal(7, 'bb', '2017-03-19T15:59:59.000Z'),
    aSeal(9, 'cc', '2017-03-19T16:00:00.000Z'),
    aSeal(11, 'dd', '2017-03-20T10:00:00.000Z'),
  ];
  const dayOf = ({ sealedAt }: Seal) => new Date(Date.parse(sealedAt) + 8 * 3_600_000).toISOString().slice(0, 10);
  const seals = new PublishedSeals({
    latestOn: async (_, day) => kept.findLast((seal) => dayOf(seal) <= day) ?? null,
    read: async (_, range) => {
      // As Postgres does of a bigint.
      if (!Number.isSafeInteger(range?.from)) throw new Error(`invalid input syntax: ${range?.from}`);
      return kept.filter(({ number }) => number >= (range?.from ?? 0) && number <= (range?.to ?? Infinity));
    },
  });
  const isOurs = (position: string, link: string) => seals.isOurs('53', { day: '2017-03-20', position, link });

  it('is the newest of that day, or the last before it', async () => {
    expect(await seals.latest('53', '2017-03-19')).toEqual({ day: '2017-03-19', position: '53:7', link: 'bb' });
    expect(await seals.latest('53', '2017-03-25')).toEqual({ day: '2017-03-25', position: '53:11', link: 'dd' });
    expect(await seals.latest('53', '2017-03-17')).toBeNull();
  });

  it('may be any of its day, or the last before it: no older one, and none of a later day (S-24)', async () => {
    expect(await isOurs('53:11', 'dd')).toBe(true);
    expect(await isOurs('53:9', 'cc')).toBe(true);
    expect(await isOurs('53:7', 'bb')).toBe(true);
    expect(await isOurs('53:4', 'aa')).toBe(false);
    expect(await seals.isOurs('53', { day: '2017-03-19', position: '53:9', link: 'cc' })).toBe(false);
    expect(await seals.isOurs('53', { day: '2017-03-18', position: '53:4', link: 'aa' })).toBe(true);
  });

  it('is not ours with another link, of another shard, or at a position that was never sealed', async () => {
    expect(await isOurs('53:11', 'cc')).toBe(false);
    for (const position of ['45:11', '53:011', '53:10', '53:NaN', '53:1e+30', '53:10.5'])
      expect(await isOurs(position, 'dd')).toBe(false);
  });
});
