import { LARGEST_BODY_BYTES } from '@xianjie/log';
import { topicSpecs, topicsOf } from './topics';

/** Of a batch of one message, beside its value: the registry's prefix, key, headers, Kafka's own. */
const BESIDE_BYTES = 128 * 1024;

it('the topics take every event that the log does: the publisher could not go past another', () => {
  for (const { name, config } of topicSpecs(topicsOf()))
    expect([name, Number(config['max.message.bytes'])]).toEqual([name, expect.any(Number)]);
  const least = Math.min(...topicSpecs(topicsOf()).map(({ config }) => Number(config['max.message.bytes'])));
  expect(least).toBeGreaterThan(LARGEST_BODY_BYTES + BESIDE_BYTES);
});
