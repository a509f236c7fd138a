import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { EventLog } from '@xianjie/log';
import { Imports } from '@xianjie/sources';
import { createHubDatabase, syntheticIdNo } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import pino from 'pino';
import { readConfig } from './config';
import { createIntake } from './intake-app';

export const idOf = (serial: number, birth = '1990-01-01') => syntheticIdNo({ division: '451422', birth, sex: '男', serial });

/** What the answers that are looked into hold; each has some of it. */
export type Body = Readonly<{
  id: string;
  state: string;
  counts: Readonly<Record<string, number>>;
  problem: Readonly<{ code: string; message: string }>;
  code: string;
  detail: string;
  reports: readonly Readonly<{
    status: string;
    code: string;
    household: string;
    fields: readonly Readonly<{ field: string }>[];
  }>[];
}>;
type Answer = Readonly<{ status: number; body: Body }>;

export const aReport = (said: object = {}) => ({
  system: 'registry',
  asOf: '2016-12-31',
  division: '451422100001',
  registryNo: '4514220000900',
  members: [{ memberNo: '01', name: '覃阿花', idNo: idOf(77), relation: '户主' }],
  status: 'POOR',
  identifiedOn: '2014-03-01',
  ...said,
});

/** Intake over a database of its own, asked over HTTP, for the specs of the describe block that asks for it. */
export class IntakeDesk {
  private database!: TestDatabase;
  readonly logger = pino({ level: 'fatal' });
  private readonly folder = mkdtempSync(join(tmpdir(), 'xianjie-intake-'));
  private readonly others: NestExpressApplication[] = [];
  private own: Readonly<{ app: NestExpressApplication; url: string }> | null = null;

  constructor() {
    beforeAll(async () => {
      this.database = await createHubDatabase();
      writeFileSync(join(this.folder, 'token'), 'a-token\n');
      this.own = await this.another();
    });
    afterAll(async () => {
      for (const app of this.others) {
        const pool = app.get(Pool);
        await app.close();
        await pool.end();
      }
      await this.database.drop();
      rmSync(this.folder, { recursive: true });
    });
  }

  get app(): NestExpressApplication {
    return this.own!.app;
  }
  get url(): string {
    return this.own!.url;
  }

  /** Where kept files lie. */
  get sources(): string {
    return join(this.folder, 'sources');
  }

  /** One more process over the same database. */
  async another(): Promise<Readonly<{ app: NestExpressApplication; url: string }>> {
    const environment = {
      XIANJIE_DATABASE_URL: this.database.url,
      XIANJIE_DATA_DIR: this.folder,
      XIANJIE_TOKEN_FILE: join(this.folder, 'token'),
      XIANJIE_PROVINCE: '45',
    };
    const app = await createIntake(readConfig(environment), this.logger);
    this.others.push(app);
    await app.listen(0, '127.0.0.1');
    return { app, url: await app.getUrl() };
  }

  readonly call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    url = this.url,
  ): Promise<Answer> => {
    const isBytes = typeof body === 'string' || Buffer.isBuffer(body);
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: 'Bearer a-token',
        ...(body === undefined || isBytes ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isBytes ? (body as string) : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text };
  };

  readonly bring = async (query: string, files: Record<string, string | Buffer>): Promise<Body> => {
    const { body: opened } = await this.call('POST', `/imports?${query}`);
    for (const [name, content] of Object.entries(files))
      expect((await this.call('PUT', `/imports/${opened.id}/files?name=${encodeURIComponent(name)}`, content)).status).toBe(201);
    await this.call('POST', `/imports/${opened.id}/start`);
    await this.app.get(Imports).idle();
    return (await this.call('GET', `/imports/${opened.id}`)).body;
  };

  /** Of the log: its last position. */
  readonly head = async (): Promise<number> => (await this.app.get(EventLog).head('45')).number;
}
