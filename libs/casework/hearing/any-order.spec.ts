import fc from 'fast-check';
import { Desk, aCase, aRegistration, villager } from '../casework.fixture';

// The law of S-10: importing one registry before or after the other, or their records in any order, ends in the same households.

const villagers = ['韦大山', '黄秀英', '陆建国', '蒙玉兰', '罗福生', '覃文英', '农海明', '岑春花'].map((name, i) =>
  villager(name, i + 1),
);

/** Nobody is in two registrations (CR-03 is another question); cases may share members with each other and span registrations. */
const village = fc.record({
  homes: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: villagers.length, maxLength: villagers.length }),
  cases: fc.uniqueArray(fc.subarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 4,
    selector: String,
  }),
});

const reportsOf = ({ homes, cases }: { homes: readonly number[]; cases: readonly (readonly number[])[] }) => {
  // Home 0 is no registration at all.
  const registrations = [1, 2, 3].flatMap((home) => {
    const members = villagers.filter((_, i) => homes[i] === home);
    return members.length === 0 ? [] : [aRegistration(`${home}`, members)];
  });
  return [
    ...registrations,
    ...cases.map((members, i) =>
      aCase(
        `${i + 1}`,
        members.map((at) => villagers[at]!),
      ),
    ),
  ];
};

const householdsAfter = async (
  reports: Readonly<ReturnType<typeof reportsOf>>,
  inBatches: boolean,
): Promise<readonly string[]> => {
  const desk = new Desk();
  if (inBatches) await desk.hear(...reports);
  else await desk.hearInTurn(reports);
  return [...(await desk.households()), ...(await desk.differences('CR-04'))];
};

describe('whatever the order of hearing', () => {
  it(
    'the households are the same',
    () =>
      fc.assert(
        fc.asyncProperty(
          village.chain((one) => {
            const reports = reportsOf(one);
            const order = fc.shuffledSubarray(reports, { minLength: reports.length, maxLength: reports.length });
            return fc.record({ reports: fc.constant(reports), order, inBatches: fc.boolean() });
          }),
          async ({ reports, order, inBatches }) => {
            expect(await householdsAfter(order, inBatches)).toEqual(await householdsAfter(reports, false));
          },
        ),
        { numRuns: 120 },
      ),
    60_000,
  );

  it('even when a case without any registered member keeps company with two households', async () => {
    const [wei, huang, lu] = villagers;
    const two = [aRegistration('1', [wei!]), aRegistration('2', [huang!])];
    const reports = [...two, aCase('1', [wei!, lu!]), aCase('2', [huang!, lu!]), aCase('3', [lu!])];
    const ends = await Promise.all(permutations(reports).map((order) => householdsAfter(order, false)));
    expect(new Set(ends.map(String)).size).toBe(1);
  }, 60_000);
});

const permutations = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, i) => permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]));
