import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** Seconds until `to` in the largest unit that fits, like -3 hours. */
export function relative(seconds: number): [number, Intl.RelativeTimeFormatUnit] {
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return [Math.trunc(seconds / size), unit];
  }
  return [0, 'second'];
}

/** Dates, numbers and times as the language writes them. Times are RFC 3339. */
export function useFormat() {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(() => {
    const number = new Intl.NumberFormat(language);
    const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
    const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
    const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
    // A day without a time is the same day everywhere.
    const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
    const month = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long', timeZone: 'UTC' });
    const hours = new Intl.DateTimeFormat(language, { timeStyle: 'short' });
    const bytes = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
    const ago = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
    const today = (at: Date) => at.toDateString() === new Date().toDateString();
    const yesterday = (at: Date) => today(new Date(at.getTime() + 24 * 60 * 60 * 1000));
    return {
      /** A moment as one says it: today and yesterday by their names. */
      moment: (at: string) => {
        const when = new Date(at);
        if (today(when)) return t('todayAt', { time: hours.format(when) });
        return yesterday(when) ? t('yesterdayAt', { time: hours.format(when) }) : dateTime.format(when);
      },
      number: (value: number) => number.format(value),
      date: (at: string) => date.format(new Date(at)),
      dateTime: (at: string) => dateTime.format(new Date(at)),
      day: (on: string) => day.format(new Date(on)),
      month: (on: string) => month.format(new Date(on)),
      time: (at: string) => time.format(new Date(at)),
      /** From one moment to another; the days are left out where both are today. */
      range: (from: string, until: string) => {
        const [first, last] = [new Date(from), new Date(until)];
        const today = [first, last].every((at) => at.toDateString() === new Date().toDateString());
        return (today ? hours : dateTime).formatRange(first, last);
      },
      /** A size, in the unit that suits it. */
      bytes: (size: number) => (size < 1_048_576 ? `${bytes.format(Math.max(0.1, size / 1_024))} KB` : `${bytes.format(size / 1_048_576)} MB`),
      relative: (at: string) => {
        const seconds = (new Date(at).getTime() - Date.now()) / 1000;
        // A clock that is a little behind ours is not a time in the future.
        return Math.abs(seconds) < 60 ? t('justNow') : ago.format(...relative(seconds));
      },
    };
  }, [language, t]);
}
