// A stranger may put anything into headers and keys, names and numbers too. What is shown, copied and kept for good is what only the
// hub's own values look like.

/** Headers that say which message it was, and the form of the hub's values in them (for Postgres as well). */
export const HUB_HEADERS: Readonly<Record<string, string>> = {
  ce_id: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  ce_type: '^[a-z][a-z-]*([.][a-z][a-z-]*)+$',
  ce_time: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,12}Z$',
  xianjie_position: '^[0-9]{2}:[0-9]{1,12}$',
  xianjie_version: '^[0-9]{1,9}$',
  xianjie_schema: '^[0-9a-f]{16}$',
};

/** The header, or null when it is none of the hub's. */
export const hubHeader = (headers: Readonly<Record<string, string>>, name: string): string | null => {
  const value = headers[name];
  const form = HUB_HEADERS[name];
  return value !== undefined && form !== undefined && new RegExp(form).test(value) ? value : null;
};

/** The lane as others may see it: a key that is no household's is named by its message. */
export const laneToTell = (lane: string, parkedId: string): string => (/^h-[\w-]+$/.test(lane) ? lane : `parked-${parkedId}`);
