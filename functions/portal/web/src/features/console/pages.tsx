import { ApartmentOutlined, AuditOutlined, BankOutlined, BarChartOutlined, FileDoneOutlined, FormOutlined, IdcardOutlined, LayoutOutlined, MailOutlined, OrderedListOutlined, ProfileOutlined, TeamOutlined } from '@ant-design/icons';
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

interface Group {
  label: string;
  entries: Entry[];
}

/** All pages of the console, by what they are for. */
function useAllPages(): Group[] {
  const { t } = useTranslation('console');
  return [
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
        { to: '/console/enterprise', label: t('nav.enterprise'), icon: <BankOutlined />, right: 'manage_enterprise' },
        { to: '/console/portal-pages', label: t('nav.portalPages'), icon: <LayoutOutlined />, right: 'manage_apps' },
        { to: '/console/audit', label: t('nav.audit'), icon: <AuditOutlined />, right: 'read_audit' },
      ],
    },
  ];
}

/** Those that are open to the caller. */
export function usePages(): Group[] {
  const { rights } = useAccount();
  return useAllPages()
    .map(({ label, entries }) => ({ label, entries: entries.filter(({ right }) => right === undefined || rights?.includes(right)) }))
    .filter(({ entries }) => entries.length > 0);
}

/** Whether the page at a path is closed to the caller: the menu leaves it out, and so its address leads to nothing else. */
export function useIsClosed(pathname: string): boolean {
  // An answer to a login does not tell yet.
  const { rights } = useAccount();
  const page = useAllPages().flatMap(({ entries }) => entries).find(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  return page?.right !== undefined && rights !== undefined && rights !== null && !rights.includes(page.right);
}
