import { UnknownSchemaVersion } from '@xianjie/contracts';
import { foldHousehold } from '@xianjie/domain';
import { InMemoryEventLog } from '@xianjie/log';
import type { RecordedEvent } from '@xianjie/log';
import { v7 } from 'uuid';
import { COUNTY, YEAR, leave, register, tell } from './county.fixture';
import { CountyFold } from './county-fold';
import { anOffice } from './office.fixture';
import { clock } from './stages.fixture';

const aCounty = async () => {
  const log = new InMemoryEventLog(clock());
  const { vault } = anOffice(log);
  const family = await register(log, vault);
  const fold = new CountyFold(log, foldHousehold);
  const head = async () => (await log.head('53')).number;
  const at = (positions: readonly number[], unreadable?: 'leave-out') =>
    fold.at({ countyLineage: [COUNTY], year: YEAR, positions }, unreadable);
  return { log, vault, family, head, at };
};

/** Appends a copy of the household's last event, changed. */
const append = async (log: InMemoryEventLog, stream: string, changed: Partial<RecordedEvent>): Promise<void> => {
  const recorded = await log.read(stream);
  const events = [{ ...recorded.at(-1)!, id: v7(), ...changed }];
  await log.append({ shard: '53', commandId: v7(), streams: [{ stream, expectedVersion: recorded.length, events }] });
};

describe('the households of a county at a position (S-21)', () => {
  it('are as of the event at that very position, at each of several, and not before their first event', async () => {
    const { log, vault, family, head, at } = await aCounty();
    const before = await head();
    await leave(log, family);
    const after = await head();
    await register(log, vault);
    const folded = await at([before, after, await head()]);
    const exits = [...folded.values()].map((households) => households.map((one) => one.household.registration!.exits.length));
    expect(exits).toEqual([[0], [1], expect.arrayContaining([1, 0])]);
    expect(exits.map(({ length }) => length)).toEqual([1, 1, 2]);
    expect(folded.get(after)).toMatchObject([{ householdId: family.householdId, heldBy: COUNTY }]);
  });

  it('name those who were struck off the registration: a case that still lists them covers nobody there (S-20)', async () => {
    const { log, family, head, at } = await aCounty();
    const [, struck] = family.people;
    await tell(log, family.householdId, [
      { type: 'MemberRemoved', on: '2016-03-01', caseKey: null, person: struck!, cause: 'registry' },
    ]);
    const [household] = (await at([await head()])).get(await head())!;
    expect([...household!.former]).toEqual([struck]);
  });

  it('have with them those of other counties whose cases cover somebody, from one to the next to which a case went (CR-25)', async () => {
    const { log, vault, family, head, at } = await aCounty();
    const county = '530111';
    const [paid, since, stranger] = [
      ...[await register(log, vault, { county }), await register(log, vault, { county })],
      await register(log, vault, { county }),
    ];
    const elsewhere = { caseKey: null, persons: [family.people[0]!], households: [paid.householdId], detail: '' };
    await tell(log, family.householdId, [
      { type: 'DifferenceFound', on: '2016-03-01', differenceId: 'CR-25:p', ruleId: 'CR-25', severity: 'WARNING', ...elsewhere },
    ]);
    const went = { type: 'HouseholdSplit', on: '2016-05-01', role: 'PREDECESSOR', other: since.householdId } as const;
    await tell(log, paid.householdId, [{ ...went, otherVersion: 2, members: [], cases: [] }], county);
    const found = (await at([await head()])).get(await head())!.map(({ householdId }) => householdId);
    expect(found).toEqual([family.householdId, paid.householdId, since.householdId]);
    expect(found).not.toContain(stranger.householdId);
  });

  it('leave out an altered event only where it is to be told which line differs by it', async () => {
    const { log, family, head, at } = await aCounty();
    await append(log, family.householdId, { body: Buffer.from('ff', 'hex') });
    await expect(at([await head()])).rejects.toMatchObject({ code: 'body-unreadable' });
    expect((await at([await head()], 'leave-out')).get(await head())).toHaveLength(1);
  });

  it('never leave out an event that only a later program reads: it is as it was recorded', async () => {
    const { log, family, head, at } = await aCounty();
    await append(log, family.householdId, { schema: '00112233445566aa' });
    await expect(at([await head()], 'leave-out')).rejects.toThrow(UnknownSchemaVersion);
  });

  it('are none where a stream holds nothing that is a household’s', async () => {
    const { log, family, head, at } = await aCounty();
    const [first] = await log.read(family.householdId);
    const events = [{ ...first!, id: v7(), type: 'household.renamed-by-a-later-version' }];
    const streams = [{ stream: `h-${v7()}`, expectedVersion: 0, events }];
    await log.append({ shard: '53', commandId: v7(), streams });
    expect((await at([await head()])).get(await head())).toHaveLength(1);
  });
});
