import { queryOptions } from '@tanstack/react-query';

import { api, call } from '@/shared/api/client';
import type { QueueDetail, Service } from '@/shared/api/schema.gen';

/** Everything about queues hangs on this key. */
export const QUEUES = ['queues'] as const;

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Day = (typeof DAYS)[number];

/** One queue, with its members and targets. */
export function queueQuery(queueId: string) {
  return queryOptions({
    queryKey: [...QUEUES, 'one', queueId],
    queryFn: () => call(api.GET('/api/queues/{queue_id}', { params: { path: { queue_id: queueId } } })),
  });
}

/** What the form of a queue holds. */
export interface QueueFields {
  name: string;
  /** What it is for, in a line for customers. */
  about?: string;
  promises: boolean;
  time_zone: string;
  first_response_minutes?: number | null;
  completion_minutes?: number | null;
  /** When each day works. */
  hours: Partial<Record<Day, Span[]>>;
}

/** From one time of the day to another, as `HH:MM`; one that is not later is of the next day. */
export interface Span {
  from: string;
  until: string;
}

const WORKDAY: Span = { from: '09:00', until: '18:00' };

/** How the API says the end of a day. */
const MIDNIGHT = '24:00';

/** The fields of a queue, or of a new one. */
export function fieldsOf(queue?: QueueDetail, timeZone = 'Asia/Shanghai'): QueueFields {
  const service = queue?.service;
  const week = service?.calendar.week as Partial<Record<Day, string[]>> | undefined;
  const hours = week ? spansOf(week) : Object.fromEntries(DAYS.map((day, place) => [day, place < 5 ? [WORKDAY] : []]));
  return {
    name: queue?.name ?? '',
    about: queue?.about ?? '',
    promises: Boolean(service),
    time_zone: service?.calendar.time_zone ?? timeZone,
    first_response_minutes: service ? service.first_response_minutes : 30,
    completion_minutes: service ? service.completion_minutes : 480,
    hours,
  };
}

/** The targets that the fields say; holidays and extra days stay as they are. */
export function serviceOf(fields: QueueFields, before?: Service | null): Service | null {
  if (!fields.promises) return null;
  return {
    calendar: { time_zone: fields.time_zone, week: weekOf(fields.hours), holidays: before?.calendar.holidays ?? [], extra_days: before?.calendar.extra_days ?? {} },
    first_response_minutes: fields.first_response_minutes ?? null,
    completion_minutes: fields.completion_minutes ?? null,
  };
}

function tomorrow(day: Day): Day {
  return DAYS[(DAYS.indexOf(day) + 1) % DAYS.length] ?? day;
}

/** The spans of each day. What goes on after midnight is one with what was before it: a shift. */
export function spansOf(week: Partial<Record<Day, string[]>>): Partial<Record<Day, Span[]>> {
  const read = (text: string): Span => ({ from: text.slice(0, 5), until: text.slice(6) });
  const all = new Map(DAYS.map((day) => [day, (week[day] ?? []).map(read)]));
  for (const day of DAYS) {
    const last = all.get(day)?.at(-1);
    const morning = all.get(tomorrow(day));
    const first = morning?.[0];
    // Day and night without an end are days, each whole.
    if (last?.until !== MIDNIGHT || first?.from !== '00:00' || first.until >= last.from) continue;
    last.until = first.until;
    morning?.shift();
  }
  return Object.fromEntries([...all].map(([day, spans]) => [day, spans.map(({ from, until }) => ({ from, until: until === MIDNIGHT ? '00:00' : until }))]));
}

/** The hours of each day, as the API has them: a shift over midnight is in two days. */
export function weekOf(hours: Partial<Record<Day, (Span | undefined)[]>>): Partial<Record<Day, string[]>> {
  const week = new Map<Day, string[]>();
  const add = (day: Day, text: string) => week.set(day, [...(week.get(day) ?? []), text].sort());
  for (const day of DAYS) {
    for (const span of hours[day] ?? []) {
      if (!span?.from || !span.until) continue;
      const { from, until } = span;
      if (until > from) add(day, `${from}-${until}`);
      else add(day, `${from}-${MIDNIGHT}`);
      if (until <= from && until !== '00:00') add(tomorrow(day), `00:00-${until}`);
    }
  }
  return Object.fromEntries(week);
}
