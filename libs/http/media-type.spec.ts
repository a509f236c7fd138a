import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { isJson, requireJson } from './media-type';

describe('the body of a POST', () => {
  const server = createServer(
    express()
      .use(requireJson)
      .use(express.json({ type: isJson }))
      .use((request, response) => void response.send(JSON.stringify(request.body ?? null))),
  );
  beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
  afterAll(() => new Promise((done) => server.close(done)));
  const sent = async (method: string, body?: string, type?: string) => {
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { method, body, headers });
  };

  it.each([
    ['{}', 'application/json'],
    ['{}', 'application/json; charset=utf-8'],
    ['{}', 'application/cloudevents+json'],
    [undefined, undefined],
    ['{}', 'Application/JSON'],
    ['{}', 'application/vnd.api+json ; charset=utf-8'],
  ])('%j as %s is read', async (body, type) => {
    const answer = await sent('POST', body, type);
    expect([answer.status, await answer.text()]).toEqual([200, body ?? 'null']);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml; note=json',
    'application/json-seq',
    'application/jsonl',
  ])('as %s is refused, and the type is named', async (type) => {
    const answer = await sent('POST', '{}', type);
    expect(answer.status).toBe(415);
    const { code, detail } = (await answer.json()) as { code: string; detail: string };
    expect([code, detail]).toEqual(['unsupported-media-type', expect.stringContaining(type)]);
  });

  it('of a file may be of any type', async () => expect((await sent('PUT', 'x', 'text/csv')).status).toBe(200));
});
