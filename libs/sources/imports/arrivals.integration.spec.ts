import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ImportDesk, bytesOf, household, many, registryCsv, snapshot } from './import-desk.fixture';
import { Imports } from './imports';
import { PostgresImports } from './postgres-imports';

/** Notes the states that imports move to. */
class WatchedImports extends PostgresImports {
  readonly states: string[] = [];

  override async move(...said: Parameters<PostgresImports['move']>): Promise<boolean> {
    this.states.push(said[2]);
    return super.move(...said);
  }
}

describe('a file that arrives', () => {
  let desk: ImportDesk;
  let watched: WatchedImports;
  let imports: Imports;
  beforeEach(async () => {
    desk = await ImportDesk.open();
    watched = new WatchedImports(desk.pool);
    imports = new Imports({ ...desk.runner, imports: watched });
  });
  afterEach(() => desk.close());

  const runsOf = async (id: string): Promise<number> => {
    const asked = 'select count(*)::int as runs from intake.staged_runs join intake.imports on no = import where id = $1';
    return (await desk.pool.query<{ runs: number }>(asked, [id])).rows[0]?.runs ?? 0;
  };
  const end = async (id: string) => {
    const started = await imports.start(id);
    if (started.outcome === 'accepted') await started.value.settled;
    const job = await imports.read(id);
    return {
      state: job?.state,
      read: job?.counts?.read,
      told: desk.hearing.told.length,
      isStagedLater: watched.states.includes('staging'),
    };
  };
  const file = registryCsv(...many(7));

  it('is staged meanwhile, also a second one after it', async () => {
    const id = await imports.open(snapshot);
    await imports.addFile(id, 'one.csv', bytesOf(file));
    expect(await runsOf(id)).toBe(7);
    await imports.addFile(id, 'two.csv', bytesOf(registryCsv(household(8), household(9))));
    expect(await runsOf(id)).toBe(9);
    expect(await end(id)).toEqual({ state: 'done', read: 18, told: 9, isStagedLater: false });
    expect(desk.hearing.told.map(({ report }) => report.evidence.row)).toEqual([2, 4, 6, 8, 10, 12, 14, 2, 4]);
  });

  it('larger than a sample is staged as it comes', async () => {
    const id = await imports.open(snapshot);
    const large = registryCsv(...many(5_000));
    expect(Buffer.byteLength(large)).toBeGreaterThan(2 ** 20);
    await imports.addFile(id, 'large.csv', bytesOf(large));
    expect(await end(id)).toEqual({ state: 'done', read: 10_000, told: 5_000, isStagedLater: false });
  });

  it('beside another one is staged when the import is started', async () => {
    const id = await imports.open(snapshot);
    let begin: () => void = () => undefined;
    let goOn: () => void = () => undefined;
    const [begun, other] = [new Promise<void>((resolve) => (begin = resolve)), new Promise<void>((resolve) => (goOn = resolve))];
    const slow = async function* (): AsyncIterable<Buffer> {
      begin();
      await other;
      yield* bytesOf(file);
    };
    const one = imports.addFile(id, 'one.csv', slow());
    await begun;
    await imports.addFile(id, 'two.csv', bytesOf(registryCsv(household(8))));
    goOn();
    await one;
    expect(await end(id)).toEqual({ state: 'done', read: 16, told: 8, isStagedLater: true });
  });

  it('when its import was started meanwhile is not taken, and nobody is told that it was', async () => {
    const id = await imports.open(snapshot);
    await imports.addFile(id, 'one.csv', bytesOf(file));
    let goOn: () => void = () => undefined;
    const other = new Promise<void>((resolve) => (goOn = resolve));
    const slow = async function* (): AsyncIterable<Buffer> {
      await other;
      yield* bytesOf(registryCsv(household(8)));
    };
    const late = imports.addFile(id, 'two.csv', slow());
    const started = await imports.start(id);
    goOn();
    expect(await late).toEqual({ outcome: 'refused', because: 'import-not-open' });
    if (started.outcome === 'accepted') await started.value.settled;
    expect(await imports.read(id)).toMatchObject({ state: 'done', counts: { read: 14 } });
    expect(readdirSync(join(desk.folder, id))).toHaveLength(1);
  });

  it('at another process, while the files are counted, is staged with them', async () => {
    const id = await imports.open(snapshot);
    class Late extends WatchedImports {
      private hasCome = false;

      override async files(no: string) {
        const counted = await super.files(no);
        if (!this.hasCome) {
          this.hasCome = true;
          // None of it is staged as it comes, so that the rows that were add up without it.
          const lines = household(8).map((row) => `${JSON.stringify(row)}\n`);
          await desk.imports.addFile(id, 'two.jsonl', bytesOf(lines.join('')));
        }
        return counted;
      }
    }
    watched = new Late(desk.pool);
    imports = new Imports({ ...desk.runner, imports: watched });
    await imports.addFile(id, 'one.csv', bytesOf(file));
    expect(await end(id)).toMatchObject({ state: 'done', read: 16, told: 8 });
    expect(watched.states.slice(0, 2)).toEqual(['comparing', 'staging']);
  });

  it('at once with others gets a number of its own', async () => {
    const id = await imports.open(snapshot);
    const all = await Promise.all(
      [1, 2, 3, 4].map((at) => imports.addFile(id, `${at}.csv`, bytesOf(registryCsv(household(at))))),
    );
    expect(all.map((answer) => answer.outcome === 'accepted' && answer.value.number).toSorted()).toEqual([1, 2, 3, 4]);
  });

  it('and breaks off counts for nothing', async () => {
    const id = await imports.open(snapshot);
    const brokenOff = async function* (): AsyncIterable<Buffer> {
      yield* bytesOf(file);
      throw new Error('the sender went away');
    };
    await expect(imports.addFile(id, 'one.csv', brokenOff())).rejects.toThrow('went away');
    await imports.addFile(id, 'one.csv', bytesOf(file));
    expect(await end(id)).toEqual({ state: 'done', read: 14, told: 7, isStagedLater: true });
  });

  it('under a wrong heading is kept, and refused when the import is started', async () => {
    const id = await imports.open(snapshot);
    expect(await imports.addFile(id, 'one.csv', bytesOf(file.replace('户编号', '户号码')))).toMatchObject({
      outcome: 'accepted',
    });
    expect(await end(id)).toMatchObject({ state: 'refused', told: 0, isStagedLater: true });
    expect((await imports.read(id))?.problem).toMatchObject({ code: 'wrong-heading' });
  });

  it('and whose import another process starts is staged by that one', async () => {
    const id = await imports.open(snapshot);
    await imports.addFile(id, 'one.csv', bytesOf(file));
    imports = new Imports({ ...desk.runner, imports: watched });
    await imports.resume();
    expect(await runsOf(id)).toBe(0);
    expect(await end(id)).toEqual({ state: 'done', read: 14, told: 7, isStagedLater: true });
  });
});
