import { birthAndSexOf, matchTier, normaliseIdentifier } from '@xianjie/domain';
import type { MatchTier, PersonId, PersonRow, ReportedIdentity } from '@xianjie/domain';
import type { ReportedHousehold } from '@xianjie/sources';
import type { Batch } from './batch';
import type { CaseworkParts } from './parts';
import type { Resolved } from './members';

/** Who else a person might be (S-11). */
export type Candidate = Readonly<{ person: PersonId; tier: MatchTier }>;

export const rowOf = ({ name, identity, sex }: Resolved['member'], { division }: ReportedHousehold): PersonRow => ({
  name,
  identity,
  birth: birthAndSexOf(identity.problem === null ? identity.idNo : null)?.birth ?? null,
  sex: sex ?? null,
  township: division.slice(0, 9),
  // Head names differ between the systems (head change 1.5 %/yr, mismatch 8 %); the village is what both write.
  household: division,
});

const nobody: ReportedIdentity = { raw: null, idNo: null, kind: 'missing', problem: null };

/** The rows under which a known person stands on rosters, opened. */
const rowsOf = (batch: Batch, person: PersonId): readonly PersonRow[] =>
  batch.filesOf(person).flatMap(({ state: { registration, cases } }) => {
    const listed = [
      ...(registration === null ? [] : [{ member: registration.members[person], division: registration.division }]),
      ...Object.values(cases).flatMap(({ members, division }) =>
        members.filter((member) => member.person === person).map((member) => ({ member, division })),
      ),
    ];
    return listed.flatMap(({ member, division }): PersonRow[] => {
      const name = member ? batch.keys.open(member.name) : null;
      if (!member || name === null) return [];
      const identity = normaliseIdentifier(batch.keys.open(member.idNo));
      const known = 'zeroed' in identity ? nobody : identity;
      const birth = birthAndSexOf(known.problem === null ? known.idNo : null)?.birth ?? null;
      return [{ name, identity: known, birth, sex: member.sex, township: division.slice(0, 9), household: division }];
    });
  });

type Newcomer = Readonly<{ resolved: Resolved; row: PersonRow }>;

/**
 * Candidates for the new persons of a batch: for one in doubt everybody of that name and township, for one with a sound number
 * only those in doubt. Both orders of arrival so lead to the same question.
 */
export const findCandidates = async (
  { blocks, log: _, vault }: CaseworkParts,
  batch: Batch,
  newcomers: readonly Newcomer[],
): Promise<ReadonlyMap<PersonId, readonly Candidate[]>> => {
  const hashed = newcomers.map(({ resolved, row }) => ({
    resolved,
    row,
    hash: batch.hasher.block(row.name, row.township),
    doubtful: resolved.claim === null,
  }));
  await blocks.add(hashed.map(({ resolved, hash, doubtful }) => ({ hash, person: resolved.person, doubtful })));
  const hashesOf = (doubtful: boolean) => [...new Set(hashed.filter((one) => one.doubtful === doubtful).map(({ hash }) => hash))];
  const [all, doubtful] = await Promise.all([blocks.find(hashesOf(true)), blocks.find(hashesOf(false), { doubtfulOnly: true })]);
  const met = hashed.map((one) => ({
    ...one,
    others: ((one.doubtful ? all : doubtful).get(one.hash) ?? []).filter(({ person }) => person !== one.resolved.person),
  }));
  const strangers = new Set(met.flatMap(({ others }) => others.map(({ person }) => person)));
  const here = new Map(hashed.map(({ resolved, row }) => [resolved.person, row]));
  for (const person of here.keys()) strangers.delete(person);
  if (strangers.size > 0) {
    await batch.readPersons(strangers);
    batch.keys = batch.keys.with(await vault.unlock([...strangers]));
  }
  const candidatesOf = (row: PersonRow, person: PersonId): readonly Candidate[] => {
    const rows = here.has(person) ? [here.get(person) as PersonRow] : rowsOf(batch, person);
    const tier = rows.map((other) => matchTier(row, other)).find((found) => found !== null);
    return tier ? [{ person, tier }] : [];
  };
  return new Map(
    met.map(({ resolved, row, others }) => [resolved.person, others.flatMap(({ person }) => candidatesOf(row, person))]),
  );
};
