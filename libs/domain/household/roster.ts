import type { PersonId } from '../values';
import type { Sealed } from './personal';

/** One person as the poverty registry lists them (domain.md 3.1). Codes are the source's own words (health 健康, labour 普通劳动力 …). */
export type RegistryMember = Readonly<{
  person: PersonId;
  memberNo: string;
  name: Sealed;
  idNo: Sealed | null;
  phone: Sealed | null;
  sex: string | null;
  relation: string | null;
  ethnicity: string | null;
  health: string | null;
  labour: string | null;
  /** The link to the person is doubtful: an identity review is open (S-11). */
  provisional: boolean;
}>;

/** One person as a dibao case lists them; `covered` is 是否保障人口 (domain.md 3.2). */
export type CaseMember = Readonly<{
  person: PersonId;
  name: Sealed;
  idNo: Sealed | null;
  sex: string | null;
  relation: string | null;
  covered: boolean;
  provisional: boolean;
}>;
