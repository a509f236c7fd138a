import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiQuery } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { absenceShape, dibaoShape, registryShape } from '@xianjie/sources';
import { z } from 'zod';

// The calls' shapes are zod's; OpenAPI is made of the same ones, so that it cannot say anything else.

type Schema = Record<string, unknown>;
const schemaOf = (shape: z.ZodType): Schema =>
  z.toJSONSchema(shape, { target: 'openapi-3.0', io: 'input', unrepresentable: 'any' }) as Schema;

/** Documents the JSON body of a call. */
export const Takes = (shape: z.ZodType): MethodDecorator => ApiBody({ schema: schemaOf(shape) });

/** Documents the header that names who acts. */
export const ByOfficial = (): MethodDecorator =>
  ApiHeader({
    name: 'x-xianjie-official',
    description: 'user reference of the official, never a name; the token’s name when left out',
    required: false,
  });

/** Documents the header that makes a call happen once. */
export const Once = (): MethodDecorator =>
  ApiHeader({ name: 'idempotency-key', description: 'the same key again gives the first answer (S-15)', required: false });

/** Documents the query parameters of a call. */
export const Asks = (shape: z.ZodType): MethodDecorator => {
  const { properties = {}, required = [] } = schemaOf(shape) as { properties?: Record<string, Schema>; required?: string[] };
  return applyDecorators(
    ...Object.entries(properties).map(([name, schema]) => ApiQuery({ name, required: required.includes(name), schema })),
  );
};

/** RFC 9457, as `problemOf` in libs/http answers. */
const PROBLEM: Schema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string', description: 'urn:xianjie:problem:<code>' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; docs/errors.md says what each means' },
    detail: { type: 'string', description: 'In words, without a personal value' },
    errors: {
      type: 'array',
      description: 'The fields that are missing or wrong',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string' }, message: { type: 'string' } },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};
const problem = (description: string): object => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
/** Of every call, beside what it says of itself. */
const ANY_PROBLEM = { 401: problem('no-valid-token'), default: problem('refused, wrong or a fault: `code` says which') };
const json = (description: string): object => ({ description, content: { 'application/json': { schema: { type: 'object' } } } });
const importId = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const onImport = (summary: string, answer: string, ...parameters: readonly object[]): object => ({
  tags: ['imports'],
  summary,
  parameters: [importId, ...parameters],
  responses: { 200: json(answer), 404: problem('no such import') },
});
const SHEETS = ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'];
const parameter = (name: string, schema: Schema, required = false): object => ({ name, in: 'query', required, schema });

/** Reports and imports go through this app to intake, which knows their shapes; they are documented here with the rest. */
const intakePaths: OpenAPIObject['paths'] = {
  '/api/v1/reports': {
    post: {
      tags: ['reports'],
      summary: 'One report, or an array of at most 1,000: what a source says of one household; answers in its order',
      parameters: [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 } }],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: schemaOf(
              z.union([
                registryShape,
                dibaoShape,
                absenceShape,
                z.array(z.union([registryShape, dibaoShape, absenceShape])).max(1_000),
              ]),
            ),
          },
        },
      },
      responses: {
        200: json('accepted, unchanged, refused (code) or waiting, a report each'),
        422: problem('idempotency-key-reused'),
      },
    },
  },
  '/api/v1/imports': {
    post: {
      tags: ['imports'],
      summary: 'Open an import; then put its files and start it',
      parameters: [
        parameter('source', { type: 'string', enum: ['poverty', 'dibao'] }, true),
        parameter('asOf', { type: 'string', format: 'date' }),
        parameter('encoding', { type: 'string' }),
        parameter('changes', { type: 'boolean' }),
        parameter('dryRun', { type: 'boolean' }),
        parameter('scope', { type: 'string' }),
      ],
      requestBody: {
        required: false,
        content: { 'application/json': { schema: schemaOf(z.object({ mapping: z.string().optional() })) } },
      },
      responses: { 201: json('the import'), 400: problem('a parameter is wrong') },
    },
  },
  '/api/v1/imports/{id}': { get: onImport('How far it is, with counts that add up to the rows read (S-8)', 'the import') },
  '/api/v1/imports/{id}/files': {
    put: {
      tags: ['imports'],
      summary: 'The bytes of one file',
      parameters: [importId, parameter('name', { type: 'string', maxLength: 200 }, true)],
      requestBody: {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
      responses: { 201: json('format, hash and size') },
    },
  },
  '/api/v1/imports/{id}/start': { post: onImport('Begin', 'the import') },
  '/api/v1/imports/{id}/confirm': { post: onImport('Record the departures that wait (S-6)', 'the import') },
  '/api/v1/imports/{id}/undo': { post: onImport('Retract what it recorded (S-9)', 'the import') },
  '/api/v1/persons/{id}/erase': {
    post: {
      tags: ['persons'],
      summary:
        'Erase a person for ever: keys, kept rows, and what is heard later (S-25); the same call again answers what was recorded',
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: schemaOf(
              z.object({ reason: z.string().max(500), by: z.string().max(64).optional(), on: z.string().optional() }),
            ),
          },
        },
      },
      responses: {
        200: json('the position and the event: persons merged into one, households, kept files that were written again'),
        404: problem('nobody is known under the id'),
        503: problem('import-at-work: erase again when it has ended; the hub also goes on by itself'),
      },
    },
  },
  '/api/v1/imports/{id}/rejects': {
    get: {
      ...onImport(
        'Quarantined rows as a sheet with their reasons',
        '',
        parameter('format', { type: 'string', enum: ['csv', 'xlsx'] }),
      ),
      responses: {
        200: {
          description: 'the sheet',
          content: Object.fromEntries(SHEETS.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
        },
        404: problem('no such import'),
        410: problem('kept-files-gone'),
      },
    },
  },
} as OpenAPIObject['paths'];

type Operation = { parameters?: readonly object[]; responses?: object };
const PATTERNS: Readonly<Record<string, string>> = { county: '^\\d{6}$', year: '^\\d{4}$' };
const inPath = (name: string): object => ({
  ...{ name, in: 'path', required: true },
  schema: { type: 'string', ...(name in PATTERNS ? { pattern: PATTERNS[name] } : {}) },
});

/** A call that reads its path as a whole declares none of its parts; OpenAPI wants each, and what the call answers when it does not work. */
const whole = (paths: OpenAPIObject['paths']): OpenAPIObject['paths'] => {
  const declared = (path: string, { parameters = [], responses, ...operation }: Operation): Operation => {
    const known = new Set(parameters.map((one) => ('name' in one ? one.name : '')));
    const missing = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string).filter((name) => !known.has(name));
    return { ...operation, parameters: [...missing.map(inPath), ...parameters], responses: { ...responses, ...ANY_PROBLEM } };
  };
  return Object.fromEntries(
    Object.entries(paths).map(([path, calls]) => [
      path,
      Object.fromEntries(Object.entries(calls).map(([method, call]) => [method, declared(path, call as Operation)])),
    ]),
  ) as OpenAPIObject['paths'];
};

export const withIntake = (document: OpenAPIObject): OpenAPIObject => ({
  ...document,
  components: {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM },
  } as OpenAPIObject['components'],
  security: [{ bearer: [] }],
  paths: whole({ ...document.paths, ...intakePaths }),
});
