import { placeChanges } from './place';

const before = { county: '530122', division: '530122100201' } as const;
const said = (county: string, division: string) => ({
  asOf: '2016-12-31' as const,
  county,
  division,
  countyLineage: ['530122', '530115'],
});

describe('where a report says a household is', () => {
  it('nothing is recorded while it stays', () => expect(placeChanges(null, before, said('530122', '530122100201'))).toEqual([]));

  it('a new code of the same village is no move (CR-26)', () =>
    expect(placeChanges(null, before, said('530115', '530115100201'))).toMatchObject([
      { type: 'DivisionCodeMapped', fromDivision: '530122100201', toDivision: '530115100201', toCounty: '530115' },
    ]));

  it('another village under the new code is a move', () =>
    expect(placeChanges(null, before, said('530115', '530115100202'))).toMatchObject([{ type: 'HouseholdMoved' }]));

  it('the same digits in a county of another lineage are a move', () =>
    expect(placeChanges(null, before, { ...said('530124', '530124100201'), countyLineage: ['530124'] })).toMatchObject([
      { type: 'HouseholdMoved' },
    ]));

  it('a row that still writes the old code after the change says nothing new', () =>
    expect(placeChanges(null, { county: '530115', division: '530115100201' }, said('530115', '530122100201'))).toEqual([]));

  it('the row that then writes the current code is heard', () =>
    expect(placeChanges('c', { county: '530115', division: '530122100201' }, said('530115', '530115100201'))).toMatchObject([
      { type: 'DivisionCodeMapped', caseKey: 'c' },
    ]));
});
