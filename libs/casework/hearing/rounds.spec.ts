import { aCase, aRegistration, anItem, villager } from '../casework.fixture';
import { roundsOf } from './rounds';

const wei = villager('韦大山', 1);
const rounds = (...reports: Parameters<typeof anItem>[0][]) =>
  roundsOf(reports.map((report) => anItem(report))).map((round) =>
    round.map(({ report }) => `${report.system} ${report.recordKey} ${report.asOf}`),
  );

describe('the rounds in which a batch is heard', () => {
  it('hold every record once: what comes later of the same record is heard later', () =>
    expect(
      rounds(
        aRegistration('1', [wei]),
        aRegistration('2', [wei]),
        aRegistration('1', [wei], { asOf: '2016-04-30' }),
        aRegistration('1', [wei], { asOf: '2016-05-31' }),
        aRegistration('2', [wei], { asOf: '2016-04-30' }),
      ),
    ).toEqual([
      ['registry 451422/1 2016-03-31', 'registry 451422/2 2016-03-31'],
      ['registry 451422/1 2016-04-30', 'registry 451422/2 2016-04-30'],
      ['registry 451422/1 2016-05-31'],
    ]));

  it('tell the two sources’ records apart, even of one key', () =>
    expect(
      rounds(aRegistration('1', [wei], { recordKey: '451422/1' }), aCase('1', [wei], { recordKey: '451422/1' })),
    ).toHaveLength(1));

  it('hold one province each: an append goes to one shard', () =>
    expect(
      rounds(
        aRegistration('1', [wei]),
        aRegistration('1', [wei], { county: '530124', recordKey: '530124/1' }),
        aRegistration('2', [wei]),
      ),
    ).toEqual([['registry 451422/1 2016-03-31', 'registry 451422/2 2016-03-31'], ['registry 530124/1 2016-03-31']]));
});
