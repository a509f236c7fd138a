import { hostileCalls, hostileReports } from './hostile-calls';
import { hostileBytes, hostileCells } from './hostile-files';
import { hostileCommands, monstrousCalls, monstrousFiles } from './monsters';
import { WatchedHub } from './watched-hub';

export type HostileOptions = Readonly<{ cases: number; seed: number; monsterMegabytes: number; say: (line: string) => void }>;
export type HostileResult = Readonly<{
  seed: number;
  cases: Readonly<Record<string, number>>;
  /** Peak memory in MB. */
  peaks: Readonly<Record<string, number>>;
  wrong: readonly string[];
  minutes: number;
}>;

/** Every way in, with inputs that follow from the seed: half reports, a quarter calls, the rest rows and files. */
export const hostileInput = async ({ cases, seed, monsterMegabytes, say }: HostileOptions): Promise<HostileResult> => {
  say(`seed ${seed}`);
  const began = Date.now();
  const hub = await WatchedHub.start();
  const done: Record<string, number> = {};
  const part = async (kind: string, work: () => Promise<number>): Promise<void> => {
    const from = Date.now();
    const before = hub.wrong.length;
    done[kind] = await work();
    hub.inspect(kind);
    for (const wrong of hub.wrong.slice(before)) say(`WRONG ${wrong}`);
    say(
      `${done[kind]} ${kind} in ${((Date.now() - from) / 1_000).toFixed(0)} s; peaks ${JSON.stringify(hub.peaks())}; ${hub.wrong.length} wrong`,
    );
  };
  const share = (of: number): number => Math.ceil(cases * of);
  try {
    await part('monstrous calls', () => monstrousCalls(hub));
    await part('monstrous files', () => monstrousFiles(hub, monsterMegabytes));
    await part('commands', () => hostileCommands(hub));
    await part('reports', () => hostileReports(hub, share(0.5), seed).then(() => share(0.5)));
    await part('calls', () => hostileCalls(hub, share(0.25), seed).then(() => share(0.25)));
    await part('cells', () => hostileCells(hub, share(0.245), seed).then(() => share(0.245)));
    await part('files with changed bytes', () => hostileBytes(hub, share(0.005), seed).then(() => share(0.005)));
    const verified = await hub.hub.xianjie('verify');
    if (verified.exitCode !== 0) hub.found('the chain does not hold', verified.stdout);
    return { seed, cases: done, peaks: hub.peaks(), wrong: hub.wrong, minutes: (Date.now() - began) / 60_000 };
  } finally {
    await hub.stop();
  }
};
