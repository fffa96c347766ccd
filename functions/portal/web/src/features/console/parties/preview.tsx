import { useQuery } from '@tanstack/react-query';
import { Button, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api, call } from '@/shared/api/client';
import type { ManagedView, PreviewOffboardingOutput, Receipt } from '@/shared/api/schema.gen';

import { pathOf } from './party';

/** One identity, or all that the account has here. */
export type Scope = 'this' | 'all';

const SHOWN = 5;

/** Milliseconds between two questions how far a hand-over is: it goes on once a minute. */
const ASKED_AGAIN = 5_000;

/** What leaving would touch, asked for whenever a dialog opens: its confirmations are for a few minutes. */
export function usePreview(identityId: string) {
  return useQuery({
    queryKey: ['preview', identityId],
    queryFn: () => call(api.GET('/api/identities/{identity_id}/offboarding-preview', { params: { path: { identity_id: identityId } } })),
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
}

/** Which identities, where there are several (S000-17, S000-27). */
export function ScopeChoice({ preview, scope, choose, texts }: { preview: PreviewOffboardingOutput; scope: Scope; choose: (scope: Scope) => void; texts: { this: string; all: string } }) {
  const { t } = useTranslation('console');
  const [details, setDetails] = useState(false);
  return (
    <section className="dialog-part">
      <p>{t('preview.others', { count: preview.others.length + preview.others_unseen })}</p>
      <ul className="identity-list">
        {preview.others.slice(0, SHOWN).map((one) => <IdentityRow key={one.identity_id} identity={one} />)}
        {preview.others_unseen > 0 ? <li>{t('preview.unseen', { count: preview.others_unseen })}</li> : null}
      </ul>
      <Button type="link" size="small" className="flush" aria-expanded={details} onClick={() => setDetails(!details)}>{t(details ? 'preview.hide' : 'preview.details')}</Button>
      {details ? <Bound identities={[preview.identity, ...preview.others]} /> : null}
      <Radio.Group className="scope" aria-label={t('preview.scope')} value={scope} onChange={(event) => choose(event.target.value as Scope)}>
        <Radio value="this">{texts.this}</Radio>
        <Radio value="all">{texts.all}</Radio>
      </Radio.Group>
    </section>
  );
}

/** Every customer and contact that the account is bound to (S000-18). */
function Bound({ identities }: { identities: ManagedView[] }) {
  const { t } = useTranslation('console');
  return (
    <table className="bound">
      <caption className="visually-hidden">{t('preview.bound')}</caption>
      <thead><tr><th scope="col">{t('fields.name')}</th><th scope="col">{t('preview.kind')}</th><th scope="col">{t('preview.state')}</th></tr></thead>
      <tbody>
        {identities.map((one) => (
          <tr key={one.identity_id}>
            <td><Link to={pathOf(one.kind, one.party_id)} target="_blank">{one.name}</Link></td>
            <td>{t(one.kind === 'contact' ? 'kinds.contact' : 'kinds.customer')}</td>
            <td><IdentityState state={one.state} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** An identity, in a list. */
export function IdentityRow({ identity }: { identity: ManagedView }) {
  const { t } = useTranslation('console');
  return (
    <li>
      <b>{identity.name}</b>
      <span className="identity-kind">{t(identity.kind === 'contact' ? 'kinds.contact' : 'kinds.customer')}</span>
      <IdentityState state={identity.state} />
    </li>
  );
}

const STATES = ['active', 'offboarded', 'deleted'] as const;

function IdentityState({ state }: { state: string }) {
  const { t } = useTranslation('console');
  const known = STATES.find((one) => one === state);
  return <span className={`mark mark-${known ?? 'none'}`}>{known ? t(`identityStates.${known}`) : state}</span>;
}

/** What else is touched: sessions, tickets, applications. */
export function Impact({ preview, scope }: { preview: PreviewOffboardingOutput; scope: Scope }) {
  const { t } = useTranslation('console');
  const tickets = scope === 'all' ? preview.open_tickets : preview.open_tickets.filter((one) => one.identity_id === preview.identity.identity_id);
  return (
    <section className="dialog-part impact" aria-label={t('preview.impact')}>
      <ul>
        <li>{t('preview.sessions', { count: preview.live_sessions })}</li>
        <li>
          {t('preview.tickets', { count: tickets.length + preview.open_tickets_unseen })}
          {preview.more_open_tickets ? <p className="dialog-lead">{t('preview.moreTickets')}</p> : null}
          {tickets.length > 0 ? (
            <ul>
              {tickets.slice(0, SHOWN).map((one) => <li key={one.ticket_id}><Link to={`/console/tickets/${one.ticket_id}`} target="_blank">{one.title}</Link></li>)}
              {preview.open_tickets_unseen > 0 ? <li>{t('preview.unseen', { count: preview.open_tickets_unseen })}</li> : null}
              {tickets.length > SHOWN ? <li>{t('preview.andMore', { count: tickets.length - SHOWN })}</li> : null}
            </ul>
          ) : null}
        </li>
        {preview.pending_requests.length > 0 ? (
          <li>
            {t('preview.requests', { count: preview.pending_requests.length })}
            <ul>{preview.pending_requests.map((one) => <li key={one.request_id}><Link to={pathOf('contact', one.contact_id)} target="_blank">{one.contact_name}</Link></li>)}</ul>
          </li>
        ) : null}
      </ul>
    </section>
  );
}

/** How far the hand-over of many tickets is; asks again until all have been looked at. */
function HandOver({ identityId }: { identityId: string }) {
  const { t } = useTranslation('console');
  const { data } = useQuery({
    queryKey: ['hand-over', identityId],
    queryFn: () => call(api.GET('/api/identities/{identity_id}/hand-over', { params: { path: { identity_id: identityId } } })),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.hand_over?.state === 'done' ? false : ASKED_AGAIN),
  });
  const progress = data?.hand_over;
  return (
    <>
      <p>{t(progress?.state === 'done' ? 'receipt.handedOver' : 'receipt.handingOver')}</p>
      <dl>
        <dt>{t('receipt.looked')}</dt><dd>{progress?.tickets_looked_at ?? 0}</dd>
        <dt>{t('receipt.tickets')}</dt><dd>{progress?.tickets_handed_over ?? 0}</dd>
      </dl>
    </>
  );
}

/** What was done, to whom, and what is left. */
export function ReceiptPanel({ receipt, title }: { receipt: Receipt; title: string }) {
  const { t } = useTranslation('console');
  const [asked] = receipt.identities;
  return (
    <div className="receipt" role="status">
      <p className="receipt-title">{title}</p>
      <ul className="identity-list">{receipt.identities.map((one) => <IdentityRow key={one.identity_id} identity={one} />)}</ul>
      <dl>
        <dt>{t('receipt.sessions')}</dt><dd>{receipt.sessions_ended}</dd>
        {receipt.hand_over_goes_on ? null : <><dt>{t('receipt.tickets')}</dt><dd>{receipt.tickets_handed_over}</dd></>}
      </dl>
      {receipt.hand_over_goes_on && asked ? <HandOver identityId={asked.identity_id} /> : null}
      {receipt.left.length > 0 ? (
        <>
          <p>{t('receipt.left')}</p>
          <ul className="identity-list">{receipt.left.map((one) => <IdentityRow key={one.identity_id} identity={one} />)}</ul>
        </>
      ) : null}
    </div>
  );
}
