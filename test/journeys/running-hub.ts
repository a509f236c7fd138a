import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { projectRoot } from '@xianjie/infrastructure';
import { DescribedAnswers } from '../../apps/registry/described-answers.fixture';

// A journey runs the hub as its users do: `xianjie up` as a process, everything else through the command line and HTTP.

// From dist/ as well, where the benchmarks run it.
const XIANJIE = join(projectRoot(), 'bin', 'xianjie.js');
const READY_WITHIN_MS = 240_000;
const run = promisify(execFile);

/** Without the addresses that Jest's own real parts put there: a hub, and a command on it, must find those of the hub. */
const environment = (): NodeJS.ProcessEnv => {
  const { XIANJIE_DATABASE_URL: _a, XIANJIE_KAFKA_BROKERS: _b, XIANJIE_SCHEMA_REGISTRY_URL: _c, ...rest } = process.env;
  return rest;
};

export type Addresses = Readonly<{
  registry: string;
  intake: string;
  databaseUrl: string;
  kafkaBrokers: string;
  schemaRegistryUrl: string;
  processes: Readonly<Record<string, number>>;
}>;
export type CommandResult = Readonly<{ exitCode: number; stdout: string; stderr: string; json: <T>() => T }>;

export class RunningHub {
  private described: DescribedAnswers | null = null;

  private constructor(
    readonly dir: string,
    private readonly child: ChildProcess,
    private readonly lines: readonly string[],
  ) {}

  /** A hub of its own: its own Kafka, Postgres and registry in a fresh folder. Never shared, so that it may be broken. */
  static async start({
    province = '53',
    simulatedClock = true,
    settings = {},
  }: { province?: string; simulatedClock?: boolean; settings?: Record<string, string> } = {}): Promise<RunningHub> {
    const clock = simulatedClock ? 'simulated' : 'system';
    return RunningHub.of(['up', '--province', province], READY_WITHIN_MS, { ...settings, XIANJIE_CLOCK: clock });
  }

  /** The hub of a demo, which has told a generated province to it, and runs on. */
  static demo(withinMs: number, ...options: readonly string[]): Promise<RunningHub> {
    return RunningHub.of(['demo', ...options], withinMs);
  }

  private static async of(
    command: readonly string[],
    withinMs: number,
    settings: Record<string, string> = {},
  ): Promise<RunningHub> {
    const dir = mkdtempSync(join(tmpdir(), 'xianjie-journey-'));
    const child = spawn(process.execPath, [XIANJIE, ...command, '--port', '0', '--json'], {
      env: { ...environment(), ...settings, XIANJIE_DATA_DIR: dir },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines: string[] = [];
    const hub = new RunningHub(dir, child, lines);
    await new Promise<void>((ready, failed) => {
      const late = setTimeout(
        () => failed(new Error(`the hub was not up after ${withinMs / 1000} s:\n${lines.join('\n')}`)),
        withinMs,
      );
      const read = (line: string): void => {
        lines.push(line);
        if (!line.startsWith('the hub runs')) return;
        clearTimeout(late);
        ready();
      };
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', read);
      createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', read);
      child.once('exit', (code) => failed(new Error(`the hub ended with ${code}:\n${lines.join('\n')}`)));
    });
    return hub;
  }

  get addresses(): Addresses {
    return JSON.parse(readFileSync(join(this.dir, 'addresses.json'), 'utf8')) as Addresses;
  }

  get token(): string {
    return readFileSync(join(this.dir, 'token'), 'utf8').trim();
  }

  /** What `up` or `demo` has printed so far. */
  get said(): string {
    return this.lines.join('\n');
  }

  async xianjie(...args: readonly string[]): Promise<CommandResult> {
    const done = await run(process.execPath, [XIANJIE, ...args], {
      env: { ...environment(), XIANJIE_DATA_DIR: this.dir },
      maxBuffer: 256 * 1024 * 1024,
    }).then(
      ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
      (fault: { code?: number; stdout?: string; stderr?: string }) => ({
        exitCode: fault.code ?? 3,
        stdout: fault.stdout ?? '',
        stderr: fault.stderr ?? '',
      }),
    );
    return { ...done, json: <T>() => JSON.parse(done.stdout.trimEnd().split('\n').at(-1) ?? 'null') as T };
  }

  /** A call of the offices' API; `body` as JSON, a file as it is. @throws Error when the answer is another than the one that OpenAPI describes. */
  async call<T>(
    path: string,
    { method = 'GET', body, headers = {} }: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; body: T }> {
    const response = await fetch(`${this.addresses.registry}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined || body instanceof Buffer ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: body instanceof Buffer ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const { status } = response;
    const text = await response.text();
    const answered: unknown = text === '' ? null : JSON.parse(text);
    this.described ??= await DescribedAnswers.of(this.addresses.registry, this.token);
    this.described.check({ method, path: `/api/v1${path}`, status, body: answered });
    return { status, body: answered as T };
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = new Promise<void>((done) => this.child.once('exit', () => done()));
      this.child.kill('SIGINT');
      await ended;
    }
    rmSync(this.dir, { recursive: true, force: true });
  }
}
