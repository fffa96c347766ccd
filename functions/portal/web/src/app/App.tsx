import { QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider, message } from 'antd';
import { Suspense, useMemo } from 'react';
import { RouterProvider } from 'react-router';

import { makeQueryClient } from '@/shared/api/query';
import { Offline } from '@/shared/ui/Offline';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { MessageContext } from '@/shared/ui/useMessage';

import { makeRouter } from './routes';
import { THEME_KEY, themeOf } from './theme';
import { useAntdLocale } from './useAntdLocale';
import { AppearanceContext, useAppearanceState } from './useAppearance';

/** The nonce of this response's Content-Security-Policy. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The pages, with everything that all of them need. */
export function App() {
  const appearance = useAppearanceState();
  const locale = useAntdLocale();
  return (
    <AppearanceContext value={appearance}>
      <ConfigProvider theme={themeOf(appearance.dark, still)} locale={locale} csp={{ nonce }} button={{ autoInsertSpace: false }}>
        <Frame />
      </ConfigProvider>
    </AppearanceContext>
  );
}

function Frame() {
  const queryClient = useMemo(() => makeQueryClient(), []);
  const router = useMemo(() => makeRouter(), []);
  const [messages, place] = message.useMessage({ maxCount: 2 });
  return (
    <MessageContext value={messages}>
      <QueryClientProvider client={queryClient}>
        <div className={`app ${THEME_KEY}`}>
          {place}
          <Offline />
          <Suspense fallback={<PageSkeleton />}>
            <RouterProvider router={router} />
          </Suspense>
        </div>
      </QueryClientProvider>
    </MessageContext>
  );
}
