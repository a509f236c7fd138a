import { ChildProcess } from 'node:child_process';
import { Socket as UdpSocket } from 'node:dgram';
import { Socket } from 'node:net';

// Every way out of a process of Node, watched: TCP and TLS and HTTP and Kafka all open a net.Socket; beside it there are UDP and
// other processes. What goes to the database is let through and counted; anything else is refused, and named.

export type Watched = Readonly<{ toDatabase: () => number; outbound: () => readonly string[]; stop: () => void }>;

const targetOf = (args: readonly unknown[]): string => {
  const [first, second] = args.flat();
  if (typeof first === 'object' && first !== null) {
    const { host = 'localhost', port, path } = first as { host?: string; port?: unknown; path?: string };
    return path ?? `${host}:${String(port)}`;
  }
  return typeof second === 'string' ? `${second}:${String(first)}` : `localhost:${String(first)}`;
};

export const watchOutboundCalls = (databaseUrl: string): Watched => {
  const { hostname, port } = new URL(databaseUrl);
  const outbound: string[] = [];
  let toDatabase = 0;
  const before = { connect: Socket.prototype.connect, send: UdpSocket.prototype.send, spawn: ChildProcess.prototype as object };
  const { spawn } = before.spawn as { spawn: unknown };
  const refuse = (what: string): never => {
    outbound.push(what);
    throw new Error(`an outbound call during a replay: ${what}`);
  };
  Socket.prototype.connect = function connect(this: Socket, ...args: unknown[]): Socket {
    const target = targetOf(args);
    if (target !== `${hostname}:${port}`) return refuse(`socket to ${target}`);
    toDatabase += 1;
    return (before.connect as (...given: unknown[]) => Socket).apply(this, args);
  } as typeof Socket.prototype.connect;
  UdpSocket.prototype.send = (() => refuse('datagram')) as typeof UdpSocket.prototype.send;
  Object.assign(ChildProcess.prototype, { spawn: () => refuse('another process') });
  return {
    toDatabase: () => toDatabase,
    outbound: () => outbound,
    stop: () => {
      Socket.prototype.connect = before.connect;
      UdpSocket.prototype.send = before.send;
      Object.assign(ChildProcess.prototype, { spawn });
    },
  };
};
