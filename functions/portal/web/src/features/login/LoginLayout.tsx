import { Suspense } from 'react';
import { Outlet } from 'react-router';

import { Brand } from '@/shared/ui/Brand';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { PoweredBy } from '@/shared/ui/PoweredBy';
import { AppearanceMenu, LanguageMenu } from '@/shared/ui/Preferences';

import { useFaceOfLink } from './useFaceOfLink';
import './login.css';

/** The frame of everything before a session: one column, one thing to do. */
export function LoginLayout() {
  useFaceOfLink();
  return (
    <div className="login">
      <header className="login-head">
        <Brand />
        <span className="login-tools">
          <AppearanceMenu />
          <LanguageMenu />
        </span>
      </header>
      <main className="login-card">
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      <PoweredBy />
    </div>
  );
}
