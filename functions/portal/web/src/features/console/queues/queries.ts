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
  promises: boolean;
  time_zone: string;
  first_response_minutes?: number | null;
  completion_minutes?: number | null;
  /** The hours of each day, as `09:00-12:00, 13:30-18:00`. */
  hours: Partial<Record<Day, string>>;
}

const WORKDAY = '09:00-18:00';

/** The fields of a queue, or of a new one. */
export function fieldsOf(queue?: QueueDetail): QueueFields {
  const service = queue?.service;
  const week = service?.calendar.week as Partial<Record<Day, string[]>> | undefined;
  const hours = week ? Object.fromEntries(DAYS.map((day) => [day, (week[day] ?? []).join(', ')])) : Object.fromEntries(DAYS.map((day, place) => [day, place < 5 ? WORKDAY : '']));
  return {
    name: queue?.name ?? '',
    promises: Boolean(service),
    time_zone: service?.calendar.time_zone ?? 'Asia/Shanghai',
    first_response_minutes: service ? service.first_response_minutes : 30,
    completion_minutes: service ? service.completion_minutes : 480,
    hours,
  };
}

/** The targets that the fields say; holidays and extra days stay as they are. */
export function serviceOf(fields: QueueFields, before?: Service | null): Service | null {
  if (!fields.promises) return null;
  const week = Object.fromEntries(
    DAYS.map((day) => [day, (fields.hours[day] ?? '').split(/[,，]/).map((span) => span.trim()).filter(Boolean)] as const).filter(([, spans]) => spans.length > 0),
  );
  return {
    calendar: { time_zone: fields.time_zone, week, holidays: before?.calendar.holidays ?? [], extra_days: before?.calendar.extra_days ?? {} },
    first_response_minutes: fields.first_response_minutes ?? null,
    completion_minutes: fields.completion_minutes ?? null,
  };
}
