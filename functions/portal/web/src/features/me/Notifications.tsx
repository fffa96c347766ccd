import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Switch } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { ME } from '@/shared/api/query';
import type { paths } from '@/shared/api/schema.gen';
import { useAccount } from '@/shared/session/useMe';
import { useProblemText } from '@/shared/ui/problemText';
import { useMessage } from '@/shared/ui/useMessage';

type Choice = NonNullable<NonNullable<paths['/api/me']['patch']['requestBody']>['content']['application/json']['notifications']>;

interface Row {
  key: 'tickets_sms' | 'tickets_email' | 'ratings_email' | 'account_requests_email';
  on: boolean;
  set: (on: boolean) => Choice;
}

/** Which messages go out. Codes and what concerns the security always do, and the notices in the pages stay. */
export function Notifications() {
  const { t } = useTranslation('me');
  const me = useAccount();
  const message = useMessage();
  const text = useProblemText();
  const client = useQueryClient();
  const { tickets, ratings, account_requests } = me.account.notifications;
  const customer: Row[] = [
    { key: 'tickets_sms', on: tickets.sms, set: (sms) => ({ tickets: { sms } }) },
    { key: 'tickets_email', on: tickets.email, set: (email) => ({ tickets: { email } }) },
  ];
  const staff: Row[] = [
    { key: 'ratings_email', on: ratings.email, set: (email) => ({ ratings: { email } }) },
    { key: 'account_requests_email', on: account_requests.email, set: (email) => ({ account_requests: { email } }) },
  ];
  const save = useMutation({
    mutationFn: (notifications: Choice) => call(api.PATCH('/api/me', { body: { notifications } })),
    onSuccess: () => void message.success(t('saved')),
    onError: (error) => void message.error(text(error)),
    onSettled: () => client.invalidateQueries({ queryKey: ME }),
  });
  const rows = me.landing === 'console' ? staff : customer;
  return (
    <section className="panel" aria-labelledby="me-notifications">
      <h2 id="me-notifications">{t('notifications.title')}</h2>
      <ul className="me-list">
        {rows.map(({ key, on, set }) => (
          <li key={key}>
            <span id={`notify-${key}`}>{t(`notifications.${key}`)}</span>
            <Switch checked={on} loading={save.isPending} onChange={(next) => save.mutate(set(next))} aria-labelledby={`notify-${key}`} />
          </li>
        ))}
      </ul>
      <p className="me-note">{t('notifications.hint')}</p>
    </section>
  );
}
