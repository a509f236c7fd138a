import { join } from 'node:path';
import { FixedClock, InMemoryEventLog } from '@xianjie/log';
import { PolicyActivation } from './activate-policies';
import { readPolicies } from './policy-packs';

const asked = async () => ({
  shard: '45',
  files: await readPolicies(join(__dirname, '../../policies')),
  on: '2016-07-13' as const,
  by: 'system',
});

describe('activating policy packs', () => {
  it("puts the nation's and the province's files into force, once", async () => {
    const activation = new PolicyActivation(new InMemoryEventLog(new FixedClock('2016-07-13T00:00:00.000Z')));
    expect(await activation.activate(await asked())).toEqual(['guangxi@2016-07-13.2', 'national@2014-05-01']);
    expect(await activation.activate(await asked())).toEqual([]);
  });

  it('refuses a changed file that kept its version', async () => {
    const activation = new PolicyActivation(new InMemoryEventLog(new FixedClock('2016-07-13T00:00:00.000Z')));
    const first = await asked();
    await activation.activate(first);
    const changed = first.files.map((file) => ({ ...file, contentHash: 'changed' }));
    await expect(activation.activate({ ...first, files: changed })).rejects.toMatchObject({ code: 'policy-version-taken' });
  });
});
