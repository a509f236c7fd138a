import { connect } from 'node:net';

const PATIENCE_MS = 3_000;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'postgres:': 5432, 'postgresql:': 5432 };

type Place = Readonly<{ host: string; port: number }>;

/** Where an address leads: a URL, or brokers as host:port with commas. Without user and password: it is to be printed. */
const placesOf = (address: string): readonly Place[] => {
  if (address.includes('://')) {
    const { hostname, port, protocol } = new URL(address);
    return [{ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || DEFAULT_PORTS[protocol]) }];
  }
  const brokers = address.split(',').map((broker) => /^\s*\[?([^\s,]+?)\]?:(\d+)\s*$/.exec(broker));
  return brokers.flatMap((found) => (found ? [{ host: found[1], port: Number(found[2]) }] : []));
};

const answers = ({ host, port }: Place): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect({ host, port, timeout: PATIENCE_MS });
    const end = (is: boolean): void => {
      socket.destroy();
      done(is);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });

/** `host:port` of what an address names when no connection can be made to any of it; null when one can, or the address cannot be read. */
export const silentAt = async (address: string): Promise<string | null> => {
  try {
    const places = placesOf(address);
    const found = await Promise.all(places.map(answers));
    return places.length === 0 || found.includes(true) ? null : places.map(({ host, port }) => `${host}:${port}`).join(', ');
  } catch {
    return null;
  }
};
