import { join } from 'node:path';
import { departureLimit } from './departure-limit';
import { PolicyBook } from './policy-book';
import { readPolicies, readPolicy } from './policy-packs';

const stricter = readPolicy(
  'strict.yaml',
  `{ id: ningming, version: '1', title: t, source: s, division: '451422', validFrom: 2016-06-01, validTo: null, rules: { departuresThreshold: 0.005 } }`,
);

describe('departures that wait for a confirmation', () => {
  const ours = async () => {
    const files = [...(await readPolicies(join(__dirname, '../../policies'))), stricter];
    return new PolicyBook(files.map(({ layer }) => layer));
  };

  it('are those above the pack’s share, the strictest of the counties in the file, on the day of the file', async () => {
    const limit = departureLimit(await ours());
    expect(limit(['450206'], '2016-12-31')).toBe(0.02);
    expect(limit(['450206', '451422'], '2016-12-31')).toBe(0.005);
    expect(limit(['450206', '451422'], '2016-05-31')).toBe(0.02);
  });

  it('are all where no pack holds, and as an operator says where one does', async () => {
    expect(departureLimit(await ours())(['450206'], '2013-12-31')).toBe(0);
    expect(departureLimit(await ours())([], '2016-12-31')).toBe(0);
    expect(departureLimit(await ours(), 0.3)(['451422'], '2016-12-31')).toBe(0.3);
  });
});
