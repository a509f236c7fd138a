import { idCheckDigit } from '../fixtures/identifiers';
import { dotVariant, hasRare, nameVariant, withoutRare } from './names';
import { ERROR_RATES } from './profile';
import { Quota } from './random';
import type { ErrorKind, SourceName, TrueError } from './truth';
import type { County, Family, Person, World, Written } from './world';

// The error layer: how a clerk of one source wrote a person down. Written once per person and source, as in life, so that a
// snapshot repeats the same mistake month after month.

export const quota = (world: World, kind: string, rate: number): Quota => {
  let found = world.quotas.get(kind);
  if (found === undefined) {
    found = new Quota(rate, world.random.fork(`quota/${kind}`));
    world.quotas.set(kind, found);
  }
  return found;
};

export const noteError = (
  world: World,
  kind: ErrorKind,
  source: SourceName,
  person: Person | null,
  family: Family | null,
): TrueError => {
  const error: TrueError = { kind, source, file: null, row: null, person: person?.id ?? null, household: family?.id ?? null };
  world.errors.push(error);
  return error;
};

const substituteDigit = (world: World, idNo: string): string => {
  const at = world.random.int(6, 16);
  const digit = (Number(idNo[at]) + world.random.int(1, 9)) % 10;
  return idNo.slice(0, at) + digit + idNo.slice(at + 1);
};
const fullWidth = (text: string): string => text.replace(/[0-9X]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));

type Slip = Readonly<{ kind: ErrorKind; fits: (person: Person) => boolean; write: (world: World, person: Person) => string }>;
const always = (): boolean => true;
/** At most one of these befalls an identifier; the rarest kinds come first so that none is crowded out. */
const ID_SLIPS: readonly Slip[] = [
  {
    kind: 'id-excel-zeroed',
    fits: ({ idNo }) => idCheckDigit(`${idNo.slice(0, 15)}00`) !== '0',
    write: (_, p) => `${p.idNo.slice(0, 15)}000`,
  },
  { kind: 'id-15-digit', fits: ({ birth }) => birth < '1990', write: (_, p) => p.idNo.slice(0, 6) + p.idNo.slice(8, 17) },
  {
    kind: 'id-disability-20',
    fits: ({ health }) => health === '残疾',
    write: (world, p) => `${p.idNo}${world.random.int(1, 7)}${world.random.int(1, 4)}`,
  },
  { kind: 'id-lower-case-x', fits: ({ idNo }) => idNo.endsWith('X'), write: (_, p) => p.idNo.toLowerCase() },
  { kind: 'id-check-digit', fits: always, write: (world, p) => substituteDigit(world, p.idNo) },
  { kind: 'id-missing', fits: always, write: () => '' },
  { kind: 'id-full-width', fits: always, write: (_, p) => fullWidth(p.idNo) },
  {
    kind: 'id-spaces',
    fits: always,
    write: (world, p) =>
      world.random.chance(0.5) ? ` ${p.idNo} ` : `${p.idNo.slice(0, 6)} ${p.idNo.slice(6, 14)} ${p.idNo.slice(14)}`,
  },
  { kind: 'id-apostrophe', fits: always, write: (_, p) => `'${p.idNo}` },
];
const NAME_SLIPS: readonly Slip[] = [
  { kind: 'rare-character', fits: ({ name }) => hasRare(name), write: (world, p) => withoutRare(p.name, world.random) },
  { kind: 'minority-dot', fits: ({ name }) => name.includes('·'), write: (world, p) => dotVariant(p.name, world.random) },
  { kind: 'name-variant', fits: ({ name }) => nameVariant(name) !== null, write: (_, p) => nameVariant(p.name) as string },
];
/** A tenth of the missing numbers is left to the new-born (people-life.ts). */
const rateOf = (kind: ErrorKind): number => ERROR_RATES[kind as keyof typeof ERROR_RATES] * (kind === 'id-missing' ? 0.9 : 1);

const slip = (world: World, slips: readonly Slip[], person: Person, source: SourceName, county: County): Slip | null => {
  let taken: Slip | null = null;
  for (const candidate of slips) {
    const owed = quota(world, `${candidate.kind}/${source}`, rateOf(candidate.kind));
    owed.ask(candidate.kind === 'minority-dot' && county.dotted ? 6 : county.badness);
    if (taken === null && owed.due && candidate.fits(person)) {
      owed.take();
      taken = candidate;
    }
  }
  return taken;
};

const REPAIRABLE: ReadonlySet<ErrorKind> = new Set(['id-check-digit', 'id-excel-zeroed', 'id-missing', 'id-15-digit']);

/** How this source spells the person: made at the first call, the same ever after. */
export const writtenBy = (world: World, source: SourceName, person: Person, family: Family): Written => {
  const known = person.written[source];
  if (known !== null) return known;
  const written: Written = { idNo: person.idNo, name: person.name, kinds: [], unplaced: [] };
  person.written[source] = written;
  const idSlip = slip(world, ID_SLIPS, person, source, family.county);
  if (idSlip !== null) written.idNo = idSlip.write(world, person);
  const nameSlip = slip(world, NAME_SLIPS, person, source, family.county);
  if (nameSlip !== null) written.name = nameSlip.write(world, person);
  for (const each of [idSlip, nameSlip]) {
    if (each === null) continue;
    written.kinds.push(each.kind);
    written.unplaced.push(noteError(world, each.kind, source, person, family));
  }
  if (idSlip !== null && REPAIRABLE.has(idSlip.kind)) world.flawed.push({ written, person, source, family });
  return written;
};
