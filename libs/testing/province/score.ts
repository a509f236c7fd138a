import type { Explanations } from './explain';
import { explanationsOf } from './explain';
import type { Differences, HubAnswer, Score } from './hub-answer';
import { ERROR_RATES } from './profile';
import { scoreDoubles } from './score-doubles';
import { scoreLists } from './score-lists';
import type { Tally } from './tally';
import { newTally } from './tally';
import type { TrueHousehold, TruePerson, Truth } from './truth';

const scorePersons = (truth: Truth, hub: HubAnswer, why: Explanations, tally: Tally) => {
  const missed: Differences = {};
  const owner = new Map<string, number>();
  let [withSeveralRows, inBothSources, linked, linkedInBoth, wrongLinks] = [0, 0, 0, 0, 0];
  for (const { id, household, registry, dibao } of truth.persons) {
    const answers = [
      ...registry.map((key) => [hub.registryPerson(key), key.listed] as const),
      ...dibao.map((key) => [hub.dibaoPerson(key), key.listed] as const),
    ];
    const ids = answers.filter(([answer, listed]) => answer !== null || listed).map(([answer]) => answer);
    for (const each of new Set(ids)) {
      if (each === null) continue;
      const other = owner.get(each);
      if (other === undefined) owner.set(each, id);
      else {
        wrongLinks += 1;
        tally.examples.push(`wrong link: true persons ${other} and ${id} (household ${household}) are ${each} in the hub`);
      }
    }
    if (ids.length < 2) continue;
    const both = registry.length > 0 && dibao.length > 0;
    const whole = ids[0] !== null && ids.every((each) => each === ids[0]);
    withSeveralRows += 1;
    inBothSources += Number(both);
    linked += Number(whole);
    linkedInBoth += Number(both && whole);
    if (!whole) tally.count(missed, why.ofPerson(id), () => `person ${id} of household ${household} is ${JSON.stringify(ids)}`);
  }
  return { persons: { withSeveralRows, inBothSources, linked, linkedInBoth, missed }, wrongLinks };
};

const sharedBy = (people: readonly TruePerson[], no: string, caseNo: string): TruePerson[] =>
  people.filter(({ registry, dibao }) => registry.some((r) => r.householdNo === no) && dibao.some((d) => d.caseNo === caseNo));

/** Persons by the household numbers and case numbers under which they are listed. */
const peopleOf = (truth: Truth): ((household: TrueHousehold) => TruePerson[]) => {
  const byNo = new Map<string, TruePerson[]>();
  for (const person of truth.persons)
    for (const { county, householdNo } of person.registry) {
      const key = `${county}/${householdNo}`;
      const there = byNo.get(key);
      if (there === undefined) byNo.set(key, [person]);
      else there.push(person);
    }
  return ({ registry }) => registry.flatMap(({ county, householdNo }) => byNo.get(`${county}/${householdNo}`) ?? []);
};

const scoreHouseholds = (truth: Truth, hub: HubAnswer, why: Explanations, tally: Tally): Score['households'] => {
  const missed: Differences = {};
  const owner = new Map<string, number>();
  const listed = peopleOf(truth);
  let [withBoth, linked, wronglyMerged] = [0, 0, 0];
  for (const household of truth.households) {
    const cases = household.cases.map((key) => hub.dibaoHousehold(key));
    const registry = household.registry.map((key) => hub.registryHousehold(key));
    for (const each of new Set([...registry, ...cases])) {
      if (each === null) continue;
      const other = owner.get(each);
      if (other === undefined) owner.set(each, household.id);
      else if (why.kinship(other) !== why.kinship(household.id)) {
        wronglyMerged += 1;
        tally.examples.push(`wrongly merged: true households ${other} and ${household.id} are ${each} in the hub`);
      }
    }
    const home = registry.at(-1) ?? null;
    if (household.registry.length === 0) continue;
    const people = household.cases.length === 0 ? [] : listed(household);
    household.cases.forEach(({ caseNo }, index) => {
      const shared = household.registry.flatMap(({ householdNo }) => sharedBy(people, householdNo, caseNo));
      if (shared.length === 0) return;
      withBoth += 1;
      if (home !== null && cases[index] === home) {
        linked += 1;
        return;
      }
      const kinds = shared.map(({ id }) => why.ofPerson(id));
      const kind = why.related(household.id) ? 'shared-members' : kinds.every((each) => each !== null) ? kinds[0] : null;
      tally.count(missed, kind, () => `household ${household.id}: case ${caseNo} is ${cases[index]}, the registration ${home}`);
    });
  }
  return { withBoth, linked, missed, wronglyMerged };
};

/** Every kind is there at its rate: within a quarter, or four, of what the exposure asks; dots may reach 3 % in some counties. */
const errorKinds = (truth: Truth): Score['errorKinds'] => {
  const counts = new Map<string, number>();
  for (const { kind } of truth.errors) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Object.fromEntries(
    Object.entries(ERROR_RATES).map(([kind, expected]) => {
      const count = counts.get(kind) ?? 0;
      const exposure = truth.exposure[kind] ?? 0;
      const most = kind === 'minority-dot' ? 0.03 : expected;
      const slack = Math.max(4, expected * exposure * 0.25);
      const within =
        count >= expected * exposure - slack && count <= most * exposure + slack && (count > 0 || expected * exposure < 3);
      return [kind, { count, rate: exposure === 0 ? 0 : count / exposure, expected, within }];
    }),
  );
};

/**
 * Compares what a hub answers with what is true. `known` says which lists the hub was asked for: as frozen, or with the supplement
 * after the last snapshots. Pure: the same two arguments give the same score.
 */
export const scoreAgainstTruth = (truth: Truth, hub: HubAnswer, known: 'at-freeze' | 'after' = 'at-freeze'): Score => {
  const why = explanationsOf(truth);
  const tally = newTally();
  const { persons, wrongLinks } = scorePersons(truth, hub, why, tally);
  const households = scoreHouseholds(truth, hub, why, tally);
  const lists = scoreLists(truth, hub, why, tally, known === 'at-freeze' ? truth.lists : truth.listsAfter);
  const twice = scoreDoubles(truth, hub, why, tally, [...(known === 'at-freeze' ? [truth.doubles] : []), truth.doublesAfter]);
  const ofDoubles = twice === null ? [] : Object.values(twice).flatMap(({ missed, extra }) => [missed, extra]);
  const all = [persons.missed, households.missed, lists.missing, lists.extra, lists.coveredDiffers, ...ofDoubles];
  const unexplained = all.reduce((sum, each) => sum + (each.unexplained ?? 0), 0) + households.wronglyMerged;
  return {
    persons,
    households,
    lists,
    doubles: twice,
    errorKinds: errorKinds(truth),
    wrongLinks,
    unexplained,
    examples: tally.examples.slice(0, 100),
  };
};
