import { aRegistryReport, family } from '../household/household.fixture';
import type { RegistryReport } from '../household/reports';
import { viewRowsOf } from './view-rows';

describe('the row of a registration', () => {
  const planned = aRegistryReport({ asOf: '2015-06-30', status: 'PLANNED', plannedYear: 2016 });
  const dropped = aRegistryReport({ asOf: '2015-09-30' });
  const row = (...reports: readonly RegistryReport[]) => viewRowsOf(family(...reports).state).poverty;

  it('shows the year that is planned for, until the plan is dropped', () => {
    expect(row(planned)).toMatchObject({ status: 'PLANNED', plannedYear: 2016 });
    expect(row(planned, dropped)).toMatchObject({ status: 'POOR', plannedYear: null });
  });

  it('shows it again when the same year is planned for a second time', () =>
    expect(row(planned, dropped, { ...planned, asOf: '2016-02-28' })).toMatchObject({ status: 'PLANNED', plannedYear: 2016 }));
});
