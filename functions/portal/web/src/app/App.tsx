import { QueryClientProvider } from '@tanstack/react-query';
import { App as AntdApp, ConfigProvider } from 'antd';
import { Suspense, useMemo } from 'react';
import { RouterProvider } from 'react-router';

import { makeQueryClient } from '@/shared/api/query';
import { Offline } from '@/shared/ui/Offline';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';

import { makeRouter } from './routes';
import { themeOf } from './theme';
import { useAntdLocale } from './useAntdLocale';
import { AppearanceContext, useAppearanceState } from './useAppearance';

/** The nonce of this response's Content-Security-Policy. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** The pages, with everything that all of them need. */
export function App() {
  const appearance = useAppearanceState();
  const locale = useAntdLocale();
  const queryClient = useMemo(() => makeQueryClient(), []);
  const router = useMemo(() => makeRouter(), []);
  return (
    <AppearanceContext value={appearance}>
      <ConfigProvider theme={themeOf(appearance.dark)} locale={locale} csp={{ nonce }} button={{ autoInsertSpace: false }}>
        <AntdApp className="app" message={{ maxCount: 2 }}>
          <QueryClientProvider client={queryClient}>
            <Offline />
            <Suspense fallback={<PageSkeleton />}>
              <RouterProvider router={router} />
            </Suspense>
          </QueryClientProvider>
        </AntdApp>
      </ConfigProvider>
    </AppearanceContext>
  );
}
