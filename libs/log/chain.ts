import { createHash } from 'node:crypto';
import type { NewEvent } from './event-log';

/** The link before a shard's first event. */
export const GENESIS: Buffer = Buffer.alloc(32);

/** Everything the link covers beside the body and the previous link (S-14): not traceparent, not the link itself. */
export type Chained = Pick<NewEvent, 'id' | 'type' | 'schema' | 'effectiveOn' | 'origin' | 'source' | 'county'> &
  Readonly<{
    position: Readonly<{ shard: string; number: number }>;
    stream: string;
    version: number;
    recordedAt: string;
    commandId: string;
  }>;

// Netstrings (length in UTF-8 bytes, colon, text, comma): no value can pass for the border between two.
const netstring = (text: string): string => `${Buffer.byteLength(text)}:${text},`;

const headersOf = (e: Chained): string =>
  netstring(`${e.position.shard}:${e.position.number}`) +
  netstring(e.stream) +
  netstring(String(e.version)) +
  netstring(e.id) +
  netstring(e.type) +
  netstring(e.schema) +
  netstring(e.effectiveOn) +
  netstring(e.recordedAt) +
  netstring(e.origin) +
  netstring(e.source) +
  netstring(e.county) +
  netstring(e.commandId);

export const sm3 = (bytes: Buffer): Buffer => createHash('sm3').update(bytes).digest();

/** SM3(previous link ‖ SM3(body) ‖ headers); 32 bytes. The field order is part of the stored format (ADR 3). */
export const linkOf = (previous: Buffer, bodyHash: Buffer, event: Chained): Buffer =>
  createHash('sm3').update(previous).update(bodyHash).update(headersOf(event)).digest();
