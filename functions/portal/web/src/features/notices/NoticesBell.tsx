import { BellOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Badge } from 'antd';
import { useTranslation } from 'react-i18next';

import { LinkButton } from '@/shared/ui/LinkButton';

import { unread } from './queries';

/** Leads to the notices, and says how many are unread. */
export function NoticesBell({ to = '/notices' }: { to?: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(unread());
  const count = data?.unread ?? 0;
  return (
    <Badge count={count} size="small" offset={[-6, 6]}>
      <LinkButton to={to} type="text" icon={<BellOutlined />} aria-label={count > 0 ? t('notices.bell', { count }) : t('notices.title')} />
    </Badge>
  );
}
