/** `datetime.now().strftime(format)` in the C locale: the directives of Python and glibc that a date in a prompt can use. */
import { JinjaUnsupported } from './errors.ts';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const months = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
] as const; // prettier-ignore
const millisecondsOfDay = 86_400_000;

/** A number with its usual filling: `%d` is 05, `%e` is ' 5'. */
interface Padded {
  readonly value: number;
  readonly width: number;
  readonly filler: '0' | ' ';
}

/** Throws JinjaUnsupported for a directive that it does not know. */
export function strftime(now: Date, format: string): string {
  return format.replace(/%([-_0^#]*)([^])?/gu, (all: string, flags: string, directive: string = '') => {
    const found = part(now, directive);
    if (found === undefined) throw new JinjaUnsupported(`the date format '${all}'`);
    const text = typeof found === 'string' ? found : number(found, flags);
    if (flags.includes('#')) throw new JinjaUnsupported(`the date format '${all}'`);
    return flags.includes('^') ? text.toUpperCase() : text;
  });
}

function number({ value, width, filler }: Padded, flags: string): string {
  if (flags.includes('-')) return String(value);
  const fill = flags.includes('_') ? ' ' : flags.includes('0') ? '0' : filler;
  return String(value).padStart(width, fill);
}

function part(now: Date, directive: string): string | Padded | undefined {
  return textPart(now, directive) ?? numberPart(now, directive);
}

function textPart(now: Date, directive: string): string | undefined {
  const weekday = weekdays[now.getDay()] ?? '';
  const month = months[now.getMonth()] ?? '';
  const afternoon = now.getHours() >= 12;
  switch (directive) {
    case 'a':
      return weekday.slice(0, 3);
    case 'A':
      return weekday;
    case 'b':
    case 'h':
      return month.slice(0, 3);
    case 'B':
      return month;
    case 'p':
      return afternoon ? 'PM' : 'AM';
    case 'P':
      return afternoon ? 'pm' : 'am';
    case 'Z':
    case 'z':
      return ''; // datetime.now() knows no time zone
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case '%':
      return '%';
    default: {
      const longer = combined[directive];
      return longer === undefined ? undefined : strftime(now, longer);
    }
  }
}

const combined: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

function numberPart(now: Date, directive: string): Padded | undefined {
  const padded = (value: number, width = 2, filler: '0' | ' ' = '0'): Padded => ({ value, width, filler });
  const day = dayOfYear(now);
  const hour12 = now.getHours() % 12 || 12;
  switch (directive) {
    case 'd':
      return padded(now.getDate());
    case 'e':
      return padded(now.getDate(), 2, ' ');
    case 'm':
      return padded(now.getMonth() + 1);
    case 'y':
      return padded(now.getFullYear() % 100);
    case 'Y':
      return padded(now.getFullYear(), 1);
    case 'C':
      return padded(Math.floor(now.getFullYear() / 100));
    case 'H':
      return padded(now.getHours());
    case 'k':
      return padded(now.getHours(), 2, ' ');
    case 'I':
      return padded(hour12);
    case 'l':
      return padded(hour12, 2, ' ');
    case 'M':
      return padded(now.getMinutes());
    case 'S':
      return padded(now.getSeconds());
    case 'f':
      return padded(now.getMilliseconds() * 1000, 6);
    case 's':
      return padded(Math.floor(now.getTime() / 1000), 1);
    case 'j':
      return padded(day + 1, 3);
    case 'w':
      return padded(now.getDay(), 1);
    case 'u':
      return padded(now.getDay() || 7, 1);
    case 'U':
      return padded(Math.floor((day + 7 - now.getDay()) / 7));
    case 'W':
      return padded(Math.floor((day + 7 - ((now.getDay() + 6) % 7)) / 7));
    case 'V':
      return padded(isoWeek(now).week);
    case 'G':
      return padded(isoWeek(now).year, 1);
    case 'g':
      return padded(isoWeek(now).year % 100);
    default:
      return undefined;
  }
}

/** From 0 on, by the calendar: a day of 23 or 25 hours counts as one. */
function dayOfYear(now: Date): number {
  const days = (year: number, month: number, day: number): number =>
    Date.UTC(year, month, day) / millisecondsOfDay;
  return days(now.getFullYear(), now.getMonth(), now.getDate()) - days(now.getFullYear(), 0, 1);
}

/** ISO 8601: the week belongs to the year that its Thursday is in. */
function isoWeek(now: Date): { readonly year: number; readonly week: number } {
  const thursday = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 4 - (now.getDay() || 7));
  return { year: thursday.getFullYear(), week: Math.floor(dayOfYear(thursday) / 7) + 1 };
}
