import { canonicalName } from '@xianjie/domain';
import type { PersonId } from '@xianjie/domain';
import { KeyedHash } from './keyed-hash';
import type { MasterKey } from './master-key';

/** Keyed hashes by which persons are found, one key a province: nobody can try out numbers without the master key (S-12). */
export class IdentifierHasher {
  private readonly numbers: KeyedHash;
  private readonly blocks: KeyedHash;

  /** `shard`: the province, whose hashes are unique. */
  constructor(masterKey: MasterKey, shard: string) {
    this.numbers = new KeyedHash(masterKey.derive(`identifiers ${shard}`));
    this.blocks = new KeyedHash(masterKey.derive(`blocks ${shard}`));
  }

  /** Of a normalised number, 64 hex digits. */
  hash(idNo: string): string {
    return this.numbers.of(idNo, 'hex');
  }

  /** Of a name as compared and a township (nine digits of a division): those who share it are worth comparing. */
  block(name: string, division: string): string {
    return this.blocks.of(`${canonicalName(name)}|${division.slice(0, 9)}`, 'base64url').slice(0, 22);
  }

  /** Of a name as compared, of one person only: an erased person is known again by it where no number tells. */
  name(person: PersonId, name: string): string {
    return this.blocks.of(`${person}|${canonicalName(name)}`, 'base64url').slice(0, 22);
  }
}
