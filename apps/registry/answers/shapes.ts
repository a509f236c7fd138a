import { z } from 'zod';

// What the calls answer, as shapes with names: OpenAPI's components are made of them, and the controllers' types.

const named = z.registry<{ id: string }>();

/** A shape that stands under its own name in the description, however often it is referred to. */
export const answer = <S extends z.ZodType>(id: string, shape: S): S => {
  named.add(shape, { id });
  return shape;
};
export const nameOf = (shape: z.ZodType): string => {
  const { id } = named.get(shape) ?? {};
  if (id === undefined) throw new TypeError('an answer is described by a shape that has a name');
  return id;
};

type Deep<T> = T extends readonly (infer Item)[]
  ? readonly Deep<Item>[]
  : T extends object
    ? Readonly<{ [Key in keyof T]: Deep<T[Key]> }>
    : T;
/** The value that a controller returns for a shape. */
export type Answered<S extends z.ZodType> = Deep<z.output<S>>;

export const componentOf = (id: string): string => `#/components/schemas/${id}`;

type Described = {
  $id?: string;
  nullable?: boolean;
  enum?: unknown[];
  allOf?: object[];
  anyOf?: object[];
  format?: string;
  pattern?: string;
};
/** As OpenAPI 3.0 means it: a day is said by its format; null is no value of an enumeration, nor of what a reference describes, unless it is listed. */
const forOpenApi = (schema: Described): void => {
  if (schema.format === 'date') delete schema.pattern;
  if (schema.nullable !== true) return;
  if (schema.enum) schema.enum.push(null);
  const alternatives = schema.anyOf ?? schema.allOf;
  if (alternatives === undefined) return;
  schema.anyOf = [...alternatives, { type: 'object', nullable: true, enum: [null] }];
  delete schema.allOf;
  delete schema.nullable;
};

/** Every named shape, as a component. */
export const answerSchemas = (): Record<string, object> => {
  const { schemas } = z.toJSONSchema(named, {
    target: 'openapi-3.0',
    io: 'output',
    unrepresentable: 'any',
    uri: componentOf,
    override: ({ jsonSchema }) => forOpenApi(jsonSchema as Described),
  });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $id: _, ...schema }]: [string, Described]) => [id, schema]));
};

export const aDay = z.iso.date().meta({ description: 'A day in Asia/Shanghai' });
export const aMonthOf = z.string().regex(/^\d{4}-\d{2}$/);
export const aTime = z.string().meta({ format: 'date-time', description: 'UTC' });
export const fen = z.number().int().meta({ description: 'Fen' });
export const count = z.number().int().min(0);
export const aPosition = z
  .string()
  .regex(/^\w+:\d+$/)
  .meta({ description: 'shard:number (S-14)' });
export const text = z.string();
export const maybe = <S extends z.ZodType>(shape: S): z.ZodNullable<S> => shape.nullable();
