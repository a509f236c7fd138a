import { RetentionEventCodec } from '@xianjie/contracts';
import { KEPT_FILES_STREAMS } from '@xianjie/domain';
import type { PostgresKeptRetention } from '@xianjie/sources';
import { Desk, aRegistration, anItem, villager } from '../casework.fixture';
import { ExpireKeptFiles, ParkedHouseholds } from './expire-kept-files';

type Expired = Awaited<ReturnType<PostgresKeptRetention['expired']>>[number];
const expired = (id: string): Expired => ({
  ...{ no: '1', id, source: 'poverty', asOf: '2016-03-31', settledOn: '2016-04-02' },
  files: [{ hash: 'ab', bytes: 7 }],
});

class SetParked extends ParkedHouseholds {
  constructor(private readonly households: readonly string[]) {
    super();
  }
  async all(): Promise<readonly string[]> {
    return this.households;
  }
}

/** Kept files of two imports, `march` of which was heard; `refused` are those with which another process is busy. */
const aStore = async (said: Readonly<{ parked?: 'march'; refused?: readonly string[]; killed?: boolean }> = {}) => {
  const desk = new Desk();
  const [heard] = await desk.reports.hear([anItem(aRegistration('1', [villager('韦大山', 1)]), { importId: 'march' })]);
  const deleted: (readonly [string, number])[] = [];
  const kept: Pick<PostgresKeptRetention, 'expired' | 'delete'> = {
    expired: async (days) => (days === 30 ? [expired('march'), expired('june')] : []),
    delete: async ({ id }, days, record) => {
      if (said.refused?.includes(id)) return false;
      await record();
      if (said.killed) throw new Error('killed');
      deleted.push([id, days]);
      return true;
    },
  };
  const parked = new SetParked(said.parked ? [heard!.household!] : []);
  const recorded = (id: string) => desk.parts.log.read(`${KEPT_FILES_STREAMS}${id}`);
  const expiring = (of = kept) => new ExpireKeptFiles(desk.parts.log, of, parked, '45');
  return { desk, expiring, deleted, recorded, kept };
};

describe('kept files whose time is over (S-25)', () => {
  it('go, each import’s recorded with what it was, and events stay', async () => {
    const { expiring, deleted, recorded } = await aStore();
    expect(await expiring().run(30, '2026-05-01')).toEqual(['march', 'june']);
    expect(deleted).toEqual([
      ['march', 30],
      ['june', 30],
    ]);
    const [event, ...others] = await recorded('march');
    expect(others).toEqual([]);
    expect(event).toMatchObject({ county: '450000', source: 'retention', origin: 'change', effectiveOn: '2026-05-01' });
    expect(new RetentionEventCodec().decode(event!)).toEqual({
      ...{ type: 'KeptFilesDeleted', on: '2026-05-01', importId: 'march', system: 'poverty', asOf: '2016-03-31' },
      ...{ settledOn: '2016-04-02', keptDays: 30, deletedBy: 'retention', files: [{ hash: 'ab', bytes: 7 }] },
    });
  });

  it('stay while a household’s parked message may have to be decided by them (S-18)', async () => {
    const { expiring, recorded } = await aStore({ parked: 'march' });
    expect(await expiring().run(30, '2026-05-01')).toEqual(['june']);
    expect(await recorded('march')).toEqual([]);
  });

  it('are not said to be gone while another process is busy with them', async () => {
    const { expiring, recorded } = await aStore({ refused: ['march'] });
    expect(await expiring().run(30, '2026-05-01')).toEqual(['june']);
    expect(await recorded('march')).toEqual([]);
  });

  it('are recorded once, also when a kill came between the record and the deletion', async () => {
    const { expiring, recorded, kept, deleted } = await aStore({ killed: true });
    await expect(expiring().run(30, '2026-05-01')).rejects.toThrow('killed');
    const after = {
      ...kept,
      delete: async (...[{ id }, days, record]: Parameters<typeof kept.delete>) => {
        await record();
        deleted.push([id, days]);
        return true;
      },
    };
    expect(await expiring(after).run(30, '2026-05-02')).toEqual(['march', 'june']);
    expect(await recorded('march')).toMatchObject([{ effectiveOn: '2026-05-01' }]);
  });

  it('ask nothing of the log where there are none', async () => {
    const { expiring, desk } = await aStore();
    const { number } = await desk.parts.log.head('45');
    expect(await expiring().run(31, '2026-05-01')).toEqual([]);
    expect((await desk.parts.log.head('45')).number).toBe(number);
  });
});
