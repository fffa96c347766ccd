import { useRouteError } from 'react-router';

import { Failure } from '@/shared/ui/Failure';

/** A page that broke. After a deployment an old page may ask for code that is gone; loading it anew mends that. */
export function ErrorPage() {
  const error = useRouteError();
  return (
    <main className="page">
      <Failure error={error} onRetry={() => location.reload()} />
    </main>
  );
}
