import { BellOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { Announced } from '@/shared/ui/Announced';
import { LinkButton } from '@/shared/ui/LinkButton';

import { unread } from './queries';
import './bell.css';

const MOST = 99;

/** Leads to the notices, and says how many are unread. */
export function NoticesBell({ to = '/notices' }: { to?: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(unread());
  const count = data?.unread ?? 0;
  return (
    <span className="bell">
      <LinkButton to={to} type="text" icon={<BellOutlined />} aria-label={count > 0 ? t('notices.bell', { count }) : t('notices.title')} />
      <Announced at={data?.unread} text={t('notices.bell', { count })} />
      {count > 0 ? <span className="bell-count" aria-hidden>{count > MOST ? `${String(MOST)}+` : count}</span> : null}
    </span>
  );
}
