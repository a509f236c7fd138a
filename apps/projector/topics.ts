import { topicsOf } from '@xianjie/messaging';

/** Read when the program is loaded, as the pattern of a handler is: the same setting as the publisher's. */
export const PREFIX = process.env.XIANJIE_TOPIC_PREFIX ?? 'xianjie';
export const TOPICS = topicsOf(PREFIX);
