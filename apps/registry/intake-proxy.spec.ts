import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExpressAdapter } from '@nestjs/platform-express';
import { forwardToIntake } from './intake-proxy';

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
/** With or without an error before it. */
const closed = (stream: IncomingMessage): Promise<void> =>
  new Promise((resolve) => stream.on('error', () => undefined).once('close', resolve));
const listening = async (listener: RequestListener): Promise<Server> => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

describe('a call that goes on to intake', () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).forEach((server) => (server.closeAllConnections(), server.close())));

  /** The address of a registry in front of this intake. */
  const inFrontOf = async (listener: RequestListener): Promise<number> => {
    const intake = await listening(listener);
    const app = new ExpressAdapter();
    app.use(forwardToIntake(`http://127.0.0.1:${portOf(intake)}`));
    const registry = await listening(app.getInstance<RequestListener>());
    servers.push(registry, intake);
    return portOf(registry);
  };

  it('ends there when the caller goes away in the middle of a file', async () => {
    let arrived: (sent: IncomingMessage) => void = () => undefined;
    const reached = new Promise<IncomingMessage>((resolve) => (arrived = resolve));
    const port = await inFrontOf((sent) => sent.once('data', () => arrived(sent)));
    const call = request({ port, host: '127.0.0.1', method: 'PUT', path: '/api/v1/imports/1/files?name=a.csv' });
    call.on('error', () => undefined);
    call.write('户编号,');
    const sent = await reached;
    const ended = closed(sent);
    call.destroy();
    await ended;
    expect(sent.complete).toBe(false);
  });

  it('ends for the caller when intake dies in the middle of its answer', async () => {
    const port = await inFrontOf((_, answer) => {
      answer.writeHead(200, { 'content-length': '100' });
      answer.write('{"id":', () => answer.destroy());
    });
    const call = request({ port, host: '127.0.0.1', path: '/api/v1/imports/1' }).end();
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    const ended = closed(answer);
    answer.resume();
    await ended;
    expect(answer.complete).toBe(false);
  });
});
