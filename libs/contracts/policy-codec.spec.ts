import { messageEventNames, policyEventNames, retentionEventNames } from '@xianjie/domain';
import type { KeptFilesDeleted, MessageDiscarded, PolicyEvent } from '@xianjie/domain';
import { schemas } from './avro-schemas';
import type { Records } from './generated/hub';
import { MessageEventCodec } from './message-codec';
import { PolicyEventCodec } from './policy-codec';
import { proveSame } from './same-shape';
import type { DifferingRecords } from './same-shape';

const codec = new PolicyEventCodec();

describe("the hub's own events in Avro", () => {
  it('are the events of the domain, field by field, or this file does not compile', () =>
    expect(proveSame<DifferingRecords<PolicyEvent | MessageDiscarded | KeptFilesDeleted, object, Records>>()).toEqual([]));

  it('have a schema each, under the name that the topic shows', () =>
    expect(
      Object.fromEntries(schemas.filter(({ family }) => family === 'hub').map(({ domainType, ceType }) => [domainType, ceType])),
    ).toEqual({ ...policyEventNames, ...messageEventNames, ...retentionEventNames }));

  it('come back as they went in', () => {
    const event: PolicyEvent = {
      type: 'PolicyPackActivated',
      ...{
        on: '2016-07-13',
        packId: 'guangxi',
        packVersion: '2016-07-13',
        division: '45',
        validFrom: '2016-01-01',
        validTo: null,
      },
      ...{ contentHash: 'ab'.repeat(32), content: 'id: guangxi\n# 过渡保障期', activatedBy: 'system' },
    };
    expect(codec.decode(codec.encode(event, {}))).toEqual(event);
    const discarded: MessageDiscarded = {
      type: 'MessageDiscarded',
      ...{ on: '2016-07-13', consumer: 'household', lane: 'h-1', topic: 't', partition: 3, offset: 41 },
      ...{ code: 'body-unreadable', reason: 'sent by mistake', discardedBy: 'o-1' },
    };
    const messages = new MessageEventCodec();
    expect(messages.decode(messages.encode(discarded, {}))).toEqual(discarded);
  });
});
