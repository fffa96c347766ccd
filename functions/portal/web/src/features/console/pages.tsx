import { ApartmentOutlined, AuditOutlined, BarChartOutlined, FileDoneOutlined, FormOutlined, IdcardOutlined, LayoutOutlined, MailOutlined, OrderedListOutlined, ProfileOutlined, TeamOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useAccount } from '@/shared/session/useMe';

export interface Entry {
  to: string;
  label: string;
  icon: ReactNode;
  /** Other paths at which it is the current one. */
  also?: string;
  /** The right that it needs; the API refuses what the menu leaves out. */
  right?: string;
}

/** The pages of the console that are open to the caller, by what they are for. */
export function usePages(): { label: string; entries: Entry[] }[] {
  const { t } = useTranslation('console');
  const { rights } = useAccount();
  const groups: { label: string; entries: Entry[] }[] = [
    {
      label: t('nav.desk'),
      entries: [
        { to: '/console/tickets', label: t('nav.tickets'), icon: <ProfileOutlined /> },
        { to: '/console/own/tickets', label: t('nav.own'), icon: <FormOutlined /> },
        { to: '/console/overview', label: t('nav.overview'), icon: <BarChartOutlined /> },
      ],
    },
    {
      label: t('nav.crm'),
      entries: [
        { to: '/console/customers', label: t('nav.customers'), icon: <TeamOutlined />, also: '/console/contacts' },
        { to: '/console/organisations', label: t('nav.organisations'), icon: <ApartmentOutlined /> },
        { to: '/console/account-requests', label: t('nav.requests'), icon: <FileDoneOutlined /> },
      ],
    },
    {
      label: t('nav.administration'),
      entries: [
        { to: '/console/messages', label: t('nav.messages'), icon: <MailOutlined />, right: 'read_silence' },
        { to: '/console/queues', label: t('nav.queues'), icon: <OrderedListOutlined />, right: 'manage_queues' },
        { to: '/console/staff', label: t('nav.staff'), icon: <IdcardOutlined />, right: 'manage_sessions' },
        { to: '/console/portal-pages', label: t('nav.portalPages'), icon: <LayoutOutlined />, right: 'manage_apps' },
        { to: '/console/audit', label: t('nav.audit'), icon: <AuditOutlined />, right: 'read_audit' },
      ],
    },
  ];
  return groups
    .map(({ label, entries }) => ({ label, entries: entries.filter(({ right }) => right === undefined || rights?.includes(right)) }))
    .filter(({ entries }) => entries.length > 0);
}
