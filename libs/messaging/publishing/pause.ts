import { setTimeout as after } from 'node:timers/promises';

/** Ends early with the signal, and leaves no listener on it: a publisher pauses every second for months. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> => after(ms, undefined, { signal }).catch(() => undefined);
