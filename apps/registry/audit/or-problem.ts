import { CallProblem, refusedBecause } from '@xianjie/http';
import { NoSuchReplay, ReplayRefusal, ReplayUnreadable, ReplayWithoutViews } from '@xianjie/read-models';

/** What a replay refuses, as the caller sees it. */
export const orProblem = async <Answer>(asked: Promise<Answer>): Promise<Answer> => {
  try {
    return await asked;
  } catch (fault) {
    if (fault instanceof NoSuchReplay) throw new CallProblem(404, fault.code, fault.message);
    if (fault instanceof ReplayUnreadable || fault instanceof ReplayWithoutViews)
      throw new CallProblem(422, fault.code, fault.message);
    if (fault instanceof ReplayRefusal) throw refusedBecause(fault.code, fault.message);
    throw fault;
  }
};
