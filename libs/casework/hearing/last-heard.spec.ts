import { books, valueOf } from '../books';
import type { Heard } from '../books';
import { Desk, aRegistration, anItem, villager } from '../casework.fixture';

const wei = villager('韦大山', 1);
const huang = villager('黄秀英', 2);

describe('what was last heard of a record', () => {
  const desk = () => {
    const { reports, parts } = new Desk();
    const tell = async (importId: string, asOf: '2016-03-31' | '2016-05-31' | '2016-06-30', members: (typeof wei)[]) => {
      const [outcome] = await reports.hear([anItem(aRegistration('1', members, { asOf }), { importId })]);
      const note = (await parts.log.notes(books.heardPoverty, ['451422/1'])).get('451422/1');
      return { events: outcome!.events, ...valueOf<Heard>(note) };
    };
    return { reports, tell };
  };

  it('stays the newest file, whatever older ones come after it: none of them reverts anything (S-4)', async () => {
    const { tell } = desk();
    await tell('june', '2016-06-30', [wei, huang]);
    expect(await tell('march', '2016-03-31', [wei])).toMatchObject({ events: 0, import: 'june', asOf: '2016-06-30' });
    expect(await tell('may', '2016-05-31', [wei])).toMatchObject({ events: 0, import: 'june', asOf: '2016-06-30' });
  });

  it('before an import is what others had told, also where it tells twice', async () => {
    const { tell, reports } = desk();
    await tell('march', '2016-03-31', [wei]);
    await tell('june', '2016-06-30', [wei, huang]);
    expect(await tell('june', '2016-06-30', [huang, wei])).toMatchObject({ before: '2016-03-31' });
    await reports.retractImport('june');
    expect(await tell('may', '2016-05-31', [wei, huang])).toMatchObject({ import: 'may', before: '2016-03-31' });
  });
});
