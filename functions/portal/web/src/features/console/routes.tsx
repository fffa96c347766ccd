import { Navigate, type RouteObject } from 'react-router';

/** The pages of the console. Each is code of its own, that only staff load. */
export const consoleRoutes: RouteObject[] = [
  { index: true, element: <Navigate to="/console/tickets" replace /> },
  { path: 'tickets', lazy: async () => ({ Component: (await import('./desk/DeskPage')).DeskPage }) },
  { path: 'tickets/:ticketId', lazy: async () => ({ Component: (await import('./desk/TicketPage')).TicketPage }) },
  { path: 'customers', lazy: async () => ({ Component: (await import('./parties/PartiesPage')).CustomersPage }) },
  { path: 'customers/:partyId/:tab?', lazy: async () => ({ Component: (await import('./parties/PartyPage')).CustomerPage }) },
  { path: 'contacts', lazy: async () => ({ Component: (await import('./parties/PartiesPage')).ContactsPage }) },
  { path: 'contacts/:partyId/:tab?', lazy: async () => ({ Component: (await import('./parties/PartyPage')).ContactPage }) },
  { path: 'account-requests', lazy: async () => ({ Component: (await import('./requests/RequestsPage')).RequestsPage }) },
  { path: 'messages', lazy: async () => ({ Component: (await import('./messages/MessagesPage')).MessagesPage }) },
  { path: 'audit', lazy: async () => ({ Component: (await import('./audit/AuditPage')).AuditPage }) },
  { path: 'staff', lazy: async () => ({ Component: (await import('./people/StaffPage')).StaffPage }) },
  { path: 'sessions', lazy: async () => ({ Component: (await import('./people/MySessionsPage')).MySessionsPage }) },
  { path: 'portal-pages', lazy: async () => ({ Component: (await import('./settings/PortalPagesPage')).PortalPagesPage }) },
  { path: '*', lazy: async () => ({ Component: (await import('@/shared/ui/NotFoundPage')).NotFoundPage }) },
];
