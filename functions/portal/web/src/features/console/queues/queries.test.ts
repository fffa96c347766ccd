import { expect, it } from 'vitest';

import { type Day, DAYS, fieldsOf, serviceOf, spansOf, weekOf } from './queries';

it('gives back the targets that it was given', () => {
  const service = {
    calendar: { time_zone: 'Europe/Berlin', week: { monday: ['09:00-12:00', '13:30-18:00'], sunday: ['10:00-11:00'] }, holidays: ['2026-10-01'], extra_days: { '2026-10-10': ['09:00-12:00'] } },
    first_response_minutes: 30,
    completion_minutes: null,
  };
  const queue = { queue_id: 'que_1', name: '售后服务', state: 'open', waiting: { all: 0, urgent: 0 }, members: [], service };
  const fields = fieldsOf(queue);
  expect(fields.hours.monday).toEqual([{ from: '09:00', until: '12:00' }, { from: '13:30', until: '18:00' }]);
  expect(fields.hours.tuesday).toEqual([]);
  expect(serviceOf(fields, service)).toEqual(service);
});

it('says nothing where nothing is promised', () => {
  expect(serviceOf({ ...fieldsOf(), promises: false })).toBeNull();
});

it('leaves out days that are free, and spans that are not filled in', () => {
  const made = serviceOf({ ...fieldsOf(), promises: true, hours: { monday: [{ from: '13:00', until: '18:00' }, { from: '09:00', until: '12:00' }], tuesday: [], sunday: [{ from: '09:00', until: '' }] } });
  expect(made?.calendar.week).toEqual({ monday: ['09:00-12:00', '13:00-18:00'] });
});

it.each([
  ['a shift over midnight', { friday: [{ from: '22:00', until: '06:00' }] }, { friday: ['22:00-24:00'], saturday: ['00:00-06:00'] }],
  ['one from the last day of the week to the first', { sunday: [{ from: '20:00', until: '02:00' }], monday: [{ from: '09:00', until: '18:00' }] }, { monday: ['00:00-02:00', '09:00-18:00'], sunday: ['20:00-24:00'] }],
  ['until midnight', { monday: [{ from: '18:00', until: '00:00' }] }, { monday: ['18:00-24:00'] }],
  ['day and night', Object.fromEntries(DAYS.map((day) => [day, [{ from: '00:00', until: '00:00' }]])), Object.fromEntries(DAYS.map((day) => [day, ['00:00-24:00']]))],
])('%s is the same there and back', (_, hours, week) => {
  expect(weekOf(hours)).toEqual(week);
  expect(weekOf(spansOf(week))).toEqual(week);
  for (const [day, spans] of Object.entries(hours)) expect(spansOf(week)[day as Day]).toEqual(spans);
});
