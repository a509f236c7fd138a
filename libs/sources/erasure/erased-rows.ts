import { canonicalName, normaliseIdentifier } from '@xianjie/domain';
import type { PersonId } from '@xianjie/domain';
import type { FileKeys } from '../kept/file-keys';

/** What is known of a person before the keys are destroyed, in clear: held in memory only. */
export type PersonInClear = Readonly<{
  person: PersonId;
  names: readonly string[];
  /** As registries spell them, or normalised. */
  numbers: readonly string[];
  /** 户编号 and 低保证号 under which the person is or was listed. */
  records: readonly string[];
}>;

const ofNumber = (idNo: string): string => `number ${idNo}`;
const ofName = (record: string, name: string): string => `name ${record} ${canonicalName(name)}`;

/** A sound number however it is spelt. One with a wrong check digit, or 无, may stand in the rows of many: those go by name. */
export const soundNumberOf = (cell: string): string | null => {
  const read = normaliseIdentifier(cell.trim() || null);
  return 'zeroed' in read || read.kind === 'other' || read.problem !== null ? null : read.idNo;
};

/** The tombstones of a person: a name counts within one record only, since a province has thousands who share it. */
export const tombstonesOf = ({ names, numbers, records }: PersonInClear, keys: FileKeys): readonly string[] => [
  ...numbers.flatMap((number) => soundNumberOf(number) ?? []).map((number) => keys.tombstone(ofNumber(number))),
  ...records.flatMap((record) => names.map((name) => keys.tombstone(ofName(record, name)))),
];

/** Says whose a row is, by tombstones alone. */
export class ErasedRows {
  constructor(
    private readonly tombstones: ReadonlyMap<string, PersonId>,
    private readonly keys: FileKeys,
  ) {}

  get isEmpty(): boolean {
    return this.tombstones.size === 0;
  }

  byNumber(cell: string): PersonId | null {
    const number = soundNumberOf(cell);
    return number === null ? null : this.person(ofNumber(number));
  }

  byName(record: string, name: string): PersonId | null {
    return record === '' || name === '' ? null : this.person(ofName(record, name));
  }

  private person(text: string): PersonId | null {
    return this.tombstones.get(this.keys.tombstone(text)) ?? null;
  }
}
