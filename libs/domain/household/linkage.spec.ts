import { aCaseMember, aDibaoReport, aRegistryReport, CASE, family, registryAbsent } from './household.fixture';
import { benefitIn, isCoveredIn } from './state';

const covering = (...persons: readonly string[]) => persons.map((person) => aCaseMember(person));
const uncovered = (person: string) => aCaseMember(person, { covered: false });

describe('the links of a household', () => {
  it('stand in order of case, then person, in whatever order they were heard', () => {
    const [one, two] = ['RURAL:A:2015-01', 'RURAL:B:2015-01'].map((caseKey) =>
      aDibaoReport({ caseKey, members: covering('p-2', 'p-1') }),
    );
    for (const cases of [
      [one!, two!],
      [two!, one!],
    ])
      expect(family(aRegistryReport(), ...cases).state.links.map(({ caseKey, person }) => `${caseKey} ${person}`)).toEqual([
        ...['RURAL:A:2015-01 p-1', 'RURAL:A:2015-01 p-2', 'RURAL:B:2015-01 p-1', 'RURAL:B:2015-01 p-2'],
      ]);
  });
  it('are full only when the case covers everybody it lists', () =>
    expect(family(aRegistryReport(), aDibaoReport({ members: [...covering('p-1'), uncovered('p-2')] })).state.linkClass).toBe(
      'PARTIAL',
    ));
  it('are none once the registry has removed the household', () =>
    expect(family(aRegistryReport(), aDibaoReport(), registryAbsent('2016-06-30')).state).toMatchObject({
      linkClass: 'NONE',
      links: [],
    }));
  it('are told again when another person is linked, one more, or the class alone changes', () => {
    const household = family(aRegistryReport(), aDibaoReport({ members: covering('p-1') }));
    const linked = (...members: ReturnType<typeof covering>) =>
      household
        .hear(aDibaoReport({ asOf: '2016-06-30', members }))
        .flatMap((event) =>
          event.type === 'HouseholdLinked' ? [[event.linkClass, ...event.links.map(({ person }) => person)].join(' ')] : [],
        );
    expect(linked(...covering('p-1'))).toEqual([]);
    expect(linked(...covering('p-2'))).toEqual(['PARTIAL p-2']);
    expect(linked(...covering('p-2'), uncovered('p-1'))).toEqual(['PARTIAL p-1 p-2']);
    expect(linked(...covering('p-2', 'p-1'))).toEqual(['FULL p-1 p-2']);
    expect(linked(...covering('p-1'))).toEqual(['PARTIAL p-1']);
  });
});

describe('a spell', () => {
  const spell = family(aDibaoReport()).state.cases[CASE]!;
  it('begins with its class and stage, and covers nobody before', () => {
    expect(spell).toMatchObject({
      classes: [{ from: '2015-01-01', class: 'A' }],
      stages: [{ from: '2015-01-01', status: 'ACTIVE' }],
    });
    expect([isCoveredIn(spell, '2014-12'), isCoveredIn(spell, '2015-01')]).toEqual([false, true]);
  });
  it('pays the last of the amounts that hold', () => {
    const amounts = (['2015-01', '2015-03', '2015-06', '2015-09'] as const).map((from, index) => ({ from, fen: index }));
    const paid = (['2014-12', '2015-02', '2015-05', '2015-06', '2015-12'] as const).map((month) =>
      benefitIn({ ...spell, amounts }, month),
    );
    expect(paid).toEqual([0, 0, 1, 2, 3]);
  });
});
