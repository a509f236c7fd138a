import { FixedClock, InMemoryEventLog } from '@xianjie/log';
import { v7 } from 'uuid';
import { books, noteOf } from './books';
import { YEAR, register } from './exit-lists/county.fixture';
import { SetRules, anOffice } from './exit-lists/office.fixture';
import { shownOfPerson } from './shown-of-person';

describe('what shows a person', () => {
  it('are lists, too, that the county opened under the code that it has had since (S-20)', async () => {
    const lineage = ['530122', '530115'];
    const log = new InMemoryEventLog(new FixedClock('2017-03-20T02:00:00.000Z'));
    const { lists, vault } = anOffice(log, { rules: new SetRules({ county: '530115', countyLineage: lineage }) });
    const { householdId, people } = await register(log, vault, { county: '530122' });
    const [person] = people as [string];
    const notes = [noteOf(books.person, person, '530122', { households: [householdId] })];
    await log.append({ shard: '53', commandId: v7(), streams: [], notes });
    const act = { county: '530115', year: YEAR, on: '2017-03-20', by: 'u-poverty' } as const;
    await lists.build(act);
    await lists.freeze(act);
    const shown = await shownOfPerson(log, person, 2017, (county) => (lineage.includes(county) ? lineage : [county]));
    expect([...shown!.documents]).toEqual(['XJ-530115-2016 v1']);
    expect([...shown!.households]).toEqual([householdId]);
    expect(await shownOfPerson(log, 'p-nobody', 2017, (county) => [county])).toBeNull();
  });
});
