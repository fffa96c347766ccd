import { HomeOutlined, PlusOutlined, UnorderedListOutlined, UserOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet } from 'react-router';

import { NoticesBell } from '@/features/notices/NoticesBell';
import { Brand } from '@/shared/ui/Brand';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { AppearanceMenu, LanguageMenu } from '@/shared/ui/Preferences';
import { lazily } from '@/shared/ui/lazily';

import { AccountMenu } from './AccountMenu';
import { PortalContext } from './usePortal';
import './portal.css';

const NewTicketDrawer = lazily(() => import('./tickets/NewTicketDrawer').then((module) => module.NewTicketDrawer));

/** The frame of the portal: on a phone the pages are at the bottom, under the thumb. */
export function PortalLayout() {
  const { t } = useTranslation('portal');
  const [drawer, setDrawer] = useState<'never' | 'open' | 'closed'>('never');
  const newTicket = () => setDrawer('open');
  const pages = [
    { to: '/', label: t('nav.home'), icon: <HomeOutlined />, end: true },
    { to: '/tickets', label: t('nav.tickets'), icon: <UnorderedListOutlined />, end: false },
    { to: '/me', label: t('nav.me'), icon: <UserOutlined />, end: false },
  ];
  return (
    <PortalContext value={{ newTicket }}>
      <a className="skip" href="#content">{t('nav.skip')}</a>
      <header className="portal-head">
        <div className="portal-head-in">
          <Link to="/" className="portal-brand" aria-label={t('nav.brand')}><Brand /></Link>
          <nav className="portal-nav" aria-label={t('nav.label')}>
            {pages.map(({ to, label, icon, end }) => (
              <NavLink key={to} to={to} end={end}><span aria-hidden className="portal-nav-icon">{icon}</span>{label}</NavLink>
            ))}
          </nav>
          <span className="portal-tools">
            <Button className="portal-new" type="primary" icon={<PlusOutlined />} onClick={newTicket}>{t('newTicket')}</Button>
            <span className="portal-preferences"><AppearanceMenu /><LanguageMenu /></span>
            <NoticesBell />
            <AccountMenu />
          </span>
        </div>
      </header>
      <main id="content" className="page portal-page" tabIndex={-1}>
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      {drawer === 'never' ? null : <Suspense><NewTicketDrawer open={drawer === 'open'} onClose={() => setDrawer('closed')} /></Suspense>}
    </PortalContext>
  );
}
