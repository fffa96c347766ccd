import type { TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { DeliveryView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';

const STATES = ['sending', 'sent', 'failed', 'held_back', 'returned'] as const;
const CHANNELS = ['sms', 'email'] as const;

/** Why a message is held back. */
export const REASONS = ['identity_offboarded', 'identity_deleted', 'no_address', 'password_replaced', 'password_expired', 'code_expired', 'spend_limit', 'recipient_limit', 'sender_limit', 'told_already', 'country_not_allowed', 'address_undeliverable', 'recipient_objected', 'turned_off', 'not_waiting'] as const;

/** The event's name as a key of a text: `ticket.accepted` is `ticket_accepted`. */
function keyOf(type: string): string {
  return type.replaceAll('.', '_');
}

/** The columns of a list of messages. */
export function useDeliveryColumns(): TableColumnsType<DeliveryView> {
  const { t, i18n } = useTranslation('console');
  const { dateTime } = useFormat();
  const said = (group: string, key: string, otherwise: string) => (i18n.exists(`${group}.${key}`, { ns: 'console' }) ? i18n.t(`${group}.${key}`, { ns: 'console', defaultValue: otherwise }) : otherwise);
  return [
    {
      key: 'message',
      title: t('deliveries.message'),
      render: (_, one) => (
        <span className="cell-name">
          <span>{said('events', keyOf(one.event_type), one.event_type)}</span>
          <span className="cell-more">{said('channels', CHANNELS.find((channel) => channel === one.channel) ?? '', one.channel)}{one.ticket_id ? <> · <Link to={`/console/tickets/${one.ticket_id}`}>{t('deliveries.ticket')}</Link></> : null}</span>
          <time className="cell-more below-sm" dateTime={one.at}>{dateTime(one.at)}</time>
        </span>
      ),
    },
    {
      key: 'state',
      title: t('deliveries.state'),
      render: (_, one) => {
        const state = STATES.find((known) => known === one.state);
        return (
          <span className="cell-name">
            <span><span className={`mark mark-delivery-${state ?? 'sending'}`}>{state ? t(`deliveryStates.${state}`) : one.state}</span></span>
            {one.reason ? <span className="cell-more">{said('reasons', one.reason, one.reason)}</span> : null}
          </span>
        );
      },
    },
    { key: 'at', title: t('deliveries.at'), responsive: ['sm'], render: (_, one) => <time dateTime={one.at}>{dateTime(one.at)}</time> },
  ];
}
