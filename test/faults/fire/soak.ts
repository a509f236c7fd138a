import { cpus, totalmem } from 'node:os';
import { underFire } from './fire';

// `make soak FAULTS=500`: the long run. Seed and faults may be given; the last line is the result in JSON.

const number = (name: string, otherwise: number): number => {
  const given = Number(process.env[name] ?? otherwise);
  if (!Number.isSafeInteger(given) || given < 1) throw new Error(`${name}: a whole number above 0, not ${process.env[name]}`);
  return given;
};

const main = async (): Promise<void> => {
  const faults = number('FAULTS', 500);
  const seed = process.env.SEED || String(Date.now());
  const startedAt = new Date().toISOString();
  const say = (line: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
  const result = await underFire({ seed, faults, perRound: number('PER_ROUND', 20), only: process.env.ONLY ?? '', say });
  const machine = `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
  const done = Object.values(result.done).reduce((sum, count) => sum + count, 0);
  for (const [name, count] of Object.entries(result.done)) say(`${String(count).padStart(4)} ${name}`);
  for (const [name, count] of Object.entries(result.skipped)) say(`${String(count).padStart(4)} SKIPPED ${name}`);
  for (const line of [...result.ended, ...result.startedAgain]) say(line);
  say(`answers: ${JSON.stringify(result.troubles)}`);
  for (const wrong of result.wrong) say(`WRONG ${wrong}`);
  say(`${done} faults in ${result.minutes.toFixed(1)} minutes, ${result.wrong.length} things wrong; SEED=${seed}`);
  console.log(JSON.stringify({ startedAt, machine, faults: done, ...result }));
  process.exit(result.wrong.length === 0 ? 0 : 1);
};

main().catch((fault: unknown) => {
  console.error(fault);
  process.exit(3);
});
