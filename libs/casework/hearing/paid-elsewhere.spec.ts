import { Desk, aCase, aRegistration, absent, villager } from '../casework.fixture';

const wei = villager('韦大山', 1);
const he = villager('韦小河', 2);
const elsewhere = { county: '451421', division: '451421100001', recordKey: '451421/RURAL/9' } as const;

/** Households that the county's registries are folded from, as of any day. */
const foundIn = async (desk: Desk, county: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const { stream } of desk.parts.log.readCounties('45', [county], (await desk.parts.log.head('45')).number))
    found.push((await desk.file(stream)).id);
  return found;
};

describe('a household whose case another county pays is found there', () => {
  const registered = aRegistration('1', [wei, he]);
  const paid = aCase('9', [wei], elsewhere);

  it.each([
    ['when its registration was heard first', [registered, paid]],
    ['when its case was heard first', [paid, registered]],
    ['when the case came to it by a merger', [aCase('8', [he]), paid, registered]],
    [
      'when the case came to it by a split',
      [
        ...[aRegistration('0', [wei, he]), paid, aRegistration('0', [he], { asOf: '2016-04-30' })],
        aRegistration('2', [wei], { asOf: '2016-04-30' }),
      ],
    ],
    ['when the case has left its file', [registered, paid, absent(paid, '2016-05-31')]],
  ])('%s', async (_, reports) => {
    const desk = new Desk();
    await desk.hearInTurn(reports);
    const homes = await Promise.all((await foundIn(desk, '451421')).map((household) => desk.file(household)));
    expect(
      homes.some(({ state }) => state.registration !== null && Object.keys(state.cases).includes('451421/RURAL/9/2016-01')),
    ).toBe(true);
    expect((await foundIn(desk, '451422')).length).toBeGreaterThan(0);
  });
});
