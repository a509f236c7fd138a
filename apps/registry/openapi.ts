import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { z } from 'zod';
import { answerSchemas } from './answers/shapes';
import { intakePaths } from './openapi-of-intake';
import { ANY_PROBLEM, PROBLEM, answering, schemaOf } from './openapi-schemas';
import type { Schema } from './openapi-schemas';

// The calls' shapes are zod's; OpenAPI is made of the same ones, so that it cannot say anything else.

/** Documents the JSON body of a call. */
export const Takes = (shape: z.ZodType): MethodDecorator => ApiBody({ schema: schemaOf(shape) });

/** Documents what a call answers when it works. */
export const Answers = (shape: z.ZodType, status = 200): MethodDecorator => ApiResponse({ status, ...answering(shape) });

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
    schemas: { ...document.components?.schemas, ...answerSchemas(), Problem: PROBLEM },
  } as OpenAPIObject['components'],
  security: [{ bearer: [] }],
  paths: whole({ ...document.paths, ...intakePaths }),
});
