import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { silentAt } from './answering';

describe('an address', () => {
  const server = createServer((socket) => socket.destroy());
  let open = 0;
  let closed = 0;
  beforeAll(async () => {
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    open = (server.address() as AddressInfo).port;
    const gone = createServer();
    await new Promise<void>((ready) => gone.listen(0, '127.0.0.1', ready));
    closed = (gone.address() as AddressInfo).port;
    await new Promise((ended) => gone.close(ended));
  });
  afterAll(() => void server.close());

  it('answers when one of its brokers does', async () => {
    expect(await silentAt(`127.0.0.1:${closed}, 127.0.0.1:${open}`)).toBeNull();
    expect(await silentAt(`http://127.0.0.1:${open}/apis`)).toBeNull();
  });

  it('is named without its password when nothing answers there', async () => {
    expect(await silentAt(`postgres://hub:secret@127.0.0.1:${closed}/xianjie`)).toBe(`127.0.0.1:${closed}`);
    expect(await silentAt(`127.0.0.1:${closed}`)).toBe(`127.0.0.1:${closed}`);
  });

  it('that cannot be read is left to whoever reads it', async () => expect(await silentAt('kafka')).toBeNull());
});
