import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** Where a connection is cut: before COMMIT reaches the server, or after, so that only its answer is lost. */
export type Cut = 'before-commit' | 'after-commit' | 'every-connection' | null;

export type CuttingProxy = Readonly<{
  url: string;
  /** From now on; null lets everything through again. A cut at COMMIT is done once, then goes on as `then`. */
  cut: (cut: Cut, then?: Cut) => void;
  cuts: () => number;
  /** Every connection at once, whatever is under way on it; new ones are let through. Answers how many. */
  cutNow: () => number;
  /** Bytes of the server arrive that much later from now on, in ms. */
  delay: (ms: number) => void;
  close: () => Promise<void>;
}>;

// Postgres's simple query message: 'Q', length, text, NUL.
const COMMIT = Buffer.from([0x51, 0, 0, 0, 11, ...Buffer.from('commit'), 0]);

/** Stands between a log and its Postgres and loses what a network may lose. */
export const openCuttingProxy = async (databaseUrl: string): Promise<CuttingProxy> => {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  let mode: Cut = null;
  let next: Cut = null;
  let count = 0;
  let late = 0;

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => open.delete(socket));
    }
    const hangUp = () => {
      count += 1;
      client.destroy();
      upstream.destroy();
    };
    let answerIsLost = false;
    client.on('data', (bytes) => {
      if (mode === 'every-connection') return hangUp();
      const isCommit = bytes.includes(COMMIT);
      if (isCommit && (mode === 'before-commit' || mode === 'after-commit')) {
        const cut = mode;
        mode = next;
        if (cut === 'before-commit') return hangUp();
        answerIsLost = true;
      }
      upstream.write(bytes);
    });
    // The server has carried out the COMMIT when its answer comes: that answer is what gets lost.
    upstream.on('data', (bytes) => {
      if (answerIsLost) return hangUp();
      if (late === 0) return void client.write(bytes);
      // One chunk after the other, so that a slow answer stays in order.
      upstream.pause();
      setTimeout(() => {
        client.write(bytes);
        upstream.resume();
      }, late);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  url.hostname = '127.0.0.1';
  return {
    url: url.href,
    cut: (cut, then = null) => {
      mode = cut;
      next = then;
    },
    cuts: () => count,
    cutNow: () => {
      const cut = open.size / 2;
      count += cut;
      open.forEach((socket) => socket.destroy());
      return cut;
    },
    delay: (ms) => {
      late = ms;
    },
    close: () => {
      open.forEach((socket) => socket.destroy());
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
