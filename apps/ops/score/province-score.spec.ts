import { generateProvince, scoreAgainstTruth } from '@xianjie/testing';
import type { Province, ProvinceName, Score, SourceFile, Truth } from '@xianjie/testing';
import { HubInMemory } from './hub-in-memory.fixture';
import { isSound } from './sound';

// A year of some hundred families through the hub's own reading, hearing and listing takes some seconds on a busy machine.
jest.setTimeout(120_000);

const FREEZE_DAY = '2017-03-20';
const SUPPLEMENT_DAY = '2017-06-10';
const YEAR = 2016;
type Told = Readonly<{ frozen: Score; after: Score }>;

/** Tells the year file by file; what comes back is true once it is told. */
const tellYear = async ({ tell }: Province, hear: (file: SourceFile) => Promise<void>): Promise<Truth> => {
  const story = tell();
  for (;;) {
    const { done, value } = story.next();
    if (done !== true) await hear(value);
    else return { ...value.header(), persons: [...value.persons()], households: [...value.households()] };
  }
};
const readOver = async ({ rows }: SourceFile): Promise<void> => {
  for (const row of rows) void row;
};

/** Scored twice: as frozen in March, and as it stands when the registry's late entries have come. */
const tellAndScore = async (name: ProvinceName, shard: string, seed: number): Promise<Told> => {
  const province = generateProvince({ province: name, scale: 0.01, seed, year: YEAR, households: 300, counties: 3 });
  // The list of March is scored in the middle of the story, against what only its end tells.
  const truth = await tellYear(province, readOver);
  const hub = new HubInMemory(shard);
  const frozen: Score[] = [];
  await tellYear(province, async (file) => {
    if (file.phase === 'after-freeze') frozen.push(scoreAgainstTruth(truth, await hub.answer(truth, FREEZE_DAY)));
    await hub.hear(file);
  });
  return { frozen: frozen[0] as Score, after: scoreAgainstTruth(truth, await hub.answer(truth, SUPPLEMENT_DAY), 'after') };
};

describe.each([
  ['guangxi', '45', 11],
  ['hunan', '43', 12],
  ['yunnan', '53', 13],
] as const)('%s, told to the hub', (province, shard, seed) => {
  let told: Told;
  beforeAll(async () => {
    told = await tellAndScore(province, shard, seed);
  });

  it.each(['frozen', 'after'] as const)('leaves no difference that the files’ own errors do not explain (%s)', (when) => {
    const score = told[when];
    expect(score.examples).toEqual([]);
    expect(score).toMatchObject({ wrongLinks: 0, unexplained: 0, households: { wronglyMerged: 0 } });
    expect(isSound(score)).toBe(true);
  });

  it.each(['frozen', 'after'] as const)('opens a difference for whoever stands twice in a source (%s)', (when) => {
    const { registry, dibao } = told[when].doubles!;
    expect(registry.found + dibao.found).toBeGreaterThan(0);
    expect(registry.found + dibao.found).toBe(registry.true + dibao.true);
  });

  it('links nearly all persons of both registries, and lists whom it should', () => {
    const { persons, lists } = told.frozen;
    expect(persons.linkedInBoth / persons.inBothSources).toBeGreaterThan(0.95);
    expect(lists.agreed / lists.trueLines).toBeGreaterThan(0.95);
    expect(lists.trueLines).toBeGreaterThan(15);
  });
});
