import { hostileInput } from './hostile';

// `make fuzz CASES=100000`: the long run. The last line is the result in JSON.

const main = async (): Promise<void> => {
  const cases = Number(process.env.CASES ?? 100_000);
  if (!Number.isSafeInteger(cases) || cases < 1) throw new Error(`CASES: a whole number above 0, not ${process.env.CASES}`);
  const seed = Number(process.env.SEED || Date.now() % 2 ** 31);
  const result = await hostileInput({
    cases,
    seed,
    monsterMegabytes: Number(process.env.MONSTER_MB ?? 32),
    say: (line) => console.log(line),
  });
  console.log(JSON.stringify({ ...result, wrong: result.wrong.length }));
  process.exit(result.wrong.length === 0 ? 0 : 1);
};

main().catch((fault: unknown) => {
  console.error(fault);
  process.exit(3);
});
