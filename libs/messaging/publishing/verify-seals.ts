import { isSignatureOver } from '@xianjie/documents';
import type { EventLog } from '@xianjie/log';
import type { Seal } from '../postgres-seals';
import { sealStatement } from './sealer';

export type SealFault = Readonly<{
  number: number;
  because: 'not-in-the-log' | 'another-link' | 'statement-altered' | 'signature-invalid' | 'unknown-key';
}>;
export type SealsVerified = Readonly<{
  checked: number;
  /** Of the keys that signed: whose they are, the auditor knows. */
  keyIds: readonly string[];
  /** The lowest position that a seal contradicts. */
  firstBad: SealFault | null;
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

/**
 * Every seal against the chain as it is stored, and its signature (S-19, S-24). `trusted`: SubjectPublicKeyInfo in base64 of the keys
 * that may have signed; null takes any, and leaves `keyIds` to be compared. Reads the log once from the first seal to the last.
 */
export const verifySeals = async (
  log: EventLog,
  shard: string,
  seals: readonly Seal[],
  trusted: ReadonlySet<string> | null = null,
): Promise<SealsVerified> => {
  const wanted = new Set(seals.map(({ number }) => number));
  const numbers = [...wanted].toSorted((a, b) => a - b);
  const links = new Map<number, string>();
  const [first = 1, last = 0] = [numbers[0], numbers.at(-1)];
  for await (const page of log.readRange(shard, first - 1, { upTo: last, pageSize: 5_000 }))
    for (const { position, link } of page) if (wanted.has(position.number)) links.set(position.number, link.toString('hex'));
  const faults = seals.flatMap((seal): SealFault[] => {
    const because = faultOf(seal, links.get(seal.number), trusted);
    return because === null ? [] : [{ number: seal.number, because }];
  });
  return {
    checked: seals.length,
    keyIds: [...new Set(seals.map(({ keyId }) => keyId))],
    firstBad: faults.toSorted((a, b) => a.number - b.number)[0] ?? null,
  };
};
