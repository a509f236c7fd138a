import type { PoolClient } from 'pg';
import type { Prepared } from './group-plan';
import { texts } from './postgres-arrays';
import { statement } from './postgres-statements';

const takeClaims = statement('take-claims');
const readTakenClaims = statement('read-taken-claims');
const giveBackClaims = statement('give-back-claims');
const reassignClaims = statement('reassign-claims');

/** Hash to owner: those taken in this transaction, and those that others hold. */
export type Claims = Readonly<{ taken: ReadonlyMap<string, string>; held: ReadonlyMap<string, string> }>;

const NONE: ReadonlyMap<string, string> = new Map();

/** Takes every claim of the group for its first claimant; who really gets it is known only under the head. */
export const takeClaimsOf = async (client: PoolClient, group: readonly Prepared[]): Promise<Claims> => {
  const asked = new Map<string, string>();
  for (const { append } of group) for (const { hash, owner } of append.claims ?? []) if (!asked.has(hash)) asked.set(hash, owner);
  if (asked.size === 0) return { taken: NONE, held: NONE };
  const hashes = [...asked.keys()].sort();
  const { rowCount } = await client.query(takeClaims(texts(hashes), texts(hashes.map((hash) => asked.get(hash)!))));
  if (rowCount === asked.size) return { taken: asked, held: NONE };
  type Row = { hash: string; owner: string; is_ours: boolean };
  const { rows } = await client.query<Row>(readTakenClaims(texts(hashes)));
  const owners = (isOurs: boolean) =>
    new Map(rows.filter((row) => row.is_ours === isOurs).map(({ hash, owner }) => [hash, owner]));
  return { taken: owners(true), held: owners(false) };
};

/** A claim whose append failed is given back; one that a later append of the group got instead changes hands. */
export const settleClaims = async (client: PoolClient, { taken }: Claims, owners: ReadonlyMap<string, string>): Promise<void> => {
  const unused: string[] = [];
  const moved: string[] = [];
  for (const [hash, owner] of taken) {
    const final = owners.get(hash);
    if (final === undefined) unused.push(hash);
    else if (final !== owner) moved.push(hash);
  }
  if (unused.length > 0) await client.query(giveBackClaims(texts(unused)));
  if (moved.length > 0) await client.query(reassignClaims(texts(moved), texts(moved.map((hash) => owners.get(hash)!))));
};
