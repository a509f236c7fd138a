import { FixedClock, InMemoryEventLog, Today } from '@xianjie/log';
import type { Append } from '@xianjie/log';
import { AccessAudit } from './access-audit';
import { LogAccess } from './log-access';

const asker = { operator: 'county-450206', official: 'u-7', purpose: '信访复核' };
const card = (household: string) => ({
  ...{ what: 'household-card' as const, asked: `/households/${household}`, households: [household], persons: [], rows: 1 },
});
const paper = {
  ...{ what: 'exit-list-document' as const, asked: '/exit-lists/450206/2016/document', document: 'XJ-450206-2016 v1' },
  ...{ format: 'csv', wholeIds: true, rows: 6, hash: 'ab' },
};

class CountingLog extends InMemoryEventLog {
  readonly appends: Append[] = [];
  fault: Error | null = null;
  override async append(append: Append) {
    this.appends.push(append);
    if (this.fault) throw this.fault;
    return super.append(append);
  }
}

const aHub = () => {
  const clock = new FixedClock();
  const log = new CountingLog(clock);
  return { log, clock, access: new LogAccess(log, new Today(clock), '45'), audit: new AccessAudit(log) };
};

describe('who looked', () => {
  it('is in the log before the answer leaves, on a stream of the hub and of no county', async () => {
    const { log, access } = aHub();
    await access.accessed(asker, card('h-1'));
    const [recorded] = await log.read(log.appends[0]!.streams[0]!.stream);
    expect(recorded).toMatchObject({ type: 'data.accessed', county: '450000', source: 'operator:county-450206' });
    expect(recorded!.stream).toMatch(/^access-45-/);
  });

  it('takes one append for all who ask at once, and one stream a day', async () => {
    const { log, access, audit } = aHub();
    await Promise.all(Array.from({ length: 50 }, (_, i) => access.accessed(asker, card(`h-${i}`))));
    await access.accessed(asker, card('h-50'));
    expect(log.appends.length).toBeLessThanOrEqual(3);
    expect(new Set(log.appends.map(({ streams }) => streams[0]!.stream)).size).toBe(1);
    expect((await audit.find('45', { limit: 100 })).accesses).toHaveLength(51);
  });

  it('of more than one event may name is told in several, with its rows once', async () => {
    const { access, audit } = aHub();
    const ids = (of: string) => Array.from({ length: 25_000 }, (_, i) => `${of}-${i}`);
    const persons = ids('p');
    await access.accessed(asker, { ...card('h-1'), what: 'identity-reviews', households: ['h-1', 'h-2'], persons, rows: 25_000 });
    const { accesses } = await audit.find('45', { limit: 10 });
    const said = accesses.flatMap((one) => (one.type === 'DataAccessed' ? [one] : []));
    expect(said.map((one) => [one.rows, one.households.length, one.persons.length])).toEqual([
      [25_000, 2, 10_000],
      [0, 0, 10_000],
      [0, 0, 5_000],
    ]);
    expect(said.flatMap((one) => one.persons)).toEqual(persons);
  });

  it('shows nothing when it cannot be recorded, and goes on afterwards', async () => {
    const { log, access, audit } = aHub();
    await access.accessed(asker, card('h-1'));
    log.fault = new Error('log away');
    await expect(access.accessed(asker, card('h-2'))).rejects.toThrow('log away');
    log.fault = null;
    await access.accessed(asker, card('h-3'));
    const { accesses } = await audit.find('45', { limit: 10 });
    expect(accesses.map((one) => (one.type === 'DataAccessed' ? one.households : []))).toEqual([['h-1'], ['h-3']]);
  });
});

describe('an audit', () => {
  const recorded = async () => {
    const hub = aHub();
    const { access } = hub;
    await access.accessed(asker, card('h-1'));
    await access.exported({ ...asker, operator: 'audit', purpose: null }, paper);
    await access.accessed({ ...asker, operator: 'audit' }, { ...card('h-2'), what: 'identity-reviews', persons: ['p-1'] });
    await access.replayStarted(asker, { replayId: 'r-1', fromPosition: '45:1', toPosition: '45:9', filter: '', into: 'then' });
    await access.replayFinished(asker, { replayId: 'r-1', outcome: 'done', rows: 9, hash: null });
    return hub;
  };
  const nobody = { persons: new Set<string>(), households: new Set<string>(), documents: new Set<string>() };

  it('answers by operator, by what shows a person, and page by page', async () => {
    const { audit } = await recorded();
    const types = async (query: object) => (await audit.find('45', { limit: 10, ...query })).accesses.map(({ type }) => type);
    expect(await types({})).toEqual(['DataAccessed', 'ExportProduced', 'DataAccessed', 'ReplayStarted', 'ReplayFinished']);
    expect(await types({ operator: 'audit' })).toEqual(['ExportProduced', 'DataAccessed']);
    expect(await types({ about: nobody })).toEqual([]);
    expect(await types({ about: { ...nobody, households: new Set(['h-1']) } })).toEqual(['DataAccessed']);
    expect(await types({ about: { ...nobody, persons: new Set(['p-1']) } })).toEqual(['DataAccessed']);
    expect(await types({ about: { ...nobody, documents: new Set(['XJ-450206-2016 v1']) } })).toEqual(['ExportProduced']);
    const first = await audit.find('45', { limit: 3 });
    const last = Number(first.accesses.at(-1)?.position.split(':')[1]);
    const rest = await audit.find('45', { limit: 3, after: last });
    expect([first.accesses.length, rest.accesses.length]).toEqual([3, 2]);
  });

  it('of some days reads the streams of those days', async () => {
    const { audit, log, clock } = await recorded();
    const today = await new Today(clock).date();
    expect((await audit.find('45', { limit: 10, from: today, to: today })).accesses).toHaveLength(5);
    const read = jest.spyOn(log, 'read');
    expect(await audit.find('45', { limit: 10, to: '2000-01-01' })).toEqual({ accesses: [] });
    expect(read).not.toHaveBeenCalled();
  });
});
