import type { IncomingMessage, Server } from 'node:http';

/** A file of 1 GB over 400 kbit/s. Node's own five minutes end it at 120 MB over 3 Mbit/s. */
const SENT_WITHIN_MS = 6 * 3_600_000;
/** Of a sender that sends nothing at all. */
const SILENT_MS = 120_000;

/** For an app that takes files, or hands them on: a slow line may need hours. Headers keep their minute. */
export const bePatient = (server: Server): void => {
  server.requestTimeout = SENT_WITHIN_MS;
};

/** Ends a request whose sender has fallen silent in the middle of its body. */
export const endIfSilent = (request: IncomingMessage, afterMs = SILENT_MS): void => {
  request.setTimeout(afterMs, () => void request.destroy(new Error(`nothing came for ${afterMs / 1_000} s`)));
  // Else Node would end the connection while the answer is still being worked on.
  request.once('end', () => request.setTimeout(0));
};

/**
 * Lets a closing server end: Node keeps a connection that was at work when closing began, and answers on it for as long as its client goes on asking. From the
 * close on, each answer is the last of its connection.
 */
export const endWhenClosed = (server: Server): void => {
  server.prependListener('request', (_, response) => {
    if (!server.listening) response.setHeader('connection', 'close');
    response.once('close', () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
};
