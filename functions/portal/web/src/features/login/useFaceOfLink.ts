import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router';

import { api, call } from '@/shared/api/client';
import { useFace } from '@/shared/session/face';

/** A link that names an enterprise (`/login?at=ten_…`) opens its login: for its own web site, and its first customers. */
export function useFaceOfLink(): void {
  const [query] = useSearchParams();
  const { face, show } = useFace();
  const at = query.get('at') ?? '';
  const { data } = useQuery({
    queryKey: ['enterprise', at],
    queryFn: () => call(api.GET('/api/enterprises/{tenant_id}', { params: { path: { tenant_id: at } } })),
    enabled: /^ten_[0-9a-z]{26}$/.test(at) && face?.tenant_id !== at,
    retry: false,
  });
  useEffect(() => {
    if (!data) return;
    const { colour, help, contact, logo } = data.face;
    show({ tenant_id: data.tenant_id, name: data.name, colour, help, contact, logo });
  }, [data, show]);
}
