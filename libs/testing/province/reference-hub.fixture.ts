import { idCheckDigit } from '../fixtures/identifiers';
import { lineageOf, readDivisions } from './divisions';
import type { AnsweredCounty, HubAnswer } from './hub-answer';
import type { Province } from './province';
import type { Stock } from './stock';

// A small hub for specs: it knows only the files' cells, links by valid number and name, and draws the list up by S-20. It shares no
// code with the generator's own account, so that a line on which both agree is right for two reasons.

type Household = {
  county: string;
  no: string;
  people: Map<string, string>;
  exitYear: string;
  exitMonth: string;
  planned: boolean;
  left: boolean;
};
type Spell = {
  county: string;
  no: string;
  from: string;
  stop: string;
  open: boolean;
  months: Map<string, Set<string>>;
  covered: Set<string>;
  people: Set<string>;
};

const half = (text: string): string => text.normalize('NFKC').replace(/[\s']/g, '').toUpperCase();
export const normalId = (raw: string): string | null => {
  let id = half(raw);
  if (/^\d{15}$/.test(id)) id = ((first17: string) => first17 + idCheckDigit(first17))(`${id.slice(0, 6)}19${id.slice(6)}`);
  if (id.length === 20) id = id.slice(0, 18);
  return /^\d{17}[\dX]$/.test(id) && idCheckDigit(id.slice(0, 17)) === id[17] ? id : null;
};
const plain = (name: string): string => name.replace(/[·•・．]/g, '');
const alike = (a: string, b: string): boolean => {
  const [x, y] = [[...plain(a)], [...plain(b)]];
  return x.length === y.length && x.filter((c, i) => c !== y[i]).length <= 1;
};
const month = (text: string): string => {
  const [y, m] = /[-./]/.test(text) ? text.split(/[-./]/) : [text.slice(0, 4), text.slice(4, 6)];
  return text === '' ? '' : `${y}-${m.padStart(2, '0')}`;
};
const next = (m: string): string =>
  m.endsWith('12') ? `${Number(m.slice(0, 4)) + 1}-01` : `${m.slice(0, 5)}${String(Number(m.slice(5)) + 1).padStart(2, '0')}`;
const monthsOf = (from: string, to: string): string[] => {
  const all: string[] = [];
  for (let m = from; m <= to; m = next(m)) all.push(m);
  return all;
};

export const referenceHub = (
  province: Province,
  until: string,
): { answer: HubAnswer; stock: Stock; rows: Map<string, number> } => {
  const { year } = province.options;
  const table = readDivisions(province.options.province);
  const roots = new Map<string, string>();
  const rootOf = (code: string): string => {
    const six = code.slice(0, 6);
    if (!roots.has(six)) roots.set(six, lineageOf(table, six)[0].code);
    return roots.get(six) as string;
  };
  const names = new Map<string, string>();
  let provisional = 0;
  const known = new Map<string, string>();
  const personOf = (rowKey: string, rawId: string, name: string, taken: ReadonlySet<string>): string => {
    const id = normalId(rawId);
    const before = known.get(`${rowKey}/${rawId}/${name}`);
    if (before !== undefined) return before;
    let person = id;
    if (id === null || taken.has(id) || (names.has(id) && !alike(names.get(id) as string, name)))
      person = `provisional-${(provisional += 1)}`;
    else if (!names.has(id)) names.set(id, name);
    known.set(`${rowKey}/${rawId}/${name}`, person as string);
    return person as string;
  };
  const homeOf = new Map<string, string>();
  const renumbered = new Map<string, string>();
  const current = (key: string): string => (renumbered.has(key) ? current(renumbered.get(key) as string) : key);
  const households = new Map<string, Household>();
  const spells = new Map<string, Spell>();
  const dibaoPeople = new Map<string, string>();
  const rows = new Map<string, number>();
  const freezeMonth = `${year + 1}-03`;

  const hearRegistry = (cells: readonly string[][]): void => {
    const there = new Set<string>();
    const homes = new Map(homeOf);
    const numbers = new Set(households.keys());
    for (const group of groups(cells, (c) => `${rootOf(c[3])}/${c[0]}`)) {
      const [first] = group;
      const key = `${rootOf(first[3])}/${first[0]}`;
      there.add(key);
      const before = households.get(key);
      const people = new Map<string, string>();
      const taken = new Set<string>();
      for (const c of group) {
        const person = personOf(`r/${key}/${c[1]}`, c[7], c[5], taken);
        taken.add(person);
        people.set(c[1], person);
        homeOf.set(person, key);
      }
      const planned = (before?.planned ?? false) || first[18] === String(year);
      households.set(key, {
        county: rootOf(first[3]),
        no: first[0],
        people,
        exitYear: first[19],
        exitMonth: month(first[20]),
        planned,
        left: false,
      });
    }
    for (const [key, each] of households) if (!there.has(key)) each.left = true;
    // A new number with the members of a registration that is absent from the same file is a renumbering (S-10).
    for (const key of there) {
      if (numbers.has(key)) continue;
      for (const person of households.get(key)?.people.values() ?? []) {
        const old = homes.get(person);
        const gone = old === undefined ? undefined : households.get(old);
        if (old === undefined || gone === undefined || !gone.left) continue;
        (households.get(key) as Household).planned ||= gone.planned;
        households.delete(old);
        renumbered.set(old, key);
      }
    }
  };
  const hearDibao = (cells: readonly string[][], asOf: string): void => {
    const now = asOf.slice(0, 7);
    const there = new Set<string>();
    for (const group of groups(cells, (c) => `${rootOf(c[2])}/${c[0]}/${month(c[12])}`)) {
      const [first] = group;
      const key = `${rootOf(first[2])}/${first[0]}/${month(first[12])}`;
      there.add(key);
      const tekun = first[1] !== '农村低保';
      const spell = spells.get(key) ?? {
        county: rootOf(first[2]),
        no: first[0],
        from: month(first[12]),
        stop: '',
        open: true,
        months: new Map(),
        covered: new Set<string>(),
        people: new Set<string>(),
      };
      const fresh = !spells.has(key);
      spells.set(key, spell);
      spell.stop = month(first[13]);
      spell.covered = new Set();
      const taken = new Set<string>();
      for (const c of group) {
        const person = personOf(`d/${key}/${c[4]}`, c[6], c[4], taken);
        taken.add(person);
        spell.people.add(person);
        dibaoPeople.set(`${key}/${c[6]}/${c[4]}`, person);
        if (tekun || c[8] !== '是') continue;
        spell.covered.add(person);
        const months = spell.months.get(person) ?? new Set<string>();
        spell.months.set(person, months);
        for (const m of monthsOf(fresh ? spell.from : now, now)) months.add(m);
      }
      spell.open = spell.stop === '';
      if (!spell.open)
        for (const months of spell.months.values()) for (const m of [...months]) if (m >= spell.stop) months.delete(m);
      if (!spell.open && spell.stop > now)
        for (const person of spell.covered)
          monthsOf(now, spell.stop)
            .slice(0, -1)
            .forEach((m) => spell.months.get(person)?.add(m));
    }
    for (const [key, spell] of spells)
      if (spell.open && !there.has(key)) {
        spell.open = false;
        for (const person of spell.covered) spell.months.get(person)?.add(now);
      }
  };

  const story = province.tell();
  let step = story.next();
  for (; step.done !== true; step = story.next()) {
    const cells: string[][] = [];
    for (const row of step.value.rows) if (row.kind === 'person') cells.push([...row.cells]);
    rows.set(step.value.name, cells.length);
    if (step.value.asOf > until) continue;
    if (step.value.source === 'poverty') hearRegistry(cells);
    else hearDibao(cells, step.value.asOf);
  }
  const coverage = new Map<string, Set<string>>();
  for (const spell of spells.values())
    for (const [person, months] of spell.months) {
      if (spell.open && spell.covered.has(person)) months.add(freezeMonth);
      const all = coverage.get(person) ?? new Set<string>();
      for (const m of months) all.add(m);
      coverage.set(person, all);
    }
  const lists = new Map<
    string,
    { section1: AnsweredCounty['section1'][number][]; section2: AnsweredCounty['section2'][number][] }
  >();
  for (const { county, no, people, exitYear, exitMonth, planned } of households.values()) {
    const line = lineageOf(table, county);
    const { code } = line.find((d) => d.validTo === '' || `${year + 1}-03-31` < d.validTo) as (typeof line)[number];
    const list = lists.get(code) ?? lists.set(code, { section1: [], section2: [] }).get(code);
    const everyone = [...people.values()];
    const covered = everyone.filter((person) => coverage.get(person)?.has(freezeMonth)).length;
    if (exitYear === String(year)) {
      const window = monthsOf(exitMonth === '' ? `${year}-01` : exitMonth, freezeMonth);
      if (everyone.some((person) => window.some((m) => coverage.get(person)?.has(m))))
        list?.section1.push({ householdNo: no, covered });
    } else if (planned) list?.section2.push({ householdNo: no, covered });
  }
  const answer: HubAnswer = {
    registryPerson: ({ county, householdNo, memberNo }) =>
      households.get(current(`${county}/${householdNo}`))?.people.get(memberNo) ?? null,
    dibaoPerson: ({ county, caseNo, from, idNo, name }) => dibaoPeople.get(`${county}/${caseNo}/${from}/${idNo}/${name}`) ?? null,
    registryHousehold: ({ county, householdNo }) =>
      households.has(current(`${county}/${householdNo}`)) ? current(`${county}/${householdNo}`) : null,
    dibaoHousehold: ({ county, caseNo, from }) => {
      const key = `${county}/${caseNo}/${from}`;
      const home = [...(spells.get(key)?.people ?? [])].map((person) => homeOf.get(person)).find((each) => each !== undefined);
      return home === undefined ? (spells.has(key) ? key : null) : current(home);
    },
    lists: [...lists].map(([county, sections]) => ({ county, ...sections })),
  };
  return { answer, stock: (step as { value: Stock }).value, rows };
};

function* groups(cells: readonly string[][], keyOf: (cells: string[]) => string): Generator<string[][]> {
  const byKey = new Map<string, string[][]>();
  for (const each of cells) {
    const there = byKey.get(keyOf(each));
    if (there === undefined) byKey.set(keyOf(each), [each]);
    else there.push(each);
  }
  yield* byKey.values();
}
