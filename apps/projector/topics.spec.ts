import { topicsOf } from '@xianjie/messaging';

/** What the projector follows when the environment says this: a handler's pattern is read when it is loaded. */
const followed = async (prefix: string | undefined) => {
  const { XIANJIE_TOPIC_PREFIX: _, ...others } = process.env;
  const before = process.env;
  process.env = { ...others, ...(prefix === undefined ? {} : { XIANJIE_TOPIC_PREFIX: prefix }) };
  let pattern: unknown;
  let topics: unknown;
  await jest.isolateModulesAsync(async () => {
    const { HouseholdEventsController } = await import('./household-events.controller');
    pattern = Reflect.getMetadata('microservices:pattern', HouseholdEventsController.prototype.project);
    ({ TOPICS: topics } = await import('./topics'));
  });
  process.env = before;
  return { pattern, topics };
};

describe('the topics that the projector follows', () => {
  it.each([
    ['xianjie', undefined],
    ['other', 'other'],
  ])('begin with %s when XIANJIE_TOPIC_PREFIX is %s', async (prefix, said) =>
    expect(await followed(said)).toEqual({ pattern: [`${prefix}.household.events`], topics: topicsOf(prefix) }),
  );
});
