import type { AnsweredCounty, HubAnswer, Truth } from '@xianjie/testing';
import { callJson } from '../hub';
import { plainId, plainName } from './hub-index';
import type { FirstCode, HubIndex } from './hub-index';

type ListLine = Readonly<Record<string, string>>;
type ListSummary = Readonly<{ county: string; versions: readonly Readonly<{ version: number; kind: string }>[] }>;

/** The first code of a county's lineage: what truth writes in its keys. */
export const firstCodeIn = (truth: Truth): FirstCode => {
  const first = new Map(Object.entries(truth.lineages).flatMap(([code, all]) => all.map((one) => [one, code] as const)));
  return (county) => first.get(county) ?? county;
};

const householdsOf = (lines: readonly ListLine[], section: string) => {
  const covered = new Map<string, number>();
  for (const line of lines) if (line['部分'] === section) covered.set(line['户编号'] as string, Number(line['保障人口数']));
  return [...covered].map(([householdNo, count]) => ({ householdNo, covered: count }));
};

/** The first frozen version of every county's list, as a reader of the document sees it. */
const frozenLists = async (year: number): Promise<readonly AnsweredCounty[]> => {
  const { lists } = await callJson<{ lists: readonly ListSummary[] }>(`/exit-lists?year=${year}`);
  const frozen = lists.filter(({ versions }) => versions.length > 0);
  const answers: AnsweredCounty[] = [];
  for (const { county } of frozen) {
    const { lines } = await callJson<{ lines: readonly ListLine[] }>(
      `/exit-lists/${county}/${year}/document?format=json&version=1&wholeIds=true`,
    );
    answers.push({ county, section1: householdsOf(lines, '1'), section2: householdsOf(lines, '2') });
  }
  return answers;
};

export const hubAnswerOf = ({ registrations, cases, doubled }: HubIndex, lists: readonly AnsweredCounty[]): HubAnswer => ({
  lists,
  doubled,
  registryPerson: ({ county, householdNo, memberNo }) =>
    registrations.get(`${county}/${householdNo}`)?.members.get(memberNo) ?? null,
  dibaoPerson: ({ county, caseNo, from, idNo, name }) => {
    const found = cases.get(`${county}/${caseNo}/${from}`);
    const id = plainId(idNo);
    if (found === undefined || id === null) return null;
    return (id === '' ? found.byName.get(plainName(name)) : found.byId.get(id)) ?? null;
  },
  registryHousehold: ({ county, householdNo }) => registrations.get(`${county}/${householdNo}`)?.household ?? null,
  dibaoHousehold: ({ county, caseNo, from }) => cases.get(`${county}/${caseNo}/${from}`)?.household ?? null,
});

export const hubAnswerFrom = async (index: HubIndex, truth: Truth): Promise<HubAnswer> =>
  hubAnswerOf(index, await frozenLists(truth.year));
