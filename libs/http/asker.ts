import { birthAndSexOf } from '@xianjie/domain';
import type { Asker } from '@xianjie/domain';
import type { Request } from 'express';
import { CallProblem } from './problem';
import type { NamedToken } from './token-file';

// Which token opened a call; kept beside the request, so that no header of the caller can say otherwise.
const openedBy = new WeakMap<object, NamedToken>();

export const openedWith = (request: object, token: NamedToken): void => void openedBy.set(request, token);

const LONGEST = 300;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\x00-\x1f\x7f]/;

/** A header's words; Chinese goes percent-encoded, since a header is ASCII. Null when it is not sent. */
const saidIn = (request: Pick<Request, 'headers'>, header: string): string | null => {
  const sent = request.headers[header];
  if (sent === undefined || sent === '') return null;
  const wrong = (expected: string): CallProblem => new CallProblem(400, 'invalid-request', `${header}: ${expected}`);
  let text: string;
  try {
    text = decodeURIComponent(String(sent)).trim();
  } catch {
    throw wrong('percent-encoded UTF-8 expected');
  }
  if (text.length > LONGEST || CONTROL.test(text)) throw wrong(`up to ${LONGEST} characters on one line expected`);
  return text || null;
};

/** Who asks, for the record (issue: who looked). @throws CallProblem for a header that cannot be read. */
export const askerOf = (request: Request): Asker => ({
  operator: openedBy.get(request)?.name ?? 'nobody',
  official: saidIn(request, 'x-xianjie-official'),
  purpose: saidIn(request, 'x-purpose'),
});

/** Who acts: the official whom the call names, else the token's name; the token is recorded beside (ADR 12). */
export const actingIn = (request: Request, named?: string): Readonly<{ by: string; token: string }> => {
  const { operator: token, official } = askerOf(request);
  return { by: named ?? official ?? token, token };
};

const RESIDENT = /(?<![0-9])(?:[0-9]{15}|[0-9]{17}[0-9Xx])(?![0-9A-Za-z])/g;
const isResident = (digits: string): boolean =>
  birthAndSexOf(digits.length === 15 ? `${digits.slice(0, 6)}19${digits.slice(6)}0` : digits.toUpperCase()) !== null;

/** Beyond ASCII stands at most a name. */
const withoutNames = (encoded: string): string => {
  try {
    const text = decodeURIComponent(encoded);
    // eslint-disable-next-line no-control-regex
    return /^[\x00-\x7f]*$/.test(text) ? text : '…';
  } catch {
    return '…';
  }
};

/**
 * The call as it was made, for the record: path and query, cut where somebody sends a novel. The record is for good and no erasure reaches
 * it, so whoever searched by a person's number or name is recorded without it.
 */
export const askedOf = ({ originalUrl }: Pick<Request, 'originalUrl'>): string =>
  originalUrl
    .replace(/^\/api\/v1/, '')
    .replace(/(?:%[0-9A-Fa-f]{2})+/g, withoutNames)
    .replace(RESIDENT, (digits) => (isResident(digits) ? '…' : digits))
    .slice(0, LONGEST);
