import { QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider, message } from 'antd';
import { Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router';

import { makeQueryClient } from '@/shared/api/query';
import { FaceContext } from '@/shared/session/face';
import { Offline } from '@/shared/ui/Offline';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { MessageContext } from '@/shared/ui/useMessage';

import { makeRouter } from './routes';
import { THEME_KEY, themeOf } from './theme';
import { useAntdLocale } from './useAntdLocale';
import { AppearanceContext, useAppearanceState } from './useAppearance';
import { useFaceState } from './useFaceState';

/** The nonce of this response's Content-Security-Policy. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** What is wrong is gone to, not only shown. */
const TO_ERROR = { scrollToFirstError: { focus: true } };

const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

// Made once, whatever is drawn anew; the router loads the code of the first page while the texts are on their way.
const queryClient = makeQueryClient();
const router = makeRouter();

/** The pages, with everything that all of them need. */
export function App() {
  const appearance = useAppearanceState();
  const locale = useAntdLocale();
  const { i18n } = useTranslation();
  const { language } = i18n;
  const face = useFaceState();
  const colour = face.face?.colour ?? null;
  const theme = useMemo(() => themeOf(appearance.dark, still, language, colour), [appearance.dark, language, colour]);
  return (
    <AppearanceContext value={appearance}>
      <ConfigProvider theme={theme} locale={locale} csp={{ nonce }} button={{ autoInsertSpace: false }} form={TO_ERROR}>
        <FaceContext value={face}><Frame /></FaceContext>
      </ConfigProvider>
    </AppearanceContext>
  );
}

function Frame() {
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
