import { HouseholdEventCodec } from '@xianjie/contracts';
import type { HouseholdEvent } from '@xianjie/domain';
import { FixedClock, InMemoryEventLog } from '@xianjie/log';
import { v7 } from 'uuid';
import { HouseholdStates } from './household-states';
import { COUNTY, MOVING_CASE, granted, split } from './publishing.fixture';

const codec = new HouseholdEventCodec();
const county = COUNTY;
const caseKey = MOVING_CASE;
describe('the states around a household', () => {
  const aLog = () => {
    const log = new InMemoryEventLog(new FixedClock('2017-01-01T00:00:00Z'));
    const versions = new Map<string, number>();
    const tell = async (stream: string, event: HouseholdEvent): Promise<string> => {
      const expectedVersion = versions.get(stream) ?? 0;
      const id = v7();
      const encoded = codec.encode(event, { householdId: stream, county });
      const events = [{ id, ...encoded, effectiveOn: event.on, origin: 'change' as const, source: 'spec', county }];
      await log.append({ shard: '53', commandId: v7(), streams: [{ stream, expectedVersion, events }] });
      versions.set(stream, expectedVersion + 1);
      return id;
    };
    const holders = async (household: string) => {
      const { number } = await log.head('53');
      const around = await new HouseholdStates(log, codec).around(household, number);
      return around.filter(({ after }) => Object.hasOwn(after.cases, caseKey)).map((one) => one.household);
    };
    return { tell, holders };
  };

  it('hold its case wherever it went since, split by split', async () => {
    const { tell, holders } = aLog();
    await tell('h-1', granted);
    expect(await holders('h-1')).toEqual(['h-1']);
    for (const [from, to] of [
      ['h-1', 'h-2'],
      ['h-2', 'h-3'],
    ] as const) {
      await tell(from, split('PREDECESSOR', to));
      await tell(to, split('SUCCESSOR', from));
    }
    expect(await holders('h-1')).toEqual(['h-3']);
  });

  it('hold it where it came back to when the move was taken back', async () => {
    const { tell, holders } = aLog();
    await tell('h-1', granted);
    const ofEvent = await tell('h-1', split('PREDECESSOR', 'h-2'));
    const other = await tell('h-2', split('SUCCESSOR', 'h-1'));
    await tell('h-1', { type: 'EventRetracted', on: '2016-06-30', ofEvent, reason: 'undone' });
    await tell('h-2', { type: 'EventRetracted', on: '2016-06-30', ofEvent: other, reason: 'undone' });
    expect(await holders('h-2')).toEqual(['h-1']);
  });
});
