import fc from 'fast-check';
import type { LocalDate, YearMonth } from '../values';
import { countsOf } from './completeness';
import { aCase, aHousehold, aMember, aPlan, aScope, anExit } from './household.fixture';
import { inListOrder } from './line';
import type { Line } from './line';
import { exitListLines } from './lines';
import { standingLines, supplementLines } from './supplement';

// Small worlds, so that persons, numbers and divisions meet often.
const year = fc.constantFrom<LocalDate>('2015-06-01', '2016-02-01', '2016-07-01', '2017-02-01');
const world = fc
  .array(
    fc.record({
      people: fc.uniqueArray(fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5'), { minLength: 1, maxLength: 3 }),
      division: fc.constantFrom('530124101001', '530124102001', '530124101002'),
      registryNo: fc.constantFrom('9', '10', '11'),
      exits: fc.array(
        fc.tuple(fc.constantFrom(2015, 2016), year).map(([of, on]) => anExit(of, on)),
        { maxLength: 1 },
      ),
      plans: fc.array(
        fc.tuple(fc.constantFrom(2016, 2017), year).map(([of, on]) => aPlan(of, on)),
        { maxLength: 2 },
      ),
      covers: fc.constantFrom<YearMonth | null>(null, '2015-01', '2016-12', '2017-03'),
    }),
    { maxLength: 6 },
  )
  .map((families) =>
    families.map(({ people, covers, ...registration }, index) =>
      aHousehold({
        householdId: `h-${index}`,
        people,
        registration: {
          ...registration,
          members: Object.fromEntries(people.map((one, no) => [one, aMember(one, String(no + 1))])),
        },
        cases: covers === null ? [] : [aCase(people.slice(0, 1), covers, { caseNo: String(index) })],
      }),
    ),
  );
const keysOf = (lines: readonly Line[]) =>
  [...new Set(lines.map(({ section, householdId }) => `${section}/${householdId}`))].sort();
const runs = { numRuns: 1_000 };

describe('whatever the county looks like', () => {
  it('no person stands twice in a section', () =>
    fc.assert(
      fc.property(world, (households) => {
        const lines = exitListLines(households, aScope());
        expect(new Set(lines.map(({ section, person }) => `${section}/${person}`)).size).toBe(lines.length);
      }),
      runs,
    ));

  it('lines stand in list order, however the households came', () =>
    fc.assert(
      fc.property(world, fc.infiniteStream(fc.nat()), (households, order) => {
        const lines = exitListLines(households, aScope());
        expect(lines.every((line, index) => index === 0 || inListOrder(lines[index - 1]!, line) < 0)).toBe(true);
        const ranks = new Map(households.map((household) => [household, order.next().value as number]));
        const shuffled = households.toSorted((a, b) => ranks.get(a)! - ranks.get(b)!);
        expect(exitListLines(shuffled, aScope())).toEqual(lines);
      }),
      runs,
    ));

  it('a household stands in one section at most, whole but for members struck', () =>
    fc.assert(
      fc.property(world, (households) => {
        const lines = exitListLines(households, aScope());
        const sections = new Map(lines.map(({ householdId, section }) => [householdId, section]));
        expect(keysOf(lines)).toHaveLength(sections.size);
        const { exitedLines, plannedLines } = countsOf(lines);
        expect(exitedLines + plannedLines).toBe(lines.length);
      }),
      runs,
    ));

  it('an original and its supplements add up to the whole list as known at the last of them', () =>
    fc.assert(
      fc.property(fc.array(world, { minLength: 1, maxLength: 4 }), (worlds) => {
        const issued = worlds.reduce<readonly (readonly Line[])[]>((versions, households) => {
          const now = exitListLines(households, aScope());
          return [...versions, versions.length === 0 ? now : supplementLines(versions, now)];
        }, []);
        expect(keysOf(standingLines(issued))).toEqual(keysOf(exitListLines(worlds.at(-1)!, aScope())));
      }),
      runs,
    ));

  it('a supplement withdraws what no longer holds, as it was issued, and says nothing when nothing moved', () =>
    fc.assert(
      fc.property(world, world, (before, after) => {
        const [was, now] = [exitListLines(before, aScope()), exitListLines(after, aScope())];
        const gone = new Set(keysOf(was).filter((key) => !keysOf(now).includes(key)));
        const withdrawn = supplementLines([was], now).filter(({ change }) => change === 'WITHDRAWN');
        const expected = was.filter(({ section, householdId }) => gone.has(`${section}/${householdId}`));
        expect(withdrawn.map((line) => ({ ...line, change: null }))).toEqual(expected);
        expect(supplementLines([was], was)).toEqual([]);
      }),
      runs,
    ));
});
