import {
  codeOn,
  countyOf,
  divisionTable,
  divisionsMeant,
  isWithinCounty,
  lineage,
  lineageOf,
  successors,
} from './division-table';
import type { Division } from './division-table';

const division = (code: string, said: Partial<Division> = {}): Division => ({
  code,
  name: code,
  level: 'county',
  parent: '530100',
  validFrom: null,
  validTo: null,
  successor: null,
  ...said,
});

const table = divisionTable([
  division('530100', { level: 'prefecture' }),
  division('530122', { validTo: '2016-12-01', successor: '530115' }),
  division('530115', { validFrom: '2016-12-01' }),
  division('530124'),
  division('530199', { level: 'zone' }),
]);

describe('the dated division table', () => {
  it('takes a code and its successor for one lineage', () => {
    expect(successors(table, '530122')).toEqual(['530122', '530115']);
    expect(lineageOf(table, '530122')).toBe(lineageOf(table, '530115'));
    expect(new Set(lineage(table, '530115'))).toEqual(new Set(['530122', '530115']));
    expect(lineage(table, '530124')).toEqual(['530124']);
  });

  it('says which code of a lineage is in force on a day', () => {
    expect(codeOn(table, '530122', '2016-11-30')).toBe('530122');
    expect(codeOn(table, '530122', '2016-12-01')).toBe('530115');
    expect(codeOn(table, '530115', '2016-01-01')).toBe('530122');
  });

  it('finds the county of a village that it does not list, and nothing under a county it does not know', () => {
    expect(countyOf(table, '530122104201')?.code).toBe('530122');
    expect(countyOf(table, '530199')?.level).toBe('zone');
    expect(countyOf(table, '530100000000')).toBeNull();
    expect(countyOf(table, '999999000000')).toBeNull();
  });

  it.each([
    ['530115', ['530122', '530115']],
    ['530122', ['530122', '530115']],
    ['530115000000', ['530122', '530115']],
    ['530122104', ['530122104', '530115104']],
    ['530122104000', ['530122104', '530115104']],
    ['530122100000', ['530122100', '530115100']],
    ['530124', ['530124']],
    ['530100', ['5301']],
    ['530000', ['53']],
    ['530000000000', ['53']],
    ['53', ['53']],
    ['', ['']],
    ['110101', ['110101']],
  ])('knows what is meant by %s, under every code of a lineage', (asked, meant) =>
    expect([...divisionsMeant(table, asked)].toSorted()).toEqual([...meant].toSorted()),
  );

  it('tells a county and its parts from more than one', () =>
    expect(['530124', '530124000000', '530124100', '530100', '530000000000', ''].map(isWithinCounty)).toEqual([
      ...[true, true, true],
      ...[false, false, false],
    ]));

  it('follows a county through every code it has had, and says which was in force on a day', () => {
    const [first, second] = [division('530301', { validTo: '2014-01-01', successor: '530302' }), '530302'];
    const twice = divisionTable([
      first,
      division(second, { validFrom: '2014-01-01', validTo: '2016-01-01', successor: '530303' }),
      division('530303', { validFrom: '2016-01-01' }),
    ]);
    expect(lineageOf(twice, '530301')).toBe('530303');
    const days = ['2013-12-31', '2014-01-01', '2015-12-31', '2016-01-01'] as const;
    expect(days.map((day) => codeOn(twice, '530303', day))).toEqual(['530301', '530302', '530302', '530303']);
    // The table ends before the last code that it names.
    expect(lineageOf(divisionTable([first]), '530301')).toBe('530302');
  });

  it('leaves a code that it does not know alone', () => expect(codeOn(table, '110101', '2016-01-01')).toBe('110101'));
});
