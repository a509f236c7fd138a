import { hash } from 'node:crypto';
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

/** The fixed headers, as the link covers them. The field order is part of the stored format (ADR 3). */
export const headersOf = (e: Chained): string =>
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

// One shot: a Hash object for each event costs more than its hashing, most of it in garbage collection. And by way of a string, whose
// bytes come from Node's pool: 'buffer' gives each digest memory of its own, which takes a fifth longer.
export const sm3 = (bytes: Buffer): Buffer => Buffer.from(hash('sm3', bytes, 'binary'), 'binary');

let scratch = Buffer.allocUnsafe(4_096);

/** SM3(previous link ‖ SM3(body) ‖ headers); 32 bytes. */
export const linkOf = (previous: Buffer, bodyHash: Buffer, event: Chained): Buffer => {
  const headers = headersOf(event);
  const most = 64 + 3 * headers.length;
  if (scratch.length < most) scratch = Buffer.allocUnsafe(most);
  previous.copy(scratch, 0);
  bodyHash.copy(scratch, 32);
  return sm3(scratch.subarray(0, 64 + scratch.write(headers, 64)));
};
