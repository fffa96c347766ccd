import { expect, it } from 'vitest';

import type { NoticeView } from '@/shared/api/schema.gen';

import { newsOf } from './news';

const notice = (link: string, unread: boolean, kind = 'ticket.answered'): NoticeView => ({ notice_id: link, kind, parameters: {}, link, at: '2026-01-05T08:00:00Z', unread });

it('are the unread notices of each ticket, wherever they lead to it', () => {
  const news = newsOf([notice('/console/tickets/tkt_01a', true), notice('/tickets/tkt_01b', false), notice('/tickets/tkt_01a?x=1', true, 'ticket.urged'), notice('/me/security', true)]);
  expect([...news].map(([ticket, of]) => [ticket, of.length])).toEqual([['tkt_01a', 2]]);
});
