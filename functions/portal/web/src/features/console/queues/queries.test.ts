import { expect, it } from 'vitest';

import { fieldsOf, serviceOf } from './queries';

it('gives back the targets that it was given', () => {
  const service = {
    calendar: { time_zone: 'Europe/Berlin', week: { monday: ['09:00-12:00', '13:30-18:00'], sunday: ['10:00-11:00'] }, holidays: ['2026-10-01'], extra_days: { '2026-10-10': ['09:00-12:00'] } },
    first_response_minutes: 30,
    completion_minutes: null,
  };
  const queue = { queue_id: 'que_1', name: '售后服务', state: 'open', waiting: { all: 0, urgent: 0 }, members: [], service };
  const fields = fieldsOf(queue);
  expect(fields.hours.monday).toBe('09:00-12:00, 13:30-18:00');
  expect(fields.hours.tuesday).toBe('');
  expect(serviceOf(fields, service)).toEqual(service);
});

it('says nothing where nothing is promised', () => {
  expect(serviceOf({ ...fieldsOf(), promises: false })).toBeNull();
});

it('takes Chinese commas, and leaves free days out', () => {
  const made = serviceOf({ ...fieldsOf(), promises: true, hours: { monday: '09:00-12:00，13:00-18:00', tuesday: ' ' } });
  expect(made?.calendar.week).toEqual({ monday: ['09:00-12:00', '13:00-18:00'] });
});
