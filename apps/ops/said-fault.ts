import { HubError } from '@xianjie/domain';
import { DataFolderInUse, EnvironmentIncomplete, InfrastructureMisconfigured, PartFailedToStart } from '@xianjie/infrastructure';
import { CommandFault, EXIT, UsageError } from './exit-codes';

type SystemFault = Readonly<{
  code?: unknown;
  severity?: unknown;
  syscall?: unknown;
  path?: unknown;
  port?: unknown;
  address?: unknown;
}>;

const IS_IT_UP = 'is the hub running? `npx xianjie up` starts one, XIANJIE_DATA_DIR names its data folder';
/** What the caller named is not there, or is something else. */
const WRONGLY_NAMED = /^(ENOENT|EISDIR|ENOTDIR|EEXIST)$/;

/** What `up` itself meets: there is no hub yet that could be running. */
const isOfAStart = (fault: HubError): boolean => fault instanceof PartFailedToStart || fault instanceof DataFolderInUse;

/** Undefined table or schema. */
const NOT_A_HUBS = /^(42P01|3F000)$/;

const asSystemFault = (fault: unknown): SystemFault & Error => {
  // Several addresses of one host that all refused come together.
  const [first] = fault instanceof AggregateError ? (fault.errors as unknown[]) : [fault];
  return first as SystemFault & Error;
};

/**
 * How a command says a fault, and with which code it ends. What the hub or the machine says of itself is said in a line; only what
 * nobody foresaw shows where in the program it came from.
 */
export const saidOf = (fault: unknown): Readonly<{ text: string; exitCode: number }> => {
  if (fault instanceof UsageError || fault instanceof CommandFault) return { text: fault.message, exitCode: fault.exitCode };
  // A setting that is wrong, by its variable.
  if (fault instanceof InfrastructureMisconfigured || fault instanceof EnvironmentIncomplete)
    return { text: `${fault.code}: ${fault.message}`, exitCode: EXIT.usage };
  if (fault instanceof HubError)
    return {
      text: `${fault.code}: ${fault.message}${fault.retryable && !isOfAStart(fault) ? `; ${IS_IT_UP}` : ''}`,
      exitCode: EXIT.fault,
    };
  const { code, severity, syscall, path, address, port, message, stack } = asSystemFault(fault);
  if (syscall === 'connect')
    return { text: `nothing answers at ${String(address)}:${String(port)} (${String(code)}); ${IS_IT_UP}`, exitCode: EXIT.fault };
  if (typeof syscall === 'string' && typeof path === 'string')
    return {
      text: `${path}: ${String(message).replace(/, \w+ '.*$/, '')}`,
      exitCode: WRONGLY_NAMED.test(String(code)) ? EXIT.usage : EXIT.fault,
    };
  // Of a write or a read Node does not say which file; a full disk is no riddle all the same.
  if (typeof syscall === 'string') return { text: String(message), exitCode: EXIT.fault };
  // What Postgres itself says is said in a line: a wrong password, a database that is not there, or that is no hub's.
  if (typeof severity === 'string' && typeof code === 'string') {
    const why = NOT_A_HUBS.test(code) ? '; is it a hub’s database? `xianjie migrate` makes it one' : '';
    return { text: `Postgres: ${message} (${code})${why}`, exitCode: EXIT.fault };
  }
  return { text: stack ?? message ?? String(fault), exitCode: EXIT.fault };
};
