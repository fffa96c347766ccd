import { useTranslation } from 'react-i18next';

import { useTicketNews } from './news';

const SAID = { 'ticket.answered': 'answered', 'ticket.replied': 'replied', 'ticket.asked': 'asked' } as const;

/** That something about a ticket is unread, and what, where it is for the reader to act. */
export function NewsMark({ ticketId }: { ticketId: string }) {
  const { t } = useTranslation();
  const news = useTicketNews().get(ticketId);
  if (!news) return null;
  const said = news.map(({ kind }) => SAID[kind as keyof typeof SAID]).find(Boolean) ?? 'other';
  return <span className="news-mark">{t(`notices.marks.${said}`)}</span>;
}
