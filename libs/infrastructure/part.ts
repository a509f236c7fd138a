import { PartUnavailable } from './faults';
import type { LocalProcess } from './local-process';

/** One of the three real parts. `chosen` says in words where it came from. */
export type Part = Readonly<{
  address: string;
  chosen: string;
  /** Its process number, where it is ours and runs. */
  pid: () => number | null;
  start: () => Promise<void>;
  /** kill -9; `start` brings it back at the same address with its data. */
  kill: () => Promise<void>;
  stop: () => Promise<void>;
}>;

/** A process of ours. `launch` resolves once the part answers its clients. */
export const localPart = async (address: string, chosen: string, launch: () => Promise<LocalProcess>): Promise<Part> => {
  let process: LocalProcess | null = await launch();
  const end = async (how: 'stop' | 'kill') => {
    const ending = process;
    process = null;
    await ending?.[how]();
  };
  return {
    address,
    chosen,
    pid: () => process?.pid ?? null,
    start: async () => {
      if (!process?.isRunning) process = await launch();
    },
    kill: () => end('kill'),
    stop: () => end('stop'),
  };
};

/** A part that is somebody else's: it is used, never stopped. */
export const foundPart = (address: string, chosen: string): Part => {
  const refuse = () =>
    Promise.reject(new PartUnavailable(`${address} is not ours to stop or start; run with XIANJIE_INFRA=local`));
  return { address, chosen, pid: () => null, start: refuse, kill: refuse, stop: () => Promise.resolve() };
};
