import { chooseParts } from './choose-parts';
import { InfrastructureMisconfigured } from './faults';

const addresses = {
  XIANJIE_DATABASE_URL: 'postgres://hub@db/hub',
  XIANJIE_KAFKA_BROKERS: 'k1:9092,k2:9092',
  XIANJIE_SCHEMA_REGISTRY_URL: 'http://registry/apis/ccompat/v7',
};

describe('where the real parts come from', () => {
  it('this machine, else Docker, when nothing is said', () =>
    expect(chooseParts({})).toEqual({
      postgres: { from: 'local-else-docker' },
      kafka: { from: 'local-else-docker' },
      registry: { from: 'local-else-docker' },
    }));

  it.each([[undefined], ['docker'], ['local'], ['address']])('addresses are used as they are, with XIANJIE_INFRA=%s', (mode) =>
    expect(chooseParts({ ...addresses, XIANJIE_INFRA: mode })).toEqual({
      postgres: { from: 'address', address: 'postgres://hub@db/hub' },
      kafka: { from: 'address', address: 'k1:9092,k2:9092' },
      registry: { from: 'address', address: 'http://registry/apis/ccompat/v7' },
    }),
  );

  it('an address settles only its own part; a forced mode the others', () =>
    expect(chooseParts({ XIANJIE_DATABASE_URL: 'postgres://hub@db/hub', XIANJIE_INFRA: 'docker' })).toEqual({
      postgres: { from: 'address', address: 'postgres://hub@db/hub' },
      kafka: { from: 'docker' },
      registry: { from: 'docker' },
    }));

  it.each(['docker', 'local'] as const)('%s, when forced, is not followed by anything else', (mode) =>
    expect(Object.values(chooseParts({ XIANJIE_INFRA: mode })).map(({ from }) => from)).toEqual([mode, mode, mode]),
  );

  it('what the program asks for stands over the environment', () =>
    expect(chooseParts({ XIANJIE_INFRA: 'docker' }, 'local').kafka).toEqual({ from: 'local' }));

  it('an empty variable is one that is not set', () =>
    expect(chooseParts({ XIANJIE_KAFKA_BROKERS: ' ', XIANJIE_INFRA: '' }).kafka).toEqual({ from: 'local-else-docker' }));

  it('an unknown mode is refused, with the ones there are', () => {
    expect(() => chooseParts({ XIANJIE_INFRA: 'podman' })).toThrow(InfrastructureMisconfigured);
    expect(() => chooseParts({ XIANJIE_INFRA: 'podman' })).toThrow(
      'XIANJIE_INFRA is "podman"; it may be auto, address, docker, local',
    );
  });

  it.each(Object.keys(addresses))('with XIANJIE_INFRA=address a missing %s is named', (variable) =>
    expect(() => chooseParts({ ...addresses, [variable]: undefined, XIANJIE_INFRA: 'address' })).toThrow(
      `${variable} is not set`,
    ),
  );
});
