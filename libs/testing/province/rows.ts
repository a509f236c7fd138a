import type { DateStyle } from './calendar';
import { writeDate, writeMonth } from './calendar';
import { relationTo } from './people';
import { writtenBy } from './writing';
import type { TrueError } from './truth';
import type { Case, CaseMember, Registration, RegistryMember, World, Written } from './world';
import { codeOn } from './world';

// One row a person, cells in the order of interfaces.md. A cell is what a clerk's export holds: text, in that county's way of writing.

export type Row = Readonly<{ cells: string[]; errors: TrueError[][] }>;
export const yuan = (fen: number, thousands = false): string => {
  const text = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
  return thousands ? text.replace(/\B(?=(\d{3})+\.)/g, ',') : text;
};

/** A stale code stays as it was on the card; any other follows the county's code on that day. */
const division = (record: Registration | Case, asOf: string): string =>
  record.stale ?? codeOn(record.county, asOf).code + record.village.slice(6);

const attributeOf = ({ family, members }: Registration): string => {
  const covered = members.filter(({ person }) => person.covered > 0).length;
  if (family.cases.some(({ programme, open }) => open && programme === '特困')) return '五保户';
  return covered > 0 ? '低保贫困户' : '一般贫困户';
};

export const registryRows = (
  world: World,
  registration: Registration,
  asOf: string,
  dataYear: number,
  style: DateStyle,
): Row[] => {
  const { county, members, head } = registration;
  const attribute = attributeOf(registration);
  const headName = writtenBy(world, 'poverty', head, registration.family).name;
  const size = String(Math.max(1, members.length + registration.declaredOff));
  const code = division(registration, asOf);
  const identified = writeMonth(registration.identifiedOn, style);
  const exitOn = writeDate(registration.exitOn, style);
  const income = yuan(registration.incomeFen, county.thousands);
  return members.map((member: RegistryMember) => {
    const { person } = member;
    const written = writtenBy(world, 'poverty', person, registration.family);
    member.lastTick = world.tick;
    member.listed |= 1 << (registration.numbers.length - 1);
    return {
      cells: [
        registration.no,
        member.memberNo,
        String(dataYear),
        code,
        headName,
        written.name,
        person.sex,
        written.idNo,
        relationTo(person, head),
        person.ethnicity,
        person.health,
        person.labour,
        attribute,
        registration.mainCause,
        registration.otherCauses,
        '国家标准',
        identified,
        registration.status,
        registration.plannedYear === null ? '' : String(registration.plannedYear),
        registration.exitYear === null ? '' : String(registration.exitYear),
        exitOn,
        registration.notExitedReason,
        registration.exitPath,
        income,
        registration.guarantees,
        registration.score,
        '',
        '',
        size,
        person.phone,
      ],
      errors: [written.unplaced, registration.unplaced],
    };
  });
};

const BANKS = ['农村信用社', '农业银行', '邮政储蓄银行'];
export const dibaoRows = (world: World, dibaoCase: Case, asOf: string, style: DateStyle): Row[] => {
  const { county, family, applicant } = dibaoCase;
  const spell = (member: CaseMember): Written => writtenBy(world, 'dibao', member.person, family);
  const headName = writtenBy(world, 'dibao', applicant, family).name;
  const code = division(dibaoCase, asOf);
  const amount = yuan(dibaoCase.amountFen, county.thousands);
  const tekun = dibaoCase.programme === '特困';
  return dibaoCase.members.map((member) => {
    const { person } = member;
    const written = spell(member);
    member.seen = true;
    member.lastTick = world.tick;
    member.lastIdNo = written.idNo;
    member.lastName = written.name;
    return {
      cells: [
        dibaoCase.no,
        dibaoCase.programme,
        code,
        headName,
        written.name,
        person.sex,
        written.idNo,
        relationTo(person, applicant),
        member.covered ? '是' : '否',
        tekun ? '' : dibaoCase.class,
        dibaoCase.mode,
        amount,
        writeMonth(dibaoCase.from, style),
        writeMonth(dibaoCase.stop, style),
        dibaoCase.status,
        dibaoCase.reason,
        dibaoCase.reportNo,
        writeDate(dibaoCase.verifiedOn, style),
        writeDate(dibaoCase.reviewedOn, style),
        dibaoCase.flag,
        BANKS[county.index % BANKS.length],
        dibaoCase.account,
        headName,
        applicant.phone,
      ],
      errors: [written.unplaced, dibaoCase.unplaced],
    };
  });
};

/** The totals line that an export appends: it counts rows and sums the money of the first row of each case. */
export const totalsRow = (columns: number, persons: number, fen: number, moneyColumn: number): string[] => {
  const cells = Array<string>(columns).fill('');
  cells[0] = '合计';
  cells[5] = String(persons);
  cells[moneyColumn] = yuan(fen);
  return cells;
};
