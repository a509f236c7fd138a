import { Desk, aCase, aRegistration, villager } from '../casework.fixture';
import { ErasePerson } from './erase-person';
import { NotingPayloads, NotingSources } from './kept-sources.fixture';

const [wei, huang, stranger] = [villager('韦大山', 1), villager('黄秀英', 2), villager('农阿妹', 3)];

/** Erases whoever the first listed is, after these reports. */
const erased = async (...reports: Parameters<Desk['hear']>) => {
  const desk = new Desk();
  const heard = await desk.hearInTurn(reports);
  const { hasherOf, log, blocks } = desk.parts;
  const person = (await log.owners([hasherOf('45').hash(huang.idNo!)])).values().next().value!;
  const hashes = ['451422100', '451422200'].map((township) => hasherOf('45').block(huang.name, township));
  const found = async () => [...(await blocks.find(hashes)).values()].flat().filter((block) => block.person === person).length;
  const [kept, parked, before] = [new NotingSources(), new NotingPayloads(), await found()];
  const erasing = new ErasePerson(desk.parts, kept, parked);
  const answer = await erasing.erase({ person, reason: '本人申请', by: 'u-7', on: '2017-01-03' });
  if (answer.outcome === 'refused') throw new Error(answer.because);
  const erasedRecords: string[] = [];
  for (const county of ['451422', '451421'])
    for await (const page of log.notesIn('erased-record', county)) erasedRecords.push(...page.map(({ key }) => key));
  return {
    heard,
    event: answer.event,
    buried: kept.buried,
    parked: parked.erased[0]!,
    erasedRecords,
    before,
    after: await found(),
  };
};

describe('what is looked for of an erased person', () => {
  it('are all their names as the registries ever spelt them, also as an account’s holder, and their numbers', async () => {
    const misspelt = { ...huang, name: '黃秀英' };
    const holder = { accountHolder: '黄 秀英' };
    const { buried } = await erased(aCase('9', [misspelt, wei], holder), aRegistration('1', [huang, wei]));
    expect(buried).toHaveLength(1);
    expect([...buried[0]!.names].sort()).toEqual([holder.accountHolder, huang.name, misspelt.name].sort());
    expect(buried[0]!.numbers).toEqual([huang.idNo]);
  });

  it('are the records that list them, in every book and county, and no family’s beside theirs', async () => {
    const moved = { county: '451421', division: '451421200001', recordKey: '451421/RURAL/8' } as const;
    const { buried, erasedRecords } = await erased(
      aRegistration('1', [huang, wei]),
      aCase('9', [huang]),
      aCase('8', [huang], moved),
      aRegistration('2', [stranger]),
    );
    expect([...buried[0]!.records].sort()).toEqual(['1', '8', '9']);
    expect(erasedRecords.sort()).toEqual(['451421/RURAL/8', '451422/1', '451422/RURAL/9']);
  });

  it('are households where they stood before a merger, too: the messages of either may show them', async () => {
    const { heard, event, parked } = await erased(
      aRegistration('1', [wei]),
      aCase('9', [huang]),
      aRegistration('1', [wei, huang], { asOf: '2016-04-30' }),
      aCase('7', [stranger]),
    );
    const [registered, provisional] = heard.map(({ household }) => household);
    expect([...event.households].sort()).toEqual([registered, provisional].sort());
    expect(parked.households).toEqual(event.households);
  });

  it('are the names and townships by which a newcomer would be compared with them', async () => {
    const { before, after } = await erased(aRegistration('1', [huang, wei]));
    expect([before, after]).toEqual([1, 0]);
  });
});
