import type { Import } from './import';
import { Imports } from './imports';
import type { ImportRunner } from './run-import';

type Said = Readonly<{ job?: Partial<Import> | null; files?: readonly string[]; isMoved?: boolean }>;

/** Calls on one import as it stands; `done` is what was written. The work itself ends at once: nobody else lets it begin. */
const desk = ({ job = {}, files = ['a/1'], isMoved = true }: Said) => {
  const done: string[] = [];
  const note =
    <Value>(text: string, value: Value) =>
    async () => {
      done.push(text);
      return value;
    };
  const held = { departures: { found: 3, held: 3, because: null } } as Import['counts'];
  const stands = job && ({ no: '1', id: 'i', source: 'poverty', state: 'done', dryRun: false, counts: held, ...job } as Import);
  const imports = {
    read: async () => stands,
    files: async () => files.map((path) => ({ path })),
    counts: async () => held,
    move: async (_: string, from: readonly string[], to: string) => {
      const isFrom = isMoved && stands !== null && from.includes(stands.state);
      if (isFrom) done.push(to);
      return isFrom;
    },
    alone: async () => true,
  };
  const staging = { releaseDepartures: note('released', 3), stepBackUnchanged: note('stepped back', undefined) };
  const hearing = { retractImport: note('retracted', { retracted: 7 }) };
  const runner = { imports, staging, hearing, onFault: () => undefined } as unknown as ImportRunner;
  return { imports: new Imports(runner), done };
};
type Call = (imports: Imports) => Promise<unknown>;
const start: Call = (imports) => imports.start('i');
const confirm: Call = (imports) => imports.confirm('i');
const undo: Call = (imports) => imports.undo('i');
const add: Call = (imports) => imports.addFile('i', 'a.csv', (async function* () {})());

describe('a call on an import', () => {
  it.each<[string, Call, Said]>([
    ['no-such-import', start, { job: null }],
    ['no-such-import', confirm, { job: null }],
    ['no-such-import', undo, { job: null }],
    ['no-such-import', add, { job: null }],
    ['import-not-open', add, { job: { state: 'staging' } }],
    ['import-without-files', start, { job: { state: 'open' }, files: [] }],
    ['import-without-files', start, { job: { state: 'failed' }, files: ['a/1', ''] }],
    ['import-not-open', start, { job: { state: 'done' } }],
    ['nothing-held', confirm, { job: { state: 'undoing' } }],
    ['nothing-held', confirm, { job: { dryRun: true } }],
    ['nothing-held', confirm, { job: { counts: null } }],
    ['nothing-held', confirm, { job: { counts: { departures: { held: 0 } } as Import['counts'] } }],
    // Another call was there between the look and the move.
    ['nothing-held', confirm, { isMoved: false }],
    ['import-not-undoable', undo, { job: { dryRun: true } }],
    ['import-not-undoable', undo, { job: { state: 'refused' } }],
    ['import-not-undoable', undo, { job: { state: 'applying' } }],
    ['import-not-undoable', undo, { isMoved: false }],
  ])('is refused as %s, and writes nothing', async (because, call, said) => {
    const { imports, done } = desk(said);
    expect(await call(imports)).toEqual({ outcome: 'refused', because });
    expect(done).toEqual([]);
  });

  it.each<[string, Call, Import['state'], string[]]>([
    ['starts one that is open', start, 'open', ['staging']],
    ['starts one again that failed', start, 'failed', ['staging']],
    ['confirms: first the state, then those who are released', confirm, 'done', ['applying', 'released']],
    ['undoes one that is done', undo, 'done', ['undoing', 'retracted', 'stepped back']],
    ['undoes one that failed', undo, 'failed', ['undoing', 'retracted', 'stepped back']],
    ['goes on with an undo that a kill stopped', undo, 'undoing', ['undoing', 'retracted', 'stepped back', 'undone']],
  ])('%s', async (_, call, state, expected) => {
    const { imports, done } = desk({ job: { state } });
    expect(await call(imports)).toMatchObject({ outcome: 'accepted' });
    expect(done).toEqual(expected);
  });

  it('shows figures while one runs and none before; what was counted stands', async () => {
    const counts = async (job: Partial<Import> | null) =>
      (await desk({ job }).imports.read('i'))?.counts?.departures.held ?? null;
    const counted = { departures: { held: 9 } } as Import['counts'];
    expect([
      await counts({ state: 'applying', counts: null }),
      await counts({ state: 'open', counts: null }),
      await counts({ counts: counted }),
      await counts(null),
    ]).toEqual([3, null, 9, null]);
  });
});
