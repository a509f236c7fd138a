import type { Explanations } from './explain';
import type { AnsweredHousehold, Differences, HubAnswer, Score } from './hub-answer';
import type { Tally } from './tally';
import type { ListedCounty, ListedHousehold, TruePerson, Truth } from './truth';

/** Errors of a household that may move it in or out of a section, beside those of its persons. */
const HOUSEHOLD_KINDS = ['duplicate', 'vanished-case', 'backdated-over-freeze', 'size-mismatch'] as const;

type Reason = (household: number, strict: boolean) => string | null;

/**
 * Why a household stands otherwise on the hub's list. Strict: only if every member with dibao was written so that no hub could link
 * them; else one such member is enough (a covered count is off by that one).
 */
const reasons = (truth: Truth, why: Explanations): Reason => {
  const members = new Map<number, TruePerson[]>();
  for (const person of truth.persons) {
    const there = members.get(person.household);
    if (there === undefined) members.set(person.household, [person]);
    else there.push(person);
  }
  const exits = new Map<number, string>();
  for (const { type, household, effectiveOn } of truth.events)
    if (type === 'poverty-exited') exits.set(household, effectiveOn.slice(0, 7));
  return (household, strict) => {
    const all = (members.get(household) ?? []).filter(({ dibao }) => dibao.some(({ covered }) => covered));
    // Section 1 asks for a month from that of the exit: a case that had stopped by then puts nobody on the list.
    const from = exits.get(household) ?? `${truth.year}-01`;
    const since = all.filter(({ dibao }) => dibao.some(({ covered, stop }) => covered && (stop == null || stop > from)));
    const ever = since.length > 0 ? since : all;
    // Who is still in a case decides; only where nobody is, those who were.
    const still = ever.filter(({ dibao }) => dibao.some(({ covered, listed }) => covered && listed));
    const withDibao = still.length > 0 ? still : ever;
    const kinds = withDibao.map(({ id }) => why.ofPerson(id));
    const kind = kinds.find((each) => each !== null) ?? null;
    if (kind !== null && (!strict || kinds.every((each) => each !== null))) return kind;
    if (why.related(household)) return 'shared-members';
    return why.ofHousehold(household, HOUSEHOLD_KINDS);
  };
};

export const scoreLists = (
  truth: Truth,
  hub: HubAnswer,
  why: Explanations,
  tally: Tally,
  lists: readonly ListedCounty[],
): Score['lists'] => {
  const reason = reasons(truth, why);
  const byNo = new Map<string, number>();
  for (const { id, registry } of truth.households)
    for (const { county, householdNo } of registry)
      for (const code of truth.lineages[county] ?? [county]) byNo.set(`${code}/${householdNo}`, id);
  const answered = new Map(hub.lists.map((each) => [each.county, each]));
  const missing: Differences = {};
  const extra: Differences = {};
  const coveredDiffers: Differences = {};
  let [trueLines, hubLines, agreed] = [0, 0, 0];

  const compare = (
    county: string,
    section: '1' | '2',
    is: readonly ListedHousehold[],
    said: readonly AnsweredHousehold[],
  ): void => {
    const told = new Map(said.map((each) => [each.householdNo, each]));
    trueLines += is.length;
    hubLines += told.size;
    for (const { household, householdNo, covered } of is) {
      const line = told.get(householdNo);
      told.delete(householdNo);
      const where = `${county}, section ${section}, household ${householdNo} (${household})`;
      if (line === undefined) {
        tally.count(missing, reason(household, true), () => `missing: ${where}`);
        continue;
      }
      agreed += 1;
      if (line.covered !== covered)
        tally.count(coveredDiffers, reason(household, false), () => `covered ${line.covered} instead of ${covered}: ${where}`);
    }
    for (const householdNo of told.keys()) {
      const household = byNo.get(`${county}/${householdNo}`);
      const kind = household === undefined ? null : reason(household, false);
      tally.count(
        extra,
        kind,
        () => `extra: ${county}, section ${section}, household ${householdNo} (${household ?? 'unknown'})`,
      );
    }
  };
  for (const { county, section1, section2 } of lists) {
    const said = answered.get(county);
    compare(county, '1', section1, said?.section1 ?? []);
    compare(county, '2', section2, said?.section2 ?? []);
  }
  for (const { county, section1, section2 } of hub.lists)
    if (!lists.some((each) => each.county === county)) {
      compare(county, '1', [], section1);
      compare(county, '2', [], section2);
    }
  return { trueLines, hubLines, agreed, missing, extra, coveredDiffers };
};
