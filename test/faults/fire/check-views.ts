import type { Pool } from 'pg';
import type { County } from './importing';
import type { LoggedEvent } from './check-log';
import type { Expected } from './reporting';

// The views by SQL of our own, against the log and against what the sources said last.

type Row = Readonly<{ household_id: string; version: number; position: number }>;

const checkVersions = async (pool: Pool, events: readonly LoggedEvent[]): Promise<string[]> => {
  const newest = new Map<string, LoggedEvent>();
  for (const event of events) if (event.stream.startsWith('h-')) newest.set(event.stream, event);
  const { rows } = await pool.query<Row>('select household_id, version, position::int from views.household');
  const wrong: string[] = [];
  for (const { household_id: household, version, position } of rows) {
    const event = newest.get(household);
    newest.delete(household);
    if (event?.version !== version || event.number !== position)
      wrong.push(`the view of ${household} is of version ${version}, the log's is ${event?.version}`);
  }
  for (const household of newest.keys()) wrong.push(`${household} is in no view`);
  return wrong;
};

const valuesBy = <Value>(pairs: readonly (readonly [string, Value])[]): ReadonlyMap<string, readonly Value[]> => {
  const values = new Map<string, Value[]>();
  for (const [key, value] of pairs) values.set(key, [...(values.get(key) ?? []), value]);
  return values;
};

const checkReported = async (pool: Pool, expected: readonly Expected[]): Promise<string[]> => {
  const registry = await pool.query<{ registry_no: string; status: string }>(
    'select registry_no, status from views.poverty_registry',
  );
  const dibao = await pool.query<{ case_no: string; fen: number }>(
    'select case_no, monthly_benefit_fen::int as fen from views.dibao_registry',
  );
  const statuses = valuesBy(registry.rows.map(({ registry_no: no, status }) => [no, status]));
  const amounts = valuesBy(dibao.rows.map(({ case_no: no, fen }) => [no, fen]));
  const wrong: string[] = [];
  for (const { registryNo, caseNo, status, benefitFen } of expected) {
    const registered = statuses.get(registryNo) ?? [];
    if (registered.length !== 1 || registered[0] !== status)
      wrong.push(`${registryNo} is ${registered.join(', ')}, not ${status}`);
    const paid = amounts.get(caseNo) ?? [];
    if (benefitFen === null ? paid.length > 0 : paid.length !== 1 || paid[0] !== benefitFen)
      wrong.push(`${caseNo} pays ${paid.join(', ')}, not ${benefitFen}`);
  }
  return wrong;
};

/** Each county has the events, by type, that the undisturbed one had after as many files. */
const checkImported = (
  events: readonly LoggedEvent[],
  counties: readonly County[],
  undisturbed: readonly Readonly<Record<string, number>>[],
): string[] =>
  counties.flatMap(({ county, stages }) => {
    const has = JSON.stringify(typesOf(events, county));
    const due = JSON.stringify(undisturbed[stages - 1]);
    return has === due ? [] : [`county ${county} after ${stages} files has ${has}, undisturbed ${due}`];
  });

/** Household events of a county by type; decisions of officials left out. */
export const typesOf = (events: readonly LoggedEvent[], county: string): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { stream, type, county: of, command_id: command } of events)
    if (of === county && stream.startsWith('h-') && command.startsWith('import:')) counts[type] = (counts[type] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([one], [other]) => (one < other ? -1 : 1)));
};

const checkSpans = async (pool: Pool): Promise<string[]> => {
  const { rows } = await pool.query<{ household_id: string }>(
    `select household_id from views.person_span group by household_id, person, system, programme, from_on having count(*) > 1`,
  );
  return rows.map(({ household_id: household }) => `a person of ${household} is counted twice`);
};

export const checkViews = async (
  pool: Pool,
  events: readonly LoggedEvent[],
  expected: readonly Expected[],
  counties: readonly County[],
  undisturbed: readonly Readonly<Record<string, number>>[],
): Promise<readonly string[]> => [
  ...(await checkVersions(pool, events)),
  ...(await checkReported(pool, expected)),
  ...checkImported(events, counties, undisturbed),
  ...(await checkSpans(pool)),
];
