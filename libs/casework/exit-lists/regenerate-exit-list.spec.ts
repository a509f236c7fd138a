import type { ExitListEvent, Line, LineProof, Sealed } from '@xianjie/domain';
import { takeBack, tell } from './county.fixture';
import type { KeptLines } from './office.fixture';
import { proofsOf } from './list-stream';
import type { RecordedLines } from './recorded-lines';
import { frozen, of } from './stages.fixture';

// Each act folds a county and signs: seconds on a loaded machine.
jest.setTimeout(30_000);

const halved = (sealed: Sealed): Sealed => ({ ...sealed, box: sealed.box.slice(0, sealed.box.length / 2) });

describe('regenerating', () => {
  it('gives the frozen bytes after later facts, and with the recorded lines deleted', async () => {
    const office = await frozen();
    const { lists, log, exited, planned, exitEvent, recorded } = office;
    const before = (await lists.regenerate({ ...of, version: 1 }))!;
    await takeBack(log, exited, exitEvent, '2017-04-10');
    await tell(log, planned.householdId, [
      { type: 'HouseholdRemoved', on: '2017-04-10', registryNo: planned.registryNo, reason: null },
    ]);
    (recorded as unknown as { kept: Map<string, unknown> }).kept.clear();
    const after = (await lists.regenerate({ ...of, version: 1 }))!;
    expect(after).toMatchObject({ difference: null, erased: [] });
    expect(after.bytes.equals(before.bytes)).toBe(true);
    expect(await lists.recorded({ ...of, version: 1 })).toBeNull();
  });

  it('names erased persons, and does not count their lines as a difference', async () => {
    const { lists, vault, exited } = await frozen();
    await vault.destroyKeys([exited.people[0]!]);
    const after = (await lists.regenerate({ ...of, version: 1 }))!;
    expect(after).toMatchObject({ difference: null, erased: [{ line: 1, person: exited.people[0] }] });
    expect(after.bytes.toString().split('\n')[1]).toContain('〔已删除〕');
  });

  it('gives the recorded lines when asked for them', async () => {
    const { lists } = await frozen();
    const regenerated = (await lists.regenerate({ ...of, version: 1 }))!;
    expect((await lists.recorded({ ...of, version: 1 }))!.bytes.equals(regenerated.bytes)).toBe(true);
  });

  it('says of recorded lines, too, whether they are those that were frozen', async () => {
    const { lists, recorded } = await frozen();
    expect(await lists.recorded({ ...of, version: 1 })).toMatchObject({ difference: null });
    const { kept } = recorded as unknown as { kept: Map<string, { householdSize: number }[]> };
    const [key, lines] = [...kept][0]!;
    kept.set(
      key,
      lines.map((line, at) => (at === 1 ? { ...line, householdSize: 9 } : line)),
    );
    const shown = (await lists.recorded({ ...of, version: 1 }))!;
    expect(shown.bytes.toString()).toContain(',9,');
    expect(shown).toMatchObject({ difference: { line: 2, what: 'line-altered' } });
    expect(await lists.regenerate({ ...of, version: 1 })).toMatchObject({ difference: null });
  });

  it('finds no version that was never frozen', async () => {
    const { lists } = await frozen();
    expect(await lists.regenerate({ ...of, version: 2 })).toBeNull();
  });

  describe('where something was altered', () => {
    const withLine = (recorded: RecordedLines, nth: number, altered: (line: Line) => Line) => {
      const { kept } = recorded as KeptLines;
      for (const [key, lines] of kept)
        kept.set(
          key,
          lines.map((line, at) => (at === nth ? altered(line) : line)),
        );
    };

    it('names the recorded line whose name no longer opens', async () => {
      const { lists, recorded } = await frozen();
      withLine(recorded, 1, (line) => ({ ...line, name: halved(line.name) }));
      expect(await lists.recorded({ ...of, version: 1 })).toMatchObject({ difference: { line: 2, what: 'line-altered' } });
    });

    it('lets no line pass for an erased person’s whose own person was not erased', async () => {
      const { lists, recorded, vault, planned } = await frozen();
      const erased = planned.people[2]!;
      await vault.destroyKeys([erased]);
      expect(await lists.recorded({ ...of, version: 1 })).toMatchObject({ difference: null });
      withLine(recorded, 1, (line) => ({ ...line, name: { ...line.name, person: erased }, householdSize: 9 }));
      expect(await lists.recorded({ ...of, version: 1 })).toMatchObject({ difference: { line: 2, what: 'line-altered' } });
    });

    it.each([
      ['no longer opens', halved],
      ['is gone, though its person was not erased', (salt: Sealed): Sealed => ({ ...salt, box: '' })],
    ])('names the line whose salt %s', async (_, altered) => {
      const { lists } = await frozen();
      const loaded = await lists.use.streams.load(of.county, of.year);
      const alter = ({ salt, ...proof }: LineProof): LineProof => ({ ...proof, salt: altered(salt) });
      const events = loaded.events.map((event): ExitListEvent =>
        event.type === 'LinesHashed'
          ? { ...event, lines: event.lines.map((proof, at) => (at === 2 ? alter(proof) : proof)) }
          : event,
      );
      expect(await lists.use.regenerate.regenerate({ ...loaded, events }, 1)).toMatchObject({
        difference: { line: 3, what: 'line-altered', columns: [] },
      });
    });

    const altering = async (lines: (all: readonly LineProof[]) => readonly LineProof[]) => {
      const office = await frozen();
      const loaded = await office.lists.use.streams.load(of.county, of.year);
      const events = loaded.events.map((event): ExitListEvent =>
        event.type === 'LinesHashed' ? { ...event, lines: lines(event.lines) } : event,
      );
      const regenerated = () => office.lists.use.regenerate.regenerate({ ...loaded, events }, 1);
      return { ...office, loaded, regenerated, at: (nth: number) => proofsOf(loaded, 1)[nth]! };
    };
    const otherHash = (nth: number) => (all: readonly LineProof[]) =>
      all.map((proof, at) => (at === nth ? { ...proof, hash: 'ff' } : proof));

    it('names the line and whose it is, with the columns in which it differs from the recorded one, where that is left', async () => {
      const { recorded, regenerated, at } = await altering(otherHash(3));
      const { householdId, person } = at(3);
      const found = { line: 4, householdId, person, what: 'line-altered' };
      expect((await regenerated())!.difference).toEqual({ ...found, columns: [] });
      withLine(recorded, 3, (line) => ({ ...line, householdSize: 9, relation: '其他' }));
      expect((await regenerated())!.difference).toEqual({ ...found, columns: ['与户主关系', '家庭人口数'] });
      (recorded as KeptLines).kept.clear();
      expect((await regenerated())!.difference).toEqual({ ...found, columns: [] });
    });

    it('names the first line that is missing, or that was added, or that the root is another', async () => {
      const twice = await altering((all) => [...all, all[0]!]);
      const { householdId, person } = twice.at(0);
      expect((await twice.regenerated())!.difference).toEqual({
        ...{ line: 6, householdId, person, what: 'line-missing', columns: [] },
      });
      const short = await altering((all) => all.slice(0, -1));
      const last = short.at(4);
      expect((await short.regenerated())!.difference).toEqual({
        ...{ line: 5, householdId: last.householdId, person: last.person, what: 'line-added', columns: [] },
      });
      const { lists, loaded } = await altering((all) => all);
      const versions = loaded.list.versions.map((version) => ({ ...version, root: 'ff' }));
      expect(await lists.use.regenerate.regenerate({ ...loaded, list: { ...loaded.list, versions } }, 1)).toMatchObject({
        difference: { line: 0, householdId: null, person: null, what: 'root-altered', columns: [] },
      });
    });

    it.each<[string, Partial<LineProof>]>([
      ['section', { section: 2 }],
      ['change', { change: 'ADDED' }],
      ['household', { householdId: 'h-other' }],
    ])('holds an erased person’s line to its %s', async (_, said) => {
      const { vault, exited, regenerated } = await altering((all) =>
        all.map((proof, at) => (at === 0 ? { ...proof, ...said } : proof)),
      );
      await vault.destroyKeys([exited.people[0]!]);
      expect((await regenerated())!.difference).toMatchObject({ line: 1, what: 'line-altered' });
    });
  });
});
