import type { Part, RealParts } from '@xianjie/infrastructure';

const LOOK_EVERY_MS = 1_000;

/** Whether the process still runs; one that waits to be reaped by its parent does not. */
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Parts that we started are started again over their data when they die, as apps are; those found at an address are somebody else's. */
export class SupervisedParts {
  private readonly ours: readonly (readonly [string, Part])[];
  private readonly starting = new Map<string, Promise<void>>();
  private readonly looking: NodeJS.Timeout;

  constructor(
    { postgres, kafka, registry }: RealParts,
    private readonly say: (line: string) => void,
  ) {
    this.ours = Object.entries({ postgres, kafka, registry }).filter(([, part]) => part.pid() !== null);
    this.looking = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  /** Leaves them running, and starts none from here on. */
  async stop(): Promise<void> {
    clearInterval(this.looking);
    await Promise.all(this.starting.values());
  }

  private look(): void {
    for (const [name, part] of this.ours) {
      const pid = part.pid();
      if (pid === null || isAlive(pid) || this.starting.has(name)) continue;
      this.say(`${name} is gone; starting it again over its data`);
      const started = part.start().then(
        () => this.say(`${name} is back`),
        (fault: Error) => this.say(`${name} could not be started: ${fault.message}`),
      );
      this.starting.set(
        name,
        started.finally(() => this.starting.delete(name)),
      );
    }
  }
}
