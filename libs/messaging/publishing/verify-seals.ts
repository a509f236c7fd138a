import { isSignatureOver, sm3 } from '@xianjie/documents';
import type { EventLog } from '@xianjie/log';
import type { Seal } from '../postgres-seals';
import { sealStatement } from './sealer';

export type SealFault = Readonly<{
  number: number;
  because:
    | 'not-in-the-log'
    | 'another-link'
    | 'statement-altered'
    | 'signature-invalid'
    | 'unknown-key'
    | 'seal-before-missing'
    | 'missing-in-database'
    | 'missing-in-file';
}>;
/** Where seals are kept; `file` is null where it is not at hand. */
export type SealCopies = Readonly<{ database: readonly Seal[]; file: readonly Seal[] | null }>;
export type SealsVerified = Readonly<{
  checked: number;
  /** Of the keys that signed: whose they are, the auditor knows. */
  keyIds: readonly string[];
  /** The lowest position at which seals and log, or the two copies of the seals, contradict each other. */
  firstBad: SealFault | null;
  /** The last seal before that: up to its position the log is what was sealed. 0 when there is none. */
  holdsUpTo: number;
}>;
type SealsAsked = Readonly<{
  /** SubjectPublicKeyInfo in base64 of the keys that may have signed; null takes any, and leaves `keyIds` to be compared. */
  trusted?: ReadonlySet<string> | null;
  from?: number;
  to?: number;
}>;

const ALGORITHMS = ['SM2', 'ED25519'] as const;

const faultOf = (seal: Seal, link: string | undefined, trusted: ReadonlySet<string> | null): SealFault['because'] | null => {
  if (seal.statement !== sealStatement(seal)) return 'statement-altered';
  const algorithm = ALGORITHMS.find((known) => known === seal.algorithm);
  const { signature: value, publicKey, keyId, statement } = seal;
  if (!algorithm || !isSignatureOver(Buffer.from(statement), { algorithm, value, publicKey, keyId })) return 'signature-invalid';
  if (trusted !== null && !trusted.has(publicKey)) return 'unknown-key';
  if (link === undefined) return 'not-in-the-log';
  return link === seal.link ? null : 'another-link';
};

const inOrder = (seals: readonly Seal[]): readonly Seal[] => seals.toSorted((a, b) => a.number - b.number);

/** Each seal names the one before: what was taken out, put in or exchanged shows at the first that does not. */
const chainFaults = ({ database, file }: SealCopies): readonly SealFault[] => {
  const inFile = new Map((file ?? []).map((seal) => [sm3(seal.statement), seal.number]));
  return inOrder(database).flatMap((seal, index, all): SealFault[] => {
    const before = all[index - 1];
    // Seals of before they named each other come first.
    if (seal.previous === null && (before?.previous ?? null) === null) return [];
    if (seal.previous !== null && before && sm3(before.statement) === seal.previous) return [];
    const removed = inFile.get(seal.previous ?? '');
    return [
      removed === undefined
        ? { number: seal.number, because: 'seal-before-missing' }
        : { number: removed, because: 'missing-in-database' },
    ];
  });
};

/** A file may be an older copy, so that only what is missing between its seals is a fault. */
const fileFaults = ({ database, file }: SealCopies): readonly SealFault[] => {
  if (file === null || file.length === 0) return [];
  const known = new Set(file.map(({ statement }) => statement));
  const numbers = file.map(({ number }) => number);
  const [lowest, highest] = [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))];
  return database
    .filter(({ number, statement }) => number > lowest && number < highest && !known.has(statement))
    .map(({ number }) => ({ number, because: 'missing-in-file' }));
};

/** Every seal against the chain as it is stored, its signature, and the other seals (S-19, S-24). */
export const verifySeals = async (
  log: EventLog,
  shard: string,
  copies: SealCopies,
  { trusted = null, from = 1, to = Number.MAX_SAFE_INTEGER }: SealsAsked = {},
): Promise<SealsVerified> => {
  const isAsked = ({ number }: Readonly<{ number: number }>): boolean => number >= from && number <= to;
  const seals = new Map(
    [...copies.database, ...(copies.file ?? [])].filter(isAsked).map((seal) => [JSON.stringify(Object.values(seal)), seal]),
  );
  const all = [...seals.values()];
  const links = await log.linksAt(shard, [...new Set(all.map(({ number }) => number))]);
  const own = all.flatMap((seal): SealFault[] => {
    const because = faultOf(seal, links.get(seal.number)?.toString('hex'), trusted);
    return because === null ? [] : [{ number: seal.number, because }];
  });
  const faults = [...own, ...[...chainFaults(copies), ...fileFaults(copies)].filter(isAsked)];
  const firstBad = faults.toSorted((a, b) => a.number - b.number)[0] ?? null;
  const holding = all.map(({ number }) => number).filter((number) => firstBad === null || number < firstBad.number);
  return {
    checked: new Set(all.map(({ number }) => number)).size,
    keyIds: [...new Set(all.map(({ keyId }) => keyId))],
    firstBad,
    holdsUpTo: holding.reduce((a, b) => Math.max(a, b), 0),
  };
};
