import { Suspense } from 'react';
import { Outlet } from 'react-router';

import { PageSkeleton } from '@/shared/ui/PageSkeleton';

/** The frame of the console. */
export function ConsoleLayout() {
  return (
    <main className="page">
      <Suspense fallback={<PageSkeleton />}>
        <Outlet />
      </Suspense>
    </main>
  );
}
