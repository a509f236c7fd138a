import { Agent, createServer, get } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { eventually } from '@xianjie/testing';
import { bePatient, endIfSilent, endWhenClosed } from './patience';

describe('a file on a slow line', () => {
  it('may take hours, its headers a minute', () => {
    const server = createServer();
    bePatient(server);
    expect([server.requestTimeout, server.headersTimeout]).toEqual([21_600_000, 60_000]);
  });

  it('is ended when its sender has fallen silent, and not once it is there', async () => {
    const ended: string[] = [];
    const whole: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      endIfSilent(request, 50);
      request.on('error', ({ message }) => ended.push(message));
      request.resume().on('end', () => {
        response.write('taken');
        whole.push(request);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const sending = (text: string) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text)).on('error', () => undefined);
      return socket;
    };
    const head = (length: number) => `PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;
    const sockets = [sending(`${head(10)}half`), sending(`${head(4)}half`)];
    try {
      await eventually(
        'one was ended, the other is there',
        async () => [ended.length, whole.length],
        (both) => both.every((count) => count === 1),
      );
      expect(ended).toEqual(['nothing came for 0.05 s']);
      expect(whole[0]?.socket).toMatchObject({ destroyed: false, timeout: 0 });
    } finally {
      for (const one of sockets) one.destroy();
      await new Promise((closed) => server.close(closed));
    }
  });
});

describe('a server that is closed while it answers', () => {
  it('ends with that answer, though its client would go on asking on the same connection', async () => {
    let asked: (response: ServerResponse) => void = () => undefined;
    const isAsked = new Promise<ServerResponse>((done) => (asked = done));
    const server = createServer((_, response) => asked(response));
    endWhenClosed(server);
    // Longer than a test may take: nothing but the answer may end the connection.
    server.keepAliveTimeout = 3_600_000;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const agent = new Agent({ keepAlive: true });
    const answered = new Promise<void>((done, failed) =>
      get({ port, agent }, (response) => response.resume().on('end', done)).on('error', failed),
    );
    const response = await isAsked;
    let isClosed = false;
    server.close(() => (isClosed = true));
    response.end('done');
    await answered;
    try {
      await eventually('the end', async () => isClosed, Boolean, { withinMs: 3_000 });
    } finally {
      agent.destroy();
    }
  });
});
