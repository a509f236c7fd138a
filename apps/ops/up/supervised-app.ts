import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CANNOT_START, rotateLog } from '@xianjie/infrastructure';
import { NODE_ARGUMENTS } from '../node-arguments';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** An app that has run this long starts again without a longer pause. */
const SETTLED_MS = 30_000;
/** Of its output: the line that says why it ended is among the last. */
const KEPT_CHARACTERS = 32_768;
// Of pino: level 60 is fatal.
const FATAL = /^\{"level":60,.*\}$/gm;

/** Why an app ended, by its own last fatal line; null when it said nothing. */
const lastWords = (output: string): string | null => {
  const line = output.match(FATAL)?.at(-1);
  if (line === undefined) return null;
  const { err } = JSON.parse(line) as { err?: { code?: unknown; message?: string } };
  if (!err?.message) return null;
  return typeof err.code === 'string' ? `${err.code}: ${err.message}` : err.message;
};

export type AppSpec = Readonly<{ name: string; main: string; environment: Readonly<Record<string, string>>; health: string }>;

/** One app as a process of its own. When it dies it is started again after a pause, and that is said. */
export class SupervisedApp {
  private child: ChildProcess | null = null;
  private stopping = false;
  private pause = FIRST_PAUSE_MS;
  private isLogLost = false;
  private output = '';
  /** Why starting it again is of no use until somebody mends what it names; null while it may be. */
  cannotStart: string | null = null;

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
    this.output = '';
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
      const because = lastWords(this.output);
      this.cannotStart = code === CANNOT_START ? (because ?? `its log: ${this.logFile}`) : null;
      this.say(
        `${this.spec.name} ended (${signal ?? `code ${code}`})${because === null ? '' : `: ${because}`}; ` +
          `starting it again in ${this.pause / 1000} s; its log: ${this.logFile}`,
      );
      setTimeout(() => !this.stopping && this.start(), this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    });
    this.onStarted();
  }

  /** A full disk costs lines of the log, and neither the app nor the hub. */
  private log(lines: Buffer): void {
    this.output = (this.output + lines.toString()).slice(-KEPT_CHARACTERS);
    try {
      rotateLog(this.logFile);
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
