import { MenuOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, ScrollRestoration, useLocation } from 'react-router';

import { NoticesBell } from '@/features/notices/NoticesBell';
import { PRODUCT, useFace } from '@/shared/session/face';
import { Brand } from '@/shared/ui/Brand';
import { FirstHint } from '@/shared/ui/FirstHint';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { AppearanceMenu, LanguageMenu } from '@/shared/ui/Preferences';
import { useHeadingFocus } from '@/shared/ui/useHeadingFocus';

import { AccountMenu } from './AccountMenu';
import { Closed } from './common/refusal';
import { GlobalSearch } from './GlobalSearch';
import { useIsClosed } from './pages';
import { Keys } from './search/Keys';
import { SideNav } from './SideNav';
import './console.css';

/** The frame of the console: the pages at the side, and what belongs to all of them at the top. */
export function ConsoleLayout() {
  const { t } = useTranslation('console');
  const [menu, setMenu] = useState(false);
  const { pathname } = useLocation();
  const { face } = useFace();
  const isClosed = useIsClosed(pathname);
  useHeadingFocus();
  return (
    <div className="console">
      <a className="skip" href="#content">{t('nav.skip')}</a>
      <div className="console-side">
        <SideNav brand={<Link to="/console" className="console-brand" aria-label={t('nav.brand', { name: face?.name ?? PRODUCT })}><Brand /></Link>} />
      </div>
      <div className="console-body">
        <header className="console-head">
          <Button className="console-burger" type="text" icon={<MenuOutlined />} aria-label={t('nav.open')} aria-expanded={menu} onClick={() => setMenu(true)} />
          <GlobalSearch />
          <span className="console-tools">
            <span className="console-preferences"><AppearanceMenu /><LanguageMenu /></span>
            <NoticesBell to="/console/notices" />
            <AccountMenu />
          </span>
        </header>
        <main id="content" className="console-page" tabIndex={-1}>
          {pathname === '/console/tickets' ? <FirstHint guide="/console/guide" /> : null}
          <Suspense fallback={<PageSkeleton />}>
            {isClosed ? <Closed /> : <Outlet />}
          </Suspense>
        </main>
      </div>
      <Keys />
      <ScrollRestoration getKey={({ pathname, search }) => pathname + search} />
      <Drawer open={menu} onClose={() => setMenu(false)} placement="left" size="min(280px, 84vw)" title={<Brand />}>
        <SideNav onChosen={() => setMenu(false)} />
        <AppearanceMenu /><LanguageMenu />
      </Drawer>
    </div>
  );
}
