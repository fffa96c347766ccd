import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api, call } from '@/shared/api/client';

const SHOWN = 5;

/** Finds customers and contacts from anywhere; Enter shows all that fit. */
export function GlobalSearch() {
  const { t } = useTranslation('console');
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed.trim());
  const query = { q: wanted, limit: SHOWN };
  const found = useQuery({
    queryKey: ['parties', 'search', wanted],
    enabled: wanted.length > 0,
    queryFn: async () => {
      const [customers, contacts] = await Promise.all([call(api.GET('/api/customers', { params: { query } })), call(api.GET('/api/contacts', { params: { query } }))]);
      return { customers: customers.items, contacts: contacts.items };
    },
  });
  const row = (name: string, more?: string | null) => <span className="found"><span>{name}</span><span className="found-more">{more}</span></span>;
  const options =
    wanted && found.data
      ? [
          { label: t('kinds.customers'), options: found.data.customers.map((one) => ({ value: `/console/customers/${one.customer_id}`, label: row(one.name, one.mobile ?? one.email) })) },
          { label: t('kinds.contacts'), options: found.data.contacts.map((one) => ({ value: `/console/contacts/${one.contact_id}`, label: row(one.name, one.mobile ?? one.email) })) },
        ].filter((group) => group.options.length > 0)
      : [];
  const go = (to: string) => {
    setTyped('');
    void navigate(to);
  };
  return (
    <search className="console-search">
      <AutoComplete
        value={typed}
        options={options}
        onChange={(text: string) => setTyped(text.startsWith('/console/') ? '' : text)}
        onSelect={go}
        notFoundContent={wanted && found.data ? t('search.none') : null}
        defaultActiveFirstOption={false}
      >
        <Input
          prefix={<SearchOutlined aria-hidden />}
          placeholder={t('search.hint')}
          aria-label={t('search.label')}
          maxLength={100}
          onPressEnter={(event) => {
            // With a row chosen, Enter is the choice.
            if (event.currentTarget.getAttribute('aria-activedescendant') || !wanted) return;
            go(`/console/contacts?q=${encodeURIComponent(wanted)}`);
          }}
        />
      </AutoComplete>
    </search>
  );
}
