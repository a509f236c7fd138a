import { asOfAt, FREEZE_TICK, tickOf } from './calendar';
import type { ListedCounty, ListedHousehold } from './truth';
import type { Registration, World } from './world';
import { codeOn } from './world';

const bit = (tick: number): number => 1 << tick;
const window = (from: number): number => {
  let bits = 0;
  for (let tick = from; tick <= FREEZE_TICK; tick += 1) bits |= bit(tick);
  return bits;
};

/**
 * Sections 1 and 2 of the exit list as S-20 has them, from what the files said up to the freeze: an exit of the year with a member
 * covered in any month from the exit's (January where 脱贫日期 is missing) to the freeze's; every plan of the year without an exit of it.
 */
export const listsOf = (world: World): ListedCounty[] => {
  const counties = new Map<string, ListedCounty>();
  const freezeDay = asOfAt(world.year, FREEZE_TICK);
  for (const county of world.counties) {
    const { code } = codeOn(county, freezeDay);
    counties.set(code, { county: code, section1: [], section2: [] });
  }
  for (const registration of world.registrations) {
    if (!registration.seen) continue;
    const listed = counties.get(codeOn(registration.county, freezeDay).code) as ListedCounty;
    if (registration.exitYear === world.year && registration.exitSeen) {
      const from = registration.exitOn === '' ? 1 : tickOf(world.year, registration.exitOn);
      const line = lineOf(registration, window(from));
      if (line !== null) listed.section1.push(line);
    } else if (registration.planSeen) listed.section2.push(lineOf(registration, 0) as ListedHousehold);
  }
  for (const { section1, section2 } of counties.values())
    for (const section of [section1, section2]) section.sort((a, b) => (a.householdNo < b.householdNo ? -1 : 1));
  return [...counties.values()].sort((a, b) => (a.county < b.county ? -1 : 1));
};

/** Null when nobody was covered in `months`; with months 0 everybody is listed (section 2). */
const lineOf = (registration: Registration, months: number): ListedHousehold | null => {
  const people = registration.members.map(({ person }) => person);
  const isCovered = people.some((person) => ((person.months | person.droppedMonths) & months) !== 0);
  if (months !== 0 && !isCovered) return null;
  return {
    household: registration.family.id,
    householdNo: registration.no,
    covered: people.filter((person) => (person.months & bit(FREEZE_TICK)) !== 0).length,
    members: people.length,
    relapsedOn: registration.relapsedOn === '' ? null : registration.relapsedOn,
  };
};
