import type { PublisherStatus } from '@xianjie/messaging';
import { register } from 'prom-client';
import { HealthController } from './health.controller';
import { PublisherHealth } from './publisher-health';

const status = (role: PublisherStatus['role'], published = 7): PublisherStatus => ({ role, published, fault: null });
const health = (shards: Readonly<Record<string, PublisherStatus>>) => {
  const said = new PublisherHealth('53');
  for (const [shard, of] of Object.entries(shards)) said.say(shard, of);
  return said;
};

describe('the health of a publisher', () => {
  it('is ready when each of its shards is led, here or by another', () => {
    const isReady = (shards: Parameters<typeof health>[0]) => health(shards).isReady;
    expect(isReady({})).toBe(false);
    expect(isReady({ '53': status('starting') })).toBe(false);
    expect(isReady({ '53': status('leading'), '45': status('standby') })).toBe(true);
    expect(isReady({ '53': status('leading'), '45': status('starting') })).toBe(false);
  });

  it('shows the home shard, and each apart', () => {
    expect(health({}).status).toEqual({ role: 'starting', published: 0, fault: null, shards: {} });
    const shards = { '45': status('standby', 3), '53': status('leading', 9) };
    expect(health(shards).status).toEqual({ ...shards['53'], shards });
  });

  it('is red for what does not pass by itself', () => {
    const stopped = health({ '53': status('leading') });
    const controller = new HealthController(stopped);
    expect([controller.live(), controller.ready()]).toEqual([stopped.status, stopped.status]);
    stopped.crashed(new Error('a body cannot be read'));
    expect(() => controller.live()).toThrow('a body cannot be read');
    expect(() => controller.ready()).toThrow();
    expect(() => new HealthController(health({})).ready()).toThrow();
  });

  it('counts what is published and led, and the seals that failed', async () => {
    const said = health({ '53': status('leading', 9), '45': status('standby', 3) });
    said.sealingFailed(new Error('away'));
    const metrics = await register.metrics();
    for (const line of [
      'xianjie_published_position{shard="53"} 9',
      'xianjie_publisher_leads{shard="53"} 1',
      'xianjie_publisher_leads{shard="45"} 0',
      'xianjie_sealing_faults_total 1',
    ])
      expect(metrics).toContain(line);
  });
});
