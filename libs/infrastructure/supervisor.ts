const LOOK_EVERY_MS = 1_000;

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/**
 * Ends this process when the one that XIANJIE_PARENT_PID names is gone, by whatever way: an app that outlived a killed `up` would
 * hold its port, and a lease, against the next one. Without the variable (a container), nothing is watched.
 */
export const endWithSupervisor = (onGone: () => void = () => process.exit(0), env: NodeJS.ProcessEnv = process.env): void => {
  const supervisor = Number(env.XIANJIE_PARENT_PID);
  if (!Number.isSafeInteger(supervisor) || supervisor <= 1) return;
  const looking = setInterval(() => {
    // A killed parent's number may go to somebody else; that the kernel gave us another parent cannot be mistaken.
    if (isAlive(supervisor) && process.ppid === supervisor) return;
    clearInterval(looking);
    onGone();
  }, LOOK_EVERY_MS);
  looking.unref();
};
