import { readCsv } from '@xianjie/documents';
import { FixedClock, InMemoryEventLog } from '@xianjie/log';
import { COUNTY, YEAR, cover, leave, register } from './county.fixture';
import { anOffice } from './office.fixture';

// Lists of one county at each stage, over a log in memory.

export const clock = (): FixedClock => new FixedClock('2017-03-20T02:00:00.000Z');
const nobodyAsks = async (): Promise<void> => undefined;
export const act = { county: COUNTY, year: YEAR, on: '2017-03-20' as const, by: 'u-poverty', beforeHandOver: nobodyAsks };
export const of = { county: COUNTY, year: YEAR };

export const open = async (said: Parameters<typeof anOffice>[1] = {}) => {
  const log = new InMemoryEventLog(clock());
  const office = anOffice(log, said);
  const exited = await register(log, office.vault);
  const caseKey = await cover(log, exited);
  const exitEvent = await leave(log, exited);
  const planned = await register(log, office.vault, { size: 3, division: `${COUNTY}102003` });
  return { ...office, exited, planned, exitEvent, caseKey };
};
export type Office = Awaited<ReturnType<typeof open>>;

export const frozen = async (said: Parameters<typeof anOffice>[1] = {}) => {
  const office = await open(said);
  await office.lists.build(act);
  expect(await office.lists.freeze(act)).toMatchObject({ outcome: 'done' });
  return office;
};
export const delivered = async (said: Parameters<typeof anOffice>[1] = {}) => {
  const office = await frozen(said);
  await office.lists.sign(act);
  expect(await office.lists.deliver(act)).toMatchObject({ outcome: 'done' });
  return office;
};
export const acknowledge = async ({ lists, civilAffairs }: Office, on = '2017-03-30' as const) => {
  const asked = (await lists.acknowledgement({ ...of, on }))!;
  const signature = await civilAffairs.sign(asked.statement);
  const { list } = await lists.summary(of);
  const version = list.versions.find(({ stage }) => stage === 'DELIVERED')!;
  const lines = version.counts.exitedLines + version.counts.plannedLines;
  return lists.acknowledge({ ...of, on, by: 'u-civil', root: version.root, lines, seal: asked.seal, signature });
};
export const rowsOf = async ({ lists }: Office, version?: number) => {
  const shown = await lists.show({ ...of, format: 'csv', version, wholeIds: true });
  if (shown.outcome === 'refused') throw new Error(shown.because);
  const [headings, ...rows] = readCsv(shown.bytes);
  return rows.map((cells) => Object.fromEntries(cells.map((cell, index) => [headings![index], cell])));
};
