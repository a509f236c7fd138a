import type { OpenAPIObject } from '@nestjs/swagger';
import { absenceShape, dibaoShape, registryShape } from '@xianjie/sources';
import { z } from 'zod';
import { fileTaken, importAnswer, importConfirmed, importUndone, personErased, reportsAnswer } from './answers/intake';
import { XLSX, answering, fileOf, problem, schemaOf } from './openapi-schemas';
import type { Schema } from './openapi-schemas';

const importId = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const onImport = (summary: string, responses: object, ...parameters: readonly object[]): object => ({
  tags: ['imports'],
  summary,
  parameters: [importId, ...parameters],
  responses: { ...responses, 404: problem('no such import') },
});
const parameter = (name: string, schema: Schema, required = false): object => ({ name, in: 'query', required, schema });

/** Reports and imports go through this app to intake, which knows their shapes; they are documented here with the rest. */
export const intakePaths: OpenAPIObject['paths'] = {
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
        200: answering(reportsAnswer, 'accepted, unchanged, refused (code) or waiting, a report each'),
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
      responses: { 201: answering(importAnswer, 'the import'), 400: problem('a parameter is wrong') },
    },
  },
  '/api/v1/imports/{id}': {
    get: onImport('How far it is, with counts that add up to the rows read (S-8)', { 200: answering(importAnswer) }),
  },
  '/api/v1/imports/{id}/files': {
    put: {
      tags: ['imports'],
      summary: 'The bytes of one file',
      parameters: [importId, parameter('name', { type: 'string', maxLength: 200 }, true)],
      requestBody: {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
      responses: { 201: answering(fileTaken, 'format, hash and size') },
    },
  },
  '/api/v1/imports/{id}/start': { post: onImport('Begin', { 202: answering(importAnswer, 'begun') }) },
  '/api/v1/imports/{id}/confirm': {
    post: onImport('Record the departures that wait (S-6)', { 202: answering(importConfirmed, 'begun: how many are released') }),
  },
  '/api/v1/imports/{id}/undo': {
    post: onImport('Retract what it recorded (S-9)', { 200: answering(importUndone, 'done: how many events are retracted') }),
  },
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
        200: answering(
          personErased,
          'the position and the event: persons merged into one, households, kept files that were written again',
        ),
        404: problem('nobody is known under the id'),
        503: problem('import-at-work: erase again when it has ended; the hub also goes on by itself'),
      },
    },
  },
  '/api/v1/imports/{id}/rejects': {
    get: {
      ...onImport(
        'Quarantined rows as a sheet with their reasons',
        {},
        parameter('format', { type: 'string', enum: ['csv', 'xlsx'] }),
      ),
      responses: {
        200: {
          description: 'the sheet',
          content: fileOf('text/csv', XLSX),
        },
        404: problem('no such import'),
        410: problem('kept-files-gone'),
      },
    },
  },
} as OpenAPIObject['paths'];
