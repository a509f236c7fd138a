import { BROKER_LIST, brokersIn } from './broker-list';

describe('a list of brokers', () => {
  it.each([
    ['kafka-1:9092', ['kafka-1:9092']],
    [' kafka-1:9092, kafka-2:9092 ,10.0.0.3:19092,\n', ['kafka-1:9092', 'kafka-2:9092', '10.0.0.3:19092']],
    ['[::1]:9092', ['[::1]:9092']],
  ])('is read as it is meant: %j', (list, addresses) => {
    expect(list).toMatch(BROKER_LIST);
    expect(brokersIn(list)).toEqual(addresses);
  });
  it.each(['', ' , ', 'kafka-1', 'kafka-1:', 'kafka-1:9092;kafka-2:9092', 'kafka-1:9092 kafka-2:9092', ',kafka-1:9092'])(
    'is none: %j',
    (list) => expect(list).not.toMatch(BROKER_LIST),
  );
});
