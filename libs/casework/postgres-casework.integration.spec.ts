import { HouseholdEventCodec } from '@xianjie/contracts';
import { FixedClock, PostgresEventLog, openPool } from '@xianjie/log';
import { IdentifierHasher, MasterKey, PostgresPersonBlocks, PostgresPersonVault } from '@xianjie/persons';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import type { Pool } from 'pg';
import { Desk, aCase, aRegistration, anItem, villager } from './casework.fixture';
import { HearReports } from './hearing/hear-reports';
import { ResolveIdentity } from './resolve-identity';

let database: TestDatabase;
let pool: Pool;
const masterKey = new MasterKey(Buffer.alloc(32, 9));
const hasher = new IdentifierHasher(masterKey, '45');
const partsOf = () => ({
  log: new PostgresEventLog(pool, new FixedClock()),
  vault: new PostgresPersonVault(pool, masterKey),
  blocks: new PostgresPersonBlocks(pool),
  codec: new HouseholdEventCodec(),
  hasherOf: () => hasher,
});

beforeEach(async () => {
  database = await createHubDatabase();
  pool = openPool({ connectionString: database.url });
  pool.on('error', () => undefined);
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

const village = Array.from({ length: 150 }, (_, i) =>
  ['韦', '黄', '陆'].map((surname, k) => villager(`${surname}${i}`, i * 3 + k)),
);
const registrations = village.map((family, i) => aRegistration(String(i), family));
const cases = village.map((family, i) => aCase(String(i), family.slice(0, 2)));

describe('casework on Postgres', () => {
  it('two processes that hear both registries at the same moment end in one household a family', async () => {
    const [one, two] = [new Desk(partsOf()), new Desk(partsOf())];
    await Promise.all([one.hear(...registrations), two.hear(...cases)]);
    const households = await one.households();
    expect(households).toHaveLength(150);
    expect(households.every((household) => /^\d+: 451422\/RURAL\/\d+\/2016-01$/.test(household))).toBe(true);
    expect(await one.parts.log.verify({ shard: '45' })).toBeNull();
  }, 60_000);

  it('a second hearing of everything records nothing', async () => {
    const desk = new Desk(partsOf());
    await desk.hear(...registrations, ...cases);
    const { number } = await desk.parts.log.head('45');
    const again = await new Desk(partsOf()).hear(...registrations, ...cases);
    expect(again.every(({ status }) => status === 'unchanged')).toBe(true);
    expect((await desk.parts.log.head('45')).number).toBe(number);
  }, 60_000);

  it('a batch told again after its answer was lost gives the first answers', async () => {
    const items = registrations.slice(0, 20).map((report) => anItem(report, { commandId: `import:i-1:${report.recordKey}` }));
    const first = await new HearReports(partsOf()).hear(items);
    expect(await new HearReports(partsOf()).hear(items)).toEqual(first);
  });

  it("an import that is undone, and a person's key destroyed, leave the chain verified and the family readable", async () => {
    const desk = new Desk(partsOf());
    const [heard] = await desk.reports.hear(registrations.slice(0, 3).map((report) => anItem(report, { importId: 'march' })));
    await desk.reports.hear([anItem(cases[0]!, { importId: 'april' })]);
    expect((await desk.reports.retractImport('april')).retracted).toBeGreaterThan(0);
    const { state } = await desk.file(heard!.household);
    expect(state.cases).toEqual({});
    const members = Object.values(state.registration!.members);
    await desk.parts.vault.destroyKeys([members[0]!.person]);
    expect(await desk.parts.vault.open(members.map(({ name }) => name))).toEqual([null, '黄0', '陆0']);
    expect(await desk.parts.log.verify({ shard: '45' })).toBeNull();
  });

  it('an identity review is found and settled', async () => {
    const desk = new Desk(partsOf());
    const [, huang] = village[0]!;
    const slip = {
      name: huang!.name,
      idNo: `${huang!.idNo!.slice(0, 16)}${(Number(huang!.idNo![16]) + 2) % 10}${huang!.idNo![17]}`,
    };
    await desk.hearInTurn([registrations[0]!, aCase('0', [slip])]);
    const reviews = new ResolveIdentity(desk.parts);
    const [review] = await reviews.list('45', { status: 'open', counties: ['451422'] });
    expect(review).toMatchObject({ reason: 'check-digit', candidates: [{ tier: 'T4' }] });
    await reviews.settle({
      id: review!.id,
      shard: '45',
      verdict: 'same',
      candidate: null,
      on: '2016-05-02',
      actor: 'u-1',
      commandId: 'settle-1',
    });
    expect(await desk.households()).toEqual(['0: 451422/RURAL/0/2016-01']);
  });
});
