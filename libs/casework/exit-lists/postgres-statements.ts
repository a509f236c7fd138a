import { statementsIn } from '@xianjie/log';
import { join } from 'node:path';

export const statement = statementsIn(join(__dirname, 'sql'), 'exit-lists');
