import { createBrowserRouter, Navigate } from 'react-router';

import { RequireSession } from '@/shared/session/RequireSession';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';

import { ErrorPage } from './ErrorPage';

/** Every page is code of its own; the console's is loaded only there. */
export function makeRouter() {
  return createBrowserRouter([
    {
      errorElement: <ErrorPage />,
      hydrateFallbackElement: <PageSkeleton />,
      children: [
        {
          path: 'login',
          lazy: async () => ({ Component: (await import('@/features/login/LoginLayout')).LoginLayout }),
          children: [
            { index: true, lazy: async () => ({ Component: (await import('@/features/login/LoginPage')).LoginPage }) },
            { path: 'password', lazy: async () => ({ Component: (await import('@/features/login/FirstPasswordPage')).FirstPasswordPage }) },
            { path: 'second-factor', lazy: async () => ({ Component: (await import('@/features/login/SecondFactorPage')).SecondFactorPage }) },
            { path: 'enrol', lazy: async () => ({ Component: (await import('@/features/login/EnrolPage')).EnrolPage }) },
            { path: 'forgot', lazy: async () => ({ Component: (await import('@/features/login/ForgotPage')).ForgotPage }) },
          ],
        },
        {
          // The short link of a message leads here when it leads nowhere any more.
          path: 'link-over',
          lazy: async () => ({ Component: (await import('@/features/login/LoginLayout')).LoginLayout }),
          children: [{ index: true, lazy: async () => ({ Component: (await import('@/features/login/LinkOverPage')).LinkOverPage }) }],
        },
        {
          path: 'console/*',
          lazy: async () => {
            const { ConsoleRoutes } = await import('@/features/console/ConsoleRoutes');
            return { element: <RequireSession landing="console"><ConsoleRoutes /></RequireSession> };
          },
        },
        {
          lazy: async () => {
            const { PortalLayout } = await import('@/features/portal/PortalLayout');
            return { element: <RequireSession landing="portal"><PortalLayout /></RequireSession> };
          },
          children: [
            { index: true, lazy: async () => ({ Component: (await import('@/features/portal/home/HomePage')).HomePage }) },
            { path: 'tickets', lazy: async () => ({ Component: (await import('@/features/portal/tickets/TicketsPage')).TicketsPage }) },
            { path: 'tickets/:ticketId', lazy: async () => ({ Component: (await import('@/features/portal/tickets/TicketPage')).TicketPage }) },
            { path: 'notices', lazy: async () => ({ Component: (await import('@/features/notices/NoticesPage')).NoticesPage }) },
            { path: 'guide', lazy: async () => ({ Component: (await import('@/features/guide/GuidePage')).GuidePage }) },
            { path: 'me/:tab?', lazy: async () => ({ Component: (await import('@/features/me/MePage')).MePage }) },
            // Messages call it so.
            { path: 'profile', element: <Navigate to="/me" replace /> },
            { path: '*', lazy: async () => ({ Component: (await import('@/shared/ui/NotFoundPage')).NotFoundPage }) },
          ],
        },
      ],
    },
  ]);
}
