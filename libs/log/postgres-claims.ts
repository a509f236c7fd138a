import type { PoolClient } from 'pg';
import type { Prepared } from './group-plan';
import { texts } from './postgres-arrays';
import { statement } from './postgres-statements';

const readTakenClaims = statement('read-taken-claims');
const giveBackClaims = statement('give-back-claims');
const reassignClaims = statement('reassign-claims');

type Owners = ReadonlyMap<string, string>;
/** Hash to owner: those taken in this transaction, and those that others hold. */
export type Claims = Readonly<{ taken: Owners; held: Owners }>;

/** Every claim of the group for its first claimant, in hash order; who really gets it is known only under the head. */
export const claimsOf = (group: readonly Prepared[]): Owners => {
  const asked = new Map<string, string>();
  for (const { append } of group) for (const { hash, owner } of append.claims ?? []) if (!asked.has(hash)) asked.set(hash, owner);
  return new Map([...asked.keys()].sort().map((hash) => [hash, asked.get(hash)!]));
};

/** Whose they are now that so many of them could be taken. */
export const sortClaims = async (client: PoolClient, asked: Owners, taken: number): Promise<Claims> => {
  if (taken === asked.size) return { taken: asked, held: new Map() };
  type Row = { hash: string; owner: string; is_ours: boolean };
  const { rows } = await client.query<Row>(readTakenClaims(texts([...asked.keys()])));
  const owners = (isOurs: boolean) =>
    new Map(rows.filter((row) => row.is_ours === isOurs).map(({ hash, owner }) => [hash, owner]));
  return { taken: owners(true), held: owners(false) };
};

/** A claim whose append failed is given back; one that a later append of the group got instead changes hands. */
export const settleClaims = async (client: PoolClient, { taken }: Claims, owners: Owners): Promise<void> => {
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
