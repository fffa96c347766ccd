import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select, Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { editionOf, ifMatch } from '@/shared/api/editions';
import { isProblem } from '@/shared/api/problem';
import { ME } from '@/shared/api/query';
import type { EnterpriseView } from '@/shared/api/schema.gen';
import { LANGUAGES } from '@/shared/i18n';
import { useAccount } from '@/shared/session/useMe';
import { SideBySide } from '@/shared/ui/SideBySide';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { PageHead } from '../common/PageHead';
import { PageFailure, Refusal } from '../common/refusal';
import { countries } from './countries';
import { LogoPicker } from './LogoPicker';
import './enterprise.css';

const MOST_HELP = 500;
const MOST_CONTACT = 200;
const COLOUR = /^#[0-9a-f]{6}$/i;
/** What a browser's choice of colours begins with. */
const PRODUCT_COLOUR = '#2b55c9';

type Fields = Omit<EnterpriseView, 'logo'>;

/** How the enterprise shows itself, and what it takes for granted of those whom it serves. */
export function EnterprisePage() {
  const { t } = useTranslation('console');
  const { tenant_id } = useAccount().active_identity;
  const shown = useQuery({ queryKey: ['enterprise', tenant_id], queryFn: () => call(api.GET('/api/enterprises/{tenant_id}', { params: { path: { tenant_id } } })) });
  usePageTitle(t('enterprise.title'));
  return (
    <>
      <PageHead title={t('enterprise.title')} lead={t('enterprise.lead')} />
      {shown.isPending ? <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 8 }} /></div> : null}
      {shown.isError ? <PageFailure error={shown.error} onRetry={() => void shown.refetch()} /> : null}
      {shown.data ? <LogoPicker tenantId={tenant_id} name={shown.data.name} logo={shown.data.face.logo ?? null} /> : null}
      {shown.data ? <Settings tenantId={tenant_id} face={shown.data.face} /> : null}
    </>
  );
}

function fieldsOf({ colour, help, contact, language, country, time_zone }: EnterpriseView): Fields {
  return { colour, help, contact, language, country, time_zone };
}

/** What is sent: an emptied field is null. */
function bodyOf(fields: Fields): Fields {
  const text = (value: string | null | undefined) => value?.trim() || null;
  return { ...fields, colour: text(fields.colour), help: text(fields.help), contact: text(fields.contact) };
}

function Settings({ tenantId, face }: { tenantId: string; face: EnterpriseView }) {
  const { t, i18n } = useTranslation('console');
  const message = useMessage();
  const client = useQueryClient();
  const path = `/api/enterprises/${tenantId}`;
  const [form] = Form.useForm<Fields>();
  const { failure, show, clear } = useFormFailure(form);
  // What the form was filled with, not what another look at the page brought since.
  const [seen, setSeen] = useState(() => editionOf(path));
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value })), []);
  const lands = useMemo(() => countries(i18n.language), [i18n.language]);
  const colour = Form.useWatch('colour', form);
  const save = useMutation({
    mutationFn: ({ fields, edition }: { fields: Fields; edition: string | undefined }) => call(api.PATCH('/api/enterprise', { headers: ifMatch(edition), body: bodyOf(fields) })),
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      void message.success(t('enterprise.saved'));
      await Promise.all([client.invalidateQueries({ queryKey: ['enterprise'] }), client.invalidateQueries({ queryKey: ME })]);
      setSeen(editionOf(path));
    },
  });
  const submit = (edition = seen) => save.mutate({ fields: form.getFieldsValue(true) as Fields, edition });
  const NAMES = { colour: 'colour', help: 'help', contact: 'contact', language: 'language', country: 'country', time_zone: 'timeZone' } as const;
  const differences = (mine: Fields, theirs: Fields) =>
    (Object.keys(NAMES) as (keyof typeof NAMES)[])
      .map((field) => ({ label: t(`enterprise.${NAMES[field]}`), mine: mine[field] ?? '', theirs: theirs[field] ?? '' }))
      .filter((row) => row.mine !== row.theirs);
  return (
    <section className="panel narrow" aria-label={t('enterprise.title')}>
      {isProblem(failure, 'changed_since') ? null : <Refusal error={failure} />}
      <SideBySide
        error={failure}
        differences={(current) => differences(form.getFieldsValue(true) as Fields, fieldsOf(current as EnterpriseView))}
        onKeep={(etag) => submit(etag)}
        onTake={(etag, current) => {
          clear();
          form.setFieldsValue(fieldsOf(current as EnterpriseView));
          setSeen(etag);
        }}
      />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={fieldsOf(face)} onFinish={() => submit()}>
        <h2 className="enterprise-part">{t('enterprise.face')}</h2>
        <Form.Item name="colour" label={t('enterprise.colour')} extra={t('enterprise.colourHint')} rules={[{ pattern: COLOUR, message: t('enterprise.colourWrong') }]}>
          <Input
            maxLength={7}
            allowClear
            spellCheck={false}
            placeholder={PRODUCT_COLOUR}
            addonAfter={<input type="color" className="colour-choice" aria-label={t('enterprise.colour')} value={colour && COLOUR.test(colour) ? colour : PRODUCT_COLOUR} onChange={(event) => form.setFieldValue('colour', event.target.value)} />}
          />
        </Form.Item>
        <Form.Item name="help" label={t('enterprise.help')} extra={t('enterprise.helpHint')}>
          <Input.TextArea className="grows grows-small" rows={3} maxLength={MOST_HELP} />
        </Form.Item>
        <Form.Item name="contact" label={t('enterprise.contact')} extra={t('enterprise.contactHint')}>
          <Input maxLength={MOST_CONTACT} />
        </Form.Item>
        <h2 className="enterprise-part">{t('enterprise.defaults')}</h2>
        <Form.Item name="language" label={t('enterprise.language')} extra={t('enterprise.languageHint')}>
          <Select options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item name="country" label={t('enterprise.country')} extra={t('enterprise.countryHint')}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={lands} />
        </Form.Item>
        <Form.Item name="time_zone" label={t('enterprise.timeZone')} extra={t('enterprise.timeZoneHint')}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={zones} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={save.isPending}>{t('partyForm.save')}</Button>
      </Form>
      <h2 className="enterprise-link">{t('enterprise.link')}</h2>
      <p className="form-note">{t('enterprise.linkHint')}</p>
      <p className="mono" translate="no">{`${location.origin}/login?at=${tenantId}`}</p>
    </section>
  );
}
