/** Times as people read them. All times are ms since 1970 UTC, all lengths ms. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const JUST_NOW = 5 * SECOND;
/** Older than this, a date says more than a count of days. */
const DATE_AFTER = 30 * DAY;

const dateOnly = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const dateAndTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

export const dateText = (at: number): string => dateOnly.format(at);
export const dateTimeText = (at: number): string => dateAndTime.format(at);

/** "12 s", "3 min", "2 h", "5 d": the largest whole unit. */
export function roughly(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`;
  return `${Math.floor(ms / DAY)} d`;
}

/** "just now", "12 s ago", "in 3 h", or a date when it is far. A clock that runs a little ahead does not make the past a future. */
export function relativeTime(at: number, now: number): string {
  const past = now - at;
  if (Math.abs(past) < JUST_NOW) return 'just now';
  if (Math.abs(past) > DATE_AFTER) return dateText(at);
  return past > 0 ? `${roughly(past)} ago` : `in ${roughly(-past)}`;
}

/** The same for lists, where a hundred ages that count seconds would be a hundred things that move. */
export function calmTime(at: number, now: number): string {
  return now - at < MINUTE ? 'just now' : relativeTime(at, now);
}

/** How long something lasts, to two units: "48 s", "3 min 05 s", "2 h 14 min", "3 d 4 h". */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A wait that somebody has to sit out: "27 seconds", "1 minute", "3 minutes". */
export function waitText(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? '1 second' : `${Math.ceil(seconds)} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

const timeOnly = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
/** The time of the day alone, where the date stands elsewhere. */
export const timeText = (at: number): string => timeOnly.format(at);
