import type { DomainEvent } from '../decider';
import type { CountyCode, LocalDate } from '../values';

// These names and fields are the stored format. Add an event; never rename one.

export type SignatureAlgorithm = 'SM2' | 'ED25519';
export type Signature = Readonly<{
  algorithm: SignatureAlgorithm;
  /** SM2: DER of (r, s). */
  value: string;
  /** SubjectPublicKeyInfo. */
  publicKey: string;
  /** The first 16 hex digits of the SM3 over `publicKey`'s bytes. */
  keyId: string;
}>;
export type ListSigned = DomainEvent<'ListSigned', { version: number; root: string; signature: Signature; signedBy: string }>;
/** What became known after a freeze, once it is signed (S-22). */
export type SupplementIssued = DomainEvent<
  'SupplementIssued',
  { version: number; supplements: number; addedLines: number; withdrawnLines: number; issuedBy: string }
>;
/** `recipient` is the civil affairs office of that county; `receiptId` the folder or the message it went in. */
export type ListDelivered = DomainEvent<
  'ListDelivered',
  { version: number; recipient: CountyCode; channel: string; receiptId: string; late: boolean; deliveredBy: string }
>;
/** The chain's head at the end of a day, as sealed (S-19). */
export type DaySeal = Readonly<{ day: LocalDate; position: string; link: string }>;
/** Civil affairs' own signature over the same root and the seal of its day (S-24). */
export type ListAcknowledged = DomainEvent<
  'ListAcknowledged',
  { version: number; root: string; seal: DaySeal; signature: Signature; acknowledgedBy: string }
>;
export type ListRejected = DomainEvent<'ListRejected', { version: number; reason: string; rejectedBy: string }>;
