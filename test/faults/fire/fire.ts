import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '@xianjie/testing';
import type { Random } from '@xianjie/testing';
import { BurningHub } from './burning-hub';
import { Checker } from './checker';
import type { Checked } from './checker';
import { Deciding } from './deciding';
import { faultKinds } from './faults';
import type { Fault } from './faults';
import type { FireOptions, FireResult } from './fire-result';
import { Importing } from './importing';
import { Parking } from './parking';
import { Reporting } from './reporting';
import { SteadfastClient } from './steadfast-client';

const DAY_MS = 86_400_000;

const counted = (names: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

/** Every kind once before any comes again. */
function* dealt(random: Random, kinds: readonly Fault[]): Generator<Fault, never> {
  for (;;) yield* random.shuffle([...kinds]);
}

/** One hub under fire. */
class Fire {
  private readonly done: string[] = [];
  private readonly skipped: string[] = [];
  private readonly client: SteadfastClient;
  private readonly reporting: Reporting;
  private readonly importing: Importing;
  private readonly deciding: Deciding;
  private readonly parking: Parking;
  private readonly random: Random;
  private day = Date.parse('2017-01-05T02:00:00.000Z');
  private isBurning = false;

  constructor(
    private readonly hub: BurningHub,
    private readonly checker: Checker,
    private readonly options: FireOptions,
  ) {
    this.client = new SteadfastClient(hub.hub);
    this.reporting = new Reporting(this.client, options.seed);
    this.importing = new Importing(this.client);
    this.deciding = new Deciding(this.client, options.seed);
    this.parking = new Parking(hub, this.client);
    this.random = seeded(options.seed);
  }

  async run(): Promise<FireResult> {
    const { faults, perRound, only, say } = this.options;
    const began = Date.now();
    const checks: Checked[] = [];
    await this.importing.baseline(await this.nextDay(), (county) => this.checker.learn(county));
    const deal = dealt(
      this.random.fork('faults'),
      faultKinds.filter(({ name }) => name.includes(only)),
    );
    for (let round = 1; this.done.length + this.skipped.length < faults; round += 1) {
      const count = Math.min(perRound, faults - this.done.length - this.skipped.length);
      await this.round(this.random.fork(`round ${round}`), deal, count);
      await this.parking.settle().catch((fault: Error) => this.parking.wrong.push(fault.message));
      const { deciding, importing, reporting } = this;
      const told = [...reporting.told, ...deciding.told];
      const checked = await this.checker.check({
        ...{ told, expected: reporting.expected(), counties: importing.counties, frozen: deciding.frozen },
      });
      checks.push(checked);
      say(
        `round ${round}: ${this.done.length} faults, ${checked.events} events, ${checked.messages} messages (${checked.repeated} again), ` +
          `${checked.wrong.length} things wrong; checked in ${checked.seconds.toFixed(1)} s`,
      );
      for (const one of checked.wrong.slice(0, 20)) say(`  WRONG ${one}`);
      if (checked.wrong.length + this.parking.wrong.length > 0) break;
    }
    const { wrong: reported } = this.reporting;
    const crashes = this.client.crashes.map((call) => `500: ${call}`);
    return {
      seed: this.options.seed,
      ...{ done: counted(this.done), skipped: counted(this.skipped), checks },
      ...{ reports: this.reporting.told.length, decisions: this.deciding.told.length, acts: this.deciding.acts },
      files: this.importing.counties.reduce((sum, { stages }) => sum + stages, 0),
      poison: { discarded: this.parking.discarded, heldUp: this.parking.heldUp },
      troubles: Object.fromEntries(this.client.troubles),
      ended: this.hub.hub.said.split('\n').filter((line) => / ended \((?!SIGKILL)/.test(line)),
      startedAgain: this.importing.startedAgain,
      wrong: [
        ...checks.flatMap(({ wrong }) => wrong),
        ...[...reported, ...this.importing.wrong, ...this.deciding.wrong, ...this.parking.wrong, ...crashes],
      ],
      minutes: (Date.now() - began) / 60_000,
    };
  }

  close(): Promise<void> {
    return this.parking.close();
  }

  private async round(random: Random, deal: Generator<Fault, never>, count: number): Promise<void> {
    const asOf = await this.nextDay();
    this.isBurning = true;
    const work = Promise.all([
      this.whileBurning(async (nth) => this.reporting.run(random.fork(`reports ${nth}`), asOf, 4, 3), 700),
      this.whileBurning(async (nth) => this.importing.run(random.fork(`import ${nth}`), asOf), 4_000),
      this.whileBurning(async (nth) => this.decide(random.fork(`decision ${nth}`), asOf), 1_000),
      this.whileBurning(async (nth) => this.parking.tend(random.fork(`parked ${nth}`)), 2_500),
    ]);
    // Awaited below; a rejection meanwhile must not end the process and leave the hub behind.
    work.catch(() => undefined);
    try {
      await this.burn(random.fork('pauses'), deal, count);
    } finally {
      // Also when a fault could not be done: work that went on for ever kept CI from ending.
      this.isBurning = false;
      await Promise.allSettled([work]);
    }
    await work;
  }

  private async burn(pauses: Random, deal: Generator<Fault, never>, count: number): Promise<void> {
    for (let left = count; left > 0;) {
      await pause(pauses.int(0, 1_500));
      const together = [deal.next().value];
      if (left > 1 && pauses.chance(0.25)) together.push(deal.next().value);
      left -= together.length;
      if (together[0]?.part === together[1]?.part) for (const fault of together) await this.inject(fault);
      else await Promise.all(together.map((fault) => this.inject(fault)));
    }
  }

  private async inject(fault: Fault): Promise<void> {
    const began = Date.now();
    const isDone = await fault.inject(this.hub, this.random.fork(`${fault.name} ${this.done.length}`));
    (isDone ? this.done : this.skipped).push(fault.name);
    this.options.say(`  ${isDone ? '' : 'SKIPPED '}${fault.name} (${((Date.now() - began) / 1_000).toFixed(1)} s)`);
  }

  private async decide(random: Random, asOf: string): Promise<void> {
    await this.deciding.review(random, [...new Set(this.reporting.told.map(({ household }) => household))], asOf);
    await this.deciding.list(random, ['530124', '530125', ...this.importing.counties.map(({ county }) => county)], asOf);
  }

  private async whileBurning(work: (nth: number) => Promise<void>, everyMs: number): Promise<void> {
    for (let nth = 1; this.isBurning; nth += 1) {
      await work(nth);
      await pause(everyMs);
    }
  }

  /** Some days later, for every process of the hub. */
  private async nextDay(): Promise<string> {
    this.day += this.random.int(1, 4) * DAY_MS;
    const now = new Date(this.day).toISOString();
    await this.hub.clock.set(now);
    return now.slice(0, 10);
  }
}

/** A whole hub, its work, the faults and the checks. Nothing is left running. */
export const underFire = async (options: FireOptions): Promise<FireResult> => {
  options.say(`seed ${options.seed}`);
  const hub = await BurningHub.start(options.say);
  const checker = new Checker(hub, options.say);
  const fire = new Fire(hub, checker, options);
  try {
    return await fire.run();
  } finally {
    await fire.close();
    await checker.close();
    await hub.stop();
  }
};
