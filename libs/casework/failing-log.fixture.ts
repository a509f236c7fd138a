import type { EventLog } from '@xianjie/log';

/** The log, whose next appends fail with these faults first, one each; `tried` counts them and those that come through. */
export const failing = (log: EventLog, ...faults: readonly Error[]): Readonly<{ log: EventLog; tried: () => number }> => {
  let tried = 0;
  const append: EventLog['append'] = async (asked) => {
    const fault = faults[tried++];
    if (fault) throw fault;
    return log.append(asked);
  };
  const answer = (of: EventLog, name: string | symbol): unknown => {
    const value: unknown = Reflect.get(of, name);
    return typeof value === 'function' ? value.bind(of) : value;
  };
  return { log: new Proxy(log, { get: (of, name) => (name === 'append' ? append : answer(of, name)) }), tried: () => tried };
};
