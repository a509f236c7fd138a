import { CallProblem } from './problem';

/** What the database answers; red health is 503, so that a supervisor or balancer sees it. @throws CallProblem */
export const askedOfDatabase = async <Answer>(question: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await question();
  } catch (cause) {
    throw new CallProblem(503, 'database-unavailable', `the database does not answer: ${(cause as Error).message}`);
  }
};
