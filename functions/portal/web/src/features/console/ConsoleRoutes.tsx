import { useQuery } from '@tanstack/react-query';
import { Navigate, Route, Routes } from 'react-router';

import { useAccount } from '@/shared/session/useMe';
import { lazily } from '@/shared/ui/lazily';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';

import { ConsoleLayout } from './ConsoleLayout';
import { queueList, queuesOf } from './desk/queries';

// Every page is code of its own.
const OverviewPage = lazily(() => import('./overview/OverviewPage').then((module) => module.OverviewPage));
const DeskPage = lazily(() => import('./desk/DeskPage').then((module) => module.DeskPage));
const TicketPage = lazily(() => import('./desk/TicketPage').then((module) => module.TicketPage));
const OwnTicketsPage = lazily(() => import('./own/OwnTicketsPage').then((module) => module.OwnTicketsPage));
const OwnTicketPage = lazily(() => import('./own/OwnTicketPage').then((module) => module.OwnTicketPage));
const CustomersPage = lazily(() => import('./parties/PartiesPage').then((module) => module.CustomersPage));
const CustomerPage = lazily(() => import('./parties/PartyPage').then((module) => module.CustomerPage));
const ContactsPage = lazily(() => import('./parties/PartiesPage').then((module) => module.ContactsPage));
const ContactPage = lazily(() => import('./parties/PartyPage').then((module) => module.ContactPage));
const OrganisationsPage = lazily(() => import('./organisations/OrganisationsPage').then((module) => module.OrganisationsPage));
const OrganisationPage = lazily(() => import('./organisations/OrganisationPage').then((module) => module.OrganisationPage));
const RequestsPage = lazily(() => import('./requests/RequestsPage').then((module) => module.RequestsPage));
const MessagesPage = lazily(() => import('./messages/MessagesPage').then((module) => module.MessagesPage));
const QueuesPage = lazily(() => import('./queues/QueuesPage').then((module) => module.QueuesPage));
const AuditPage = lazily(() => import('./audit/AuditPage').then((module) => module.AuditPage));
const StaffPage = lazily(() => import('./people/StaffPage').then((module) => module.StaffPage));
const MePage = lazily(() => import('@/features/me/MePage').then((module) => module.MePage));
const EnterprisePage = lazily(() => import('./settings/EnterprisePage').then((module) => module.EnterprisePage));
const GuidePage = lazily(() => import('@/features/guide/GuidePage').then((module) => module.GuidePage));
const PortalPagesPage = lazily(() => import('./settings/PortalPagesPage').then((module) => module.PortalPagesPage));
const NoticesPage = lazily(() => import('@/features/notices/NoticesPage').then((module) => module.NoticesPage));
const NotFoundPage = lazily(() => import('@/shared/ui/NotFoundPage').then((module) => module.NotFoundPage));

/** The pages of the console, in its frame. */
export function ConsoleRoutes() {
  return (
    <Routes>
      <Route element={<ConsoleLayout />}>
        <Route index element={<Landing />} />
        <Route path="overview" element={<OverviewPage />} />
        <Route path="tickets" element={<DeskPage />}>
          <Route path=":ticketId" element={<TicketPage />} />
        </Route>
        <Route path="own/tickets" element={<OwnTicketsPage />} />
        <Route path="own/tickets/:ticketId" element={<OwnTicketPage />} />
        <Route path="customers" element={<CustomersPage />} />
        <Route path="customers/:partyId/:tab?" element={<CustomerPage />} />
        <Route path="contacts" element={<ContactsPage />} />
        <Route path="contacts/:partyId/:tab?" element={<ContactPage />} />
        <Route path="organisations" element={<OrganisationsPage />} />
        <Route path="organisations/:organisationId" element={<OrganisationPage />} />
        <Route path="account-requests" element={<RequestsPage />} />
        <Route path="messages" element={<MessagesPage />} />
        <Route path="queues" element={<QueuesPage />} />
        <Route path="audit" element={<AuditPage />} />
        <Route path="staff" element={<StaffPage />} />
        <Route path="me/:tab?" element={<MePage base="/console" />} />
        <Route path="enterprise" element={<EnterprisePage />} />
        <Route path="guide" element={<GuidePage />} />
        <Route path="portal-pages" element={<PortalPagesPage />} />
        <Route path="notices" element={<NoticesPage base="/console" />} />
        {/* Messages call it so. */}
        <Route path="profile" element={<Navigate to="/console/me" replace />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}

/** Where staff begin: with the tickets that wait for them, and with the customers where no queue is theirs (S000-7). */
function Landing() {
  const { rights } = useAccount();
  const seesAll = rights?.includes('view_all_tickets') ?? false;
  const queues = useQuery({ ...queueList(), enabled: !seesAll });
  // An answer to a login does not tell yet who sees all.
  if (!rights || (!seesAll && queues.isPending)) return <PageSkeleton />;
  const works = seesAll || queues.isError || queuesOf(queues.data).length > 0;
  return <Navigate to={works ? '/console/tickets' : '/console/customers'} replace />;
}
