import { hostileInput } from './hostile/hostile';

jest.setTimeout(600_000);

const CASES = 3_000;

describe('a hub that is given hostile input', () => {
  it('crashes nowhere, answers nothing with 5xx, stores nothing by halves and stays small', async () => {
    const said: string[] = [];
    const seed = Number(process.env.XIANJIE_FUZZ_SEED ?? Date.now() % 2 ** 31);
    const { wrong, cases } = await hostileInput({ cases: CASES, seed, monsterMegabytes: 5, say: (line) => void said.push(line) });
    if (wrong.length > 0) console.error(said.join('\n'));
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    expect(Object.values(cases).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(CASES);
  });
});
