import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_ARGUMENTS } from '../node-arguments';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** An app that has run this long starts again without a longer pause. */
const SETTLED_MS = 30_000;

export type AppSpec = Readonly<{ name: string; main: string; environment: Readonly<Record<string, string>>; health: string }>;

/** One app as a process of its own. When it dies it is started again after a pause, and that is said. */
export class SupervisedApp {
  private child: ChildProcess | null = null;
  private stopping = false;
  private pause = FIRST_PAUSE_MS;
  private isLogLost = false;

  constructor(
    private readonly spec: AppSpec,
    private readonly logDir: string,
    private readonly say: (line: string) => void,
    private readonly onStarted: () => void,
  ) {
    mkdirSync(logDir, { recursive: true });
  }

  get name(): string {
    return this.spec.name;
  }
  get pid(): number | null {
    return this.child?.pid ?? null;
  }
  get logFile(): string {
    return join(this.logDir, `${this.spec.name}.log`);
  }

  start(): void {
    const startedAt = Date.now();
    const child = spawn(process.execPath, [...NODE_ARGUMENTS, this.spec.main], {
      env: { ...process.env, ...this.spec.environment, XIANJIE_PARENT_PID: String(process.pid) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const output of [child.stdout, child.stderr]) output?.on('data', (lines: Buffer) => this.log(lines));
    this.child = child;
    child.once('exit', (code, signal) => {
      this.child = null;
      if (this.stopping) return;
      if (Date.now() - startedAt > SETTLED_MS) this.pause = FIRST_PAUSE_MS;
      this.say(
        `${this.spec.name} ended (${signal ?? `code ${code}`}); starting it again in ${this.pause / 1000} s; its log: ${this.logFile}`,
      );
      setTimeout(() => !this.stopping && this.start(), this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    });
    this.onStarted();
  }

  /** A full disk costs lines of the log, and neither the app nor the hub. */
  private log(lines: Buffer): void {
    try {
      appendFileSync(this.logFile, lines, { mode: 0o600 });
      if (this.isLogLost) this.say(`the log of ${this.spec.name} is written again`);
      this.isLogLost = false;
    } catch (fault) {
      if (!this.isLogLost) this.say(`the log of ${this.spec.name} cannot be written; it runs on: ${(fault as Error).message}`);
      this.isLogLost = true;
    }
  }

  async isReady(): Promise<boolean> {
    return fetch(this.spec.health)
      .then(({ ok }) => ok)
      .catch(() => false);
  }

  /** Asks it to end, and insists after ten seconds. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (!child) return;
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGTERM');
    const insist = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(insist);
  }
}
