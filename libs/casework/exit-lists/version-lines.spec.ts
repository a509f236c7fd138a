import { foldHousehold, unopenedList } from '@xianjie/domain';
import type { ListVersion } from '@xianjie/domain';
import { COUNTY, YEAR } from './county.fixture';
import { CountyFold } from './county-fold';
import { ListStreams } from './list-stream';
import { frozen } from './stages.fixture';
import { draftsOf, versionsUnder } from './version-lines';

const list = {
  ...unopenedList,
  versions: (['ORIGINAL', 'SUPPLEMENT', 'REPLACEMENT', 'SUPPLEMENT', 'SUPPLEMENT'] as const).map(
    (kind, index) => ({ version: index + 1, kind }) as ListVersion,
  ),
};

describe('what a version is made over (S-22)', () => {
  it.each([
    [1, [1]],
    [2, [1, 2]],
    [3, [3]],
    [5, [3, 4, 5]],
  ])('version %s: the whole one that stands under it, and the supplements up to it', (version, under) =>
    expect(versionsUnder(list, version).map((known) => known.version)).toEqual(under),
  );

  it('nothing, where nothing was frozen', () => expect(versionsUnder(unopenedList, 1)).toEqual([]));
});

it('a supplement brings the household that an earlier program’s rules left out of the version before, though both fold to it now', async () => {
  const { log, planned } = await frozen();
  const loaded = await new ListStreams(log).load(COUNTY, YEAR);
  const [original] = loaded.list.versions as [ListVersion];
  const next: ListVersion = { ...original, version: 2, kind: 'SUPPLEMENT' };
  const supplement = async (events = loaded.events) =>
    (await draftsOf({ ...loaded, events }, [original, next], new CountyFold(log, foldHousehold)))[1]!.lines;
  expect(await supplement()).toEqual([]);
  const without = loaded.events.map((event) =>
    event.type === 'LinesHashed'
      ? { ...event, lines: event.lines.filter(({ householdId }) => householdId !== planned.householdId) }
      : event,
  );
  const householdId = planned.householdId;
  expect(await supplement(without)).toMatchObject([1, 2, 3].map(() => ({ householdId, section: 2, change: 'ADDED' })));
});
