import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { Tickets } from '@/features/portal/tickets/TicketsPage';
import { usePortal } from '@/features/portal/usePortal';
import { WithTicketForm } from '@/features/portal/WithTicketForm';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { PageHead } from '../common/PageHead';
import { OWN } from './own';

/** What somebody who works here submitted for himself, as a customer does (ET-4). */
export function OwnTicketsPage() {
  const { t } = useTranslation('console');
  usePageTitle(t('nav.own'));
  return (
    <WithTicketForm base={OWN}>
      <PageHead title={t('nav.own')} lead={t('own.lead')} actions={<NewTicket />} />
      <Tickets views={['submitted']} />
    </WithTicketForm>
  );
}

function NewTicket() {
  const { t } = useTranslation('portal');
  const { newTicket } = usePortal();
  return <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => newTicket()}>{t('newTicket')}</Button>;
}
