import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { DataFolderInUse, PartFailedToStart } from './faults';
import { rotateLog } from './rotate-log';

export type ProcessPlan = Readonly<{
  name: string;
  command: readonly string[];
  /** Arguments of setpriv that come before the command: another user, or none. */
  as?: readonly string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  logFile: string;
  /** Remembers the process over a crash of ours, so that the next start waits for it to be gone. */
  pidFile: string;
  /** Ends it in order; the kernel sends the same when we die, even by kill -9. */
  stopSignal: 'SIGTERM' | 'SIGINT';
}>;

const STOP_GRACE_MS = 20_000;
const TAIL_LINES = 20;

/** A process that dies with ours and leaves its data whole. */
export class LocalProcess {
  private isStopping = false;

  private constructor(
    private readonly plan: ProcessPlan,
    private readonly child: ChildProcess,
  ) {}

  /** @param onCrash is told, with the tail of the log, when the process ends unasked. */
  static async start(plan: ProcessPlan, onCrash: (report: string) => void): Promise<LocalProcess> {
    await untilGone(plan);
    rotateLog(plan.logFile);
    const log = openSync(plan.logFile, 'a');
    // A session of its own: Ctrl-C on the terminal reaches the apps first, and the parts only when we stop them.
    const child = spawn('setpriv', [...(plan.as ?? []), '--pdeathsig', plan.stopSignal.slice(3), ...plan.command], {
      detached: true,
      stdio: ['ignore', log, log],
      env: plan.env ?? process.env,
      cwd: plan.cwd,
    });
    closeSync(log);
    const process_ = new LocalProcess(plan, child);
    child.once('exit', (code, signal) => {
      rmSync(plan.pidFile, { force: true });
      if (!process_.isStopping) onCrash(`${plan.name} ended by itself (${signal ?? `exit ${code}`}).\n${process_.tail()}`);
    });
    const failed = once(child, 'error').then(([cause]) => {
      throw new PartFailedToStart(`${plan.name}: setpriv (util-linux) could not be run`, { cause });
    });
    await Promise.race([once(child, 'spawn'), failed]);
    failed.catch(() => undefined);
    writeFileSync(plan.pidFile, `${child.pid} ${startedAt(child.pid!)}`);
    return process_;
  }

  get pid(): number {
    return this.child.pid!;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The last lines of its log. */
  tail(): string {
    if (!existsSync(this.plan.logFile)) return '';
    return readFileSync(this.plan.logFile, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
  }

  /** Asks until `answers` is true. @throws PartFailedToStart with the log's tail when it ends or `withinMs` passes. */
  async until(answers: () => Promise<boolean>, withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (this.isRunning && Date.now() < deadline) {
      if (await answers().catch(() => false)) return;
      await pause(50);
    }
    const how = this.isRunning ? `did not answer within ${withinMs / 1000} s` : 'ended while starting';
    await this.kill();
    throw new PartFailedToStart(`${this.plan.name} ${how}. Its log ${this.plan.logFile} ends:\n${this.tail()}`);
  }

  async stop(): Promise<void> {
    await this.end(this.plan.stopSignal);
  }

  /** kill -9, for fault tests. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    this.isStopping = true;
    if (!this.isRunning) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    const patience = setTimeout(() => this.child.kill('SIGKILL'), STOP_GRACE_MS);
    await gone;
    clearTimeout(patience);
  }
}

// Field 22 of /proc/PID/stat: a process number alone may have been given to another program since.
const startedAt = (pid: number): string | null => {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) ? (readFileSync(stat, 'utf8').split(') ')[1]?.split(' ')[19] ?? null) : null;
};

const untilGone = async ({ name, pidFile }: ProcessPlan): Promise<void> => {
  if (!existsSync(pidFile)) return;
  const [pid, started] = readFileSync(pidFile, 'utf8').split(' ');
  for (const deadline = Date.now() + STOP_GRACE_MS; startedAt(Number(pid)) === started; await pause(100)) {
    if (Date.now() > deadline)
      throw new DataFolderInUse(`${name} of this data folder is still run by process ${pid}; stop that hub first`);
  }
  rmSync(pidFile);
};
