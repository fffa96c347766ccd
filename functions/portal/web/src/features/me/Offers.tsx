import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { ME } from '@/shared/api/query';
import { FormAlert } from '@/shared/ui/FormAlert';
import { useMessage } from '@/shared/ui/useMessage';

const OFFERS = ['offers'];

/** What enterprises offer to the account: accepted or declined by its owner alone (S000-9). Nothing, if there is none. */
export function Offers() {
  const { t } = useTranslation('me');
  const client = useQueryClient();
  const message = useMessage();
  const offers = useQuery({ queryKey: OFFERS, queryFn: () => call(api.GET('/api/me/offers')) });
  const again = () => Promise.all([client.invalidateQueries({ queryKey: OFFERS }), client.invalidateQueries({ queryKey: ME })]);
  const path = (identity_id: string) => ({ params: { path: { identity_id } } });
  const accept = useMutation({
    mutationFn: (id: string) => call(api.POST('/api/me/offers/{identity_id}/accept', path(id))),
    onSuccess: async () => {
      void message.success(t('offers.accepted'));
      await again();
    },
  });
  const decline = useMutation({
    mutationFn: (id: string) => call(api.POST('/api/me/offers/{identity_id}/decline', path(id))),
    onSuccess: async () => {
      void message.success(t('offers.declined'));
      await again();
    },
  });
  const items = offers.data?.items ?? [];
  if (items.length === 0) return null;
  const failure = accept.error ?? decline.error;
  return (
    <section className="panel" aria-labelledby="me-offers">
      <h2 id="me-offers">{t('offers.title')}</h2>
      <p className="me-note">{t('offers.lead')}</p>
      {failure ? <FormAlert error={failure} /> : null}
      <ul className="me-list">
        {items.map(({ identity_id, tenant_name, name, address, needs_code }) => (
          <li key={identity_id}>
            <span className="device-text">
              <b>{tenant_name}</b>
              <span>{t('offers.as', { name, address })}</span>
              {needs_code ? <span>{t('offers.needsCode', { address })}</span> : null}
            </span>
            <Button onClick={() => decline.mutate(identity_id)} loading={decline.isPending} aria-label={t('offers.declineOf', { tenant: tenant_name })}>{t('offers.decline')}</Button>
            <Button type="primary" disabled={needs_code} onClick={() => accept.mutate(identity_id)} loading={accept.isPending} aria-label={t('offers.acceptOf', { tenant: tenant_name })}>{t('offers.accept')}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
