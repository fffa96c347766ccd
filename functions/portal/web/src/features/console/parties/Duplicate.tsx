import { queryOptions, useQuery } from '@tanstack/react-query';
import { Alert, Form } from 'antd';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api, call } from '@/shared/api/client';

import { type Kind, PARTIES, partyOf, type PartyView, pathOf } from './party';

/** Digits of a number that are the same however it is written, and how many the shortest has. */
const TAIL = 8;
const WHOLE = 10;

/** Says before it is saved that there is a record with the same name and number already, among those that the caller sees. Part of a form. */
export function Duplicate({ kind, open }: { kind: Kind; open: boolean }) {
  const { t } = useTranslation('console');
  const name = useDeferredValue(Form.useWatch<string | undefined>('name')?.trim() ?? '');
  const mobile = useDeferredValue(tail(Form.useWatch<string | undefined>('mobile')));
  const asked = open && name !== '' && mobile !== '';
  const found = useQuery({ ...sameNumber(kind, mobile), enabled: asked });
  const same = asked ? found.data?.find((one) => one.name === name && tail(one.mobile) === mobile) : undefined;
  return <div role="status">{same ? <Alert showIcon type="warning" className="form-alert" title={<>{t('partyForm.same')}<Known party={same} /></>} /> : null}</div>;
}

function Known({ party }: { party: PartyView }) {
  const { kind, id, name } = partyOf(party);
  return <Link to={pathOf(kind, id)}>{name}</Link>;
}

/** The records with a number; one page is enough of them. */
function sameNumber(kind: Kind, mobile: string) {
  return queryOptions({
    queryKey: [...PARTIES, 'same', kind, mobile],
    queryFn: async (): Promise<PartyView[]> => {
      const params = { query: { q: mobile, limit: 20 } };
      const page = kind === 'contact' ? await call(api.GET('/api/contacts', { params })) : await call(api.GET('/api/customers', { params }));
      return page.items;
    },
  });
}

/** The end of a number; nothing while it is not whole. */
function tail(number?: string | null): string {
  const digits = (number ?? '').replace(/\D/g, '');
  return digits.length < WHOLE ? '' : digits.slice(-TAIL);
}
