import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';

import { PARTIES, partyQuery } from './party';

/** Chooses a customer by a part of its name. A field of a form. */
export function CustomerSelect({ id, value, onChange }: { id?: string; value?: string | null; onChange?: (value: string | null) => void }) {
  const { t } = useTranslation('console');
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: [...PARTIES, 'choose', q],
    queryFn: () => call(api.GET('/api/customers', { params: { query: { q: q || undefined, limit: 20 } } })),
  });
  const chosen = useQuery({ ...partyQuery('customer', value ?? ''), enabled: Boolean(value) });
  const options = found.data?.items.map((one) => ({ value: one.customer_id, label: one.name })) ?? [];
  // What is chosen has a name even where the search does not find it.
  if (value && chosen.data && !options.some((one) => one.value === value)) options.push({ value, label: chosen.data.name });
  return (
    <Select
      id={id}
      allowClear
      value={value ?? undefined}
      onChange={(next?: string) => onChange?.(next ?? null)}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      options={options}
      placeholder={t('partyForm.noCustomer')}
    />
  );
}
