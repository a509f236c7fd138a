import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, projectRoot } from '@xianjie/infrastructure';
import type { BurningHub } from './burning-hub';

/** Another process of an app, as on another machine. */
export class SecondApp {
  private constructor(private readonly child: ChildProcess) {}

  /** Null while the first is not there to take the settings from. */
  static async start(fire: BurningHub, app: string): Promise<SecondApp | null> {
    const settings = fire.settingsOf(app);
    if (settings === null) return null;
    const log = openSync(join(fire.hub.dir, 'logs', `second-${app}.log`), 'a');
    const child = spawn(process.execPath, [join(projectRoot(), 'dist', 'apps', app, 'main.js')], {
      stdio: ['ignore', log, log],
      env: { ...settings, PORT: String(await freePort()) },
    });
    closeSync(log);
    return new SecondApp(child);
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise<void>((done) => this.child.once('exit', () => done()));
    this.child.kill(signal);
    const insist = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(insist);
  }
}
