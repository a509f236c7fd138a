import { z } from 'zod';
import { componentOf, nameOf } from './answers/shapes';

export type Schema = Record<string, unknown>;
export const schemaOf = (shape: z.ZodType): Schema =>
  z.toJSONSchema(shape, { target: 'openapi-3.0', io: 'input', unrepresentable: 'any' }) as Schema;

/** RFC 9457, as `problemOf` in libs/http answers. */
export const PROBLEM: Schema = {
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
type Answering = Readonly<{ description: string; content: Record<string, { schema: { $ref: string } }> }>;
/** An answer whose shape has a name. */
export const answering = (shape: z.ZodType, description = ''): Answering => ({
  description,
  content: { 'application/json': { schema: { $ref: componentOf(nameOf(shape)) } } },
});
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** An answer that is a file, of one of these media types. */
export const fileOf = (...types: readonly string[]): Record<string, { schema: { type: 'string'; format: 'binary' } }> =>
  Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));
export const problem = (description: string): object => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
/** Of every call, beside what it says of itself. */
export const ANY_PROBLEM = { 401: problem('no-valid-token'), default: problem('refused, wrong or a fault: `code` says which') };
