import { HomeOutlined, PlusOutlined, UnorderedListOutlined, UserOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet } from 'react-router';

import { NoticesBell } from '@/features/notices/NoticesBell';
import { useAccount } from '@/shared/session/useMe';
import { PRODUCT, useFace } from '@/shared/session/face';
import { Brand } from '@/shared/ui/Brand';
import { PoweredBy } from '@/shared/ui/PoweredBy';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { AppearanceMenu, LanguageMenu } from '@/shared/ui/Preferences';
import { useHeadingFocus } from '@/shared/ui/useHeadingFocus';

import { AccountMenu } from './AccountMenu';
import { usePortal } from './usePortal';
import { WithTicketForm } from './WithTicketForm';
import './portal.css';

/** The frame of the portal: on a phone the pages are at the bottom, under the thumb. */
export function PortalLayout() {
  return <WithTicketForm><Frame /></WithTicketForm>;
}

function Frame() {
  const { t } = useTranslation('portal');
  const { newTicket } = usePortal();
  const { apps } = useAccount();
  useHeadingFocus();
  const { face } = useFace();
  // The API refuses what is closed (S000-8); the menu leaves it out.
  const isOpen = (app: string) => apps?.includes(app) ?? true;
  const pages = [
    { app: 'home', to: '/', label: t('nav.home'), icon: <HomeOutlined />, end: true },
    { app: 'tickets', to: '/tickets', label: t('nav.tickets'), icon: <UnorderedListOutlined />, end: false },
    { app: 'me', to: '/me', label: t('nav.me'), icon: <UserOutlined />, end: false },
  ].filter(({ app }) => app === 'me' || isOpen(app));
  return (
    <>
      <a className="skip" href="#content">{t('nav.skip')}</a>
      <header className="portal-head">
        <div className="portal-head-in">
          <Link to="/" className="portal-brand" aria-label={t('nav.brand', { name: face?.name ?? PRODUCT })}><Brand /></Link>
          <nav className="portal-nav" aria-label={t('nav.label')}>
            {pages.map(({ to, label, icon, end }) => (
              <NavLink key={to} to={to} end={end}><span aria-hidden className="portal-nav-icon">{icon}</span>{label}</NavLink>
            ))}
          </nav>
          <span className="portal-tools">
            {isOpen('tickets') ? <Button className="portal-new" type="primary" icon={<PlusOutlined />} onClick={() => newTicket()}>{t('newTicket')}</Button> : null}
            <span className="portal-preferences"><AppearanceMenu /><LanguageMenu /></span>
            {isOpen('notices') ? <NoticesBell /> : null}
            <AccountMenu />
          </span>
        </div>
      </header>
      <main id="content" className="page portal-page" tabIndex={-1}>
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      <PoweredBy />
    </>
  );
}
