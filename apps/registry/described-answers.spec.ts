import { DescribedAnswers } from './described-answers.fixture';

const schema = { $ref: '#/components/schemas/Overlap' };
const problem = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
const described = new DescribedAnswers({
  paths: {
    '/overlap/{day}': { get: { responses: { 200: { content: { 'application/json': { schema } } }, default: problem } } },
    '/overlap/today': { get: { responses: { 202: { content: { 'application/json': { schema } } } } } },
  },
  components: {
    schemas: {
      Overlap: {
        type: 'object',
        required: ['persons'],
        properties: { persons: { type: 'integer', nullable: true }, at: { type: 'string', format: 'date' } },
        additionalProperties: false,
      },
      Problem: { type: 'object', required: ['code'] },
    },
  },
});
const call = { method: 'GET', path: '/overlap/2016-12-31?x=1', status: 200 };
const checking = (said: object) => () => described.check({ ...call, body: { persons: 1 }, ...said });

describe('an answer beside its description', () => {
  it.each([
    ['as described', {}],
    ['null where it may be', { body: { persons: null, at: '2016-12-31' } }],
    ['a problem', { status: 404, body: { code: 'not-found' } }],
    ['of the path that names it', { path: '/overlap/today', status: 202 }],
    ['a refusal of what is nowhere', { path: '/nowhere', status: 404, body: null }],
  ])('%s passes', (_, said) => {
    expect(checking(said)).not.toThrow();
  });

  it.each([
    ['something beside', { body: { persons: 1, name: '韦' } }, /additional properties/],
    ['something left out', { body: {} }, /required property 'persons'/],
    ['another type', { body: { persons: '1' } }, /\/persons must be integer/],
    ['no day', { body: { persons: 1, at: '2016-12' } }, /format "date"/],
    ['a status that is not described', { status: 201 }, /answers 201/],
    ['a problem of another form', { status: 404, body: { persons: 1 } }, /required property 'code'/],
    ['a call that is not described', { method: 'POST' }, /answers 200/],
  ])('%s does not', (_, said, message) => {
    expect(checking(said)).toThrow(message);
  });
});
