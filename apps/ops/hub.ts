import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readTokens } from '@xianjie/http';
import type { NamedToken } from '@xianjie/http';
import { CommandFault } from './exit-codes';

/** Where a running hub wrote its addresses (`up` does): every command finds it through XIANJIE_DATA_DIR. */
export type HubAddresses = Readonly<{
  registry: string;
  intake: string;
  /** For their health and metrics. */
  publisher: string;
  projector: string;
  databaseUrl: string;
  kafkaBrokers: string;
  schemaRegistryUrl: string;
  province: string;
  /** Process ids of the apps, for an operator who must end one. */
  processes: Readonly<Record<string, number>>;
}>;

export const dataDir = (): string => resolve(process.env.XIANJIE_DATA_DIR ?? '.xianjie');
export const addressesFile = (dir = dataDir()): string => join(dir, 'addresses.json');
export const tokenFile = (dir = dataDir()): string => process.env.XIANJIE_TOKEN_FILE ?? join(dir, 'token');

export const hubAddresses = (dir = dataDir()): HubAddresses => {
  if (!existsSync(addressesFile(dir)))
    throw new CommandFault(
      `no running hub in ${dir}: start one with \`npx xianjie up\`, set XIANJIE_DATA_DIR to its data folder, or XIANJIE_HUB_URL to its address`,
    );
  return JSON.parse(readFileSync(addressesFile(dir), 'utf8')) as HubAddresses;
};

/**
 * Where the offices' API answers. A deployment writes no addresses.json; there the environment says it, and the registry, which is
 * asked then, hands on to intake what is intake's.
 */
const hubUrl = (app: 'registry' | 'intake'): string =>
  process.env.XIANJIE_HUB_URL?.trim().replace(/\/+$/, '') || hubAddresses()[app];

/** Of several tokens in the file the one that XIANJIE_OPERATOR names, else the first. */
const ownToken = (): NamedToken => {
  const tokens = readTokens(tokenFile());
  const name = process.env.XIANJIE_OPERATOR;
  const found = name === undefined ? tokens[0] : tokens.find((token) => token.name === name);
  if (!found) throw new CommandFault(`XIANJIE_OPERATOR: ${tokenFile()} has no token of ${name}`);
  return found;
};

/** The name of the token that this command would ask with: what is recorded of an act that it does by itself. Null without one. */
export const ownName = (): string | null => (existsSync(tokenFile()) ? ownToken().name : null);

let purpose: string | undefined;
/** Why the command asks: recorded with what it is shown. */
export const askFor = (given: string | undefined): void => {
  purpose = given;
};
export const askedFor = (): string | null => purpose ?? null;

const whoAsks = (): Record<string, string> => ({
  authorization: `Bearer ${ownToken().token}`,
  ...(purpose === undefined ? {} : { 'x-purpose': encodeURIComponent(purpose) }),
});

/** Of a call that waits for longer than Node's fetch does: it goes on without whoever asked. */
export const STILL_AT_WORK = 'still-at-work';
const isAtWork = (fault: unknown): boolean => (fault as { cause?: { code?: string } }).cause?.code === 'UND_ERR_HEADERS_TIMEOUT';

type Call = Readonly<{
  method?: string;
  body?: unknown;
  raw?: RequestInit['body'];
  /** Large files go straight to intake where its address is known: handing 90 MB on costs the registry a second. */
  to?: 'registry' | 'intake';
  headers?: Record<string, string>;
}>;

type Problem = Readonly<{
  code?: string;
  detail?: string;
  title?: string;
  errors?: readonly Readonly<{ field: string; message: string }>[];
}>;

/** The answer of a call, or a fault that carries the problem's code and detail (RFC 9457). */
export const call = async (
  path: string,
  { method = 'GET', body, raw, headers, to = 'registry' }: Call = {},
): Promise<Response> => {
  const base = hubUrl(to);
  const init: RequestInit & { duplex?: 'half' } = {
    method,
    headers: { ...whoAsks(), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(raw === undefined ? {} : { body: raw, duplex: 'half' }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const response = await fetch(`${base}/api/v1${path}`, init).catch((cause: unknown) => {
    if (isAtWork(cause))
      throw new CommandFault(`the hub at ${base} has taken the call and is still at work on it after five minutes`, {
        ...{ code: STILL_AT_WORK, cause },
      });
    throw new CommandFault(`the hub does not answer at ${base}: is it still running?`, { cause });
  });
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as Problem;
  const fields = (problem.errors ?? []).map(({ field, message }) => `${field}: ${message}`).join('; ');
  if (response.status === 401)
    throw new CommandFault(`${problem.code}: ${base} does not know the token in ${tokenFile()} (XIANJIE_TOKEN_FILE)`);
  const said = fields === '' ? (problem.detail ?? problem.title ?? response.statusText) : fields;
  throw new CommandFault(`${problem.code ?? response.status}: ${said}`, {
    refused: response.status === 409 || response.status === 422,
    wrongUsage: response.status === 400 || response.status === 404,
    code: problem.code,
  });
};

export const callJson = async <T>(path: string, options: Call = {}): Promise<T> =>
  (await (await call(path, options)).json()) as T;
