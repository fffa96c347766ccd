import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { editionOf, ifMatch } from '@/shared/api/editions';
import { isProblem } from '@/shared/api/problem';
import { currentLanguage, LANGUAGES } from '@/shared/i18n';
import { isWritten, useKept } from '@/shared/kept';
import { SideBySide } from '@/shared/ui/SideBySide';
import { useAskBeforeClose } from '@/shared/ui/useAskBeforeClose';
import { useAccount } from '@/shared/session/useMe';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';

import { organisationList, staffList } from '../common/queries';
import { Refusal } from '../common/refusal';
import { type Once, useCommand } from '../common/useCommand';
import { CustomerSelect } from './CustomerSelect';
import { Duplicate } from './Duplicate';
import { type Kind, partyOf, PARTIES, type PartyView } from './party';

/** What is typed; the names are the API's, so that a refusal finds its field. */
interface Fields {
  organisation_id?: string;
  customer_id?: string | null;
  name: string;
  mobile?: string | null;
  email?: string | null;
  phone?: string | null;
  remark?: string | null;
  language: string;
  security_level?: number | null;
  owner?: string | null;
  participants?: string[];
  service_owner?: string | null;
  shared_with?: string[];
}

/** The fields that are written, and not chosen. */
const TEXTS: (keyof Fields)[] = ['name', 'mobile', 'email', 'phone', 'remark'];

/** What a form was filled with. */
interface Filled {
  fields: Fields;
  edition?: string | undefined;
}

interface Props {
  kind: Kind;
  /** What is edited; without it one is created. */
  party?: PartyView;
  /** Where a new contact belongs, if that is known. */
  organisationId?: string;
  open: boolean;
  onClose: () => void;
  onDone: (party: PartyView) => void;
}

/** Creates a customer or contact, or edits it: who it is, how it is reached, and who is responsible (S000-2, S002-6). */
export function PartyForm({ kind, party, organisationId, open, onClose, onDone }: Props) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const me = useAccount();
  const [form] = Form.useForm<Fields>();
  const { failure, show, clear } = useFormFailure(form);
  const staff = useQuery({ ...staffList(), enabled: open });
  const kept = useKept<Fields, Filled>(party ? `${kind}/${partyOf(party).id}` : `new/${kind}`);
  // What the form was filled with, not what another look at the page brought since: a draft goes on from what it was begun on.
  const [filled, setFilled] = useState(() => (party ? (kept.begunOn() ?? filledBy(party)) : undefined));
  const before: Partial<Fields> = filled?.fields ?? { organisation_id: organisationId, language: me.enterprise?.language ?? currentLanguage(), participants: [] };
  const { close, question } = useAskBeforeClose({
    isWritten: () => isWritten(changed(before, form.getFieldsValue()), TEXTS),
    onClose: () => {
      kept.forget();
      form.resetFields();
      if (party) {
        const fresh = filledBy(party);
        form.setFieldsValue(fresh.fields);
        setFilled(fresh);
      }
      onClose();
    },
  });
  const save = useCommand(
    ({ fields, edition }: { fields: Fields; edition?: string | undefined }, once) =>
      party && filled ? edit(party, changed(filled.fields, fields), edition) : create(kind, fields, once),
    [PARTIES],
  );
  const submit = (fields: Fields, edition = filled?.edition) => {
    clear();
    save.mutate({ fields: cleaned(fields), edition }, {
      onError: show,
      onSuccess: (saved) => {
        void message.success(t(party ? 'partyForm.saved' : 'partyForm.created'));
        kept.forget();
        if (party) setFilled(filledBy(saved));
        onClose();
        if (!party) form.resetFields();
        onDone(saved);
      },
    });
  };
  const differences = (mine: Fields, theirs: Fields) =>
    Object.entries(changed(theirs, cleaned(mine))).map(([name, value]) => ({
      label: t(`fields.${name as keyof Fields}`),
      mine: told(value, staff.data),
      theirs: told(theirs[name as keyof Fields], staff.data),
    }));
  const title = party ? t('partyForm.edit', { name: party.name }) : t(kind === 'contact' ? 'parties.newContact' : 'parties.newCustomer');
  return (
    <Drawer
      open={open}
      onClose={close}
      size="min(560px, 100vw)"
      title={title}
      footer={question ?? <div className="drawer-buttons"><Button onClick={close}>{t('cancel')}</Button><Button type="primary" loading={save.isPending} onClick={() => form.submit()}>{t(party ? 'partyForm.save' : 'partyForm.create')}</Button></div>}
    >
      {isProblem(failure, 'changed_since') ? null : <Refusal error={failure} />}
      <SideBySide
        error={failure}
        differences={(current) => differences(form.getFieldsValue(true) as Fields, fieldsOf(current as PartyView))}
        onKeep={(etag) => submit(form.getFieldsValue(true) as Fields, etag)}
        onTake={(etag, current) => {
          clear();
          kept.forget();
          const fields = fieldsOf(current as PartyView);
          form.setFieldsValue(fields);
          setFilled({ fields, edition: etag });
        }}
      />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ ...before, ...kept.read() }} onValuesChange={(_, all) => kept.keep(changed(before, all), filled)} onFinish={(fields) => submit(fields)}>
        {kind === 'contact' && !party ? <OrganisationField open={open} /> : null}
        <Form.Item name="name" label={t(kind === 'contact' ? 'fields.person' : 'fields.name')} rules={[{ required: true, whitespace: true, message: t('partyForm.nameNeeded') }]}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <div className="form-pair">
          <Form.Item name="mobile" label={t('fields.mobile')} extra={t('partyForm.mobileHint')}>
            <Input type="tel" autoComplete="off" />
          </Form.Item>
          <Form.Item name="email" label={t('fields.email')}>
            <Input type="email" autoComplete="off" />
          </Form.Item>
        </div>
        {party ? null : <Duplicate kind={kind} open={open} />}
        <div className="form-pair">
          <Form.Item name="phone" label={t('fields.phone')}>
            <Input type="tel" autoComplete="off" />
          </Form.Item>
          <Form.Item name="language" label={t('fields.language')} extra={t('partyForm.languageHint')}>
            <Select options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))} />
          </Form.Item>
        </div>
        {kind === 'contact' ? (
          <div className="form-pair">
            <Form.Item name="customer_id" label={t('fields.customer_id')}>
              <CustomerSelect />
            </Form.Item>
            <Form.Item name="security_level" label={t('fields.security_level')} extra={t('partyForm.levelHint')}>
              <InputNumber min={-999} max={0} precision={0} className="wide" />
            </Form.Item>
          </div>
        ) : null}
        <Form.Item name="remark" label={t('fields.remark')}>
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
        <h2 className="form-part">{t('partyForm.responsible')}</h2>
        <p className="form-note">{t('partyForm.responsibleHint')}</p>
        <div className="form-pair">
          <StaffField name="owner" open={open} />
          <StaffField name="service_owner" open={open} />
        </div>
        <StaffField name="participants" open={open} multiple />
        {kind === 'contact' && party ? <StaffField name="shared_with" open={open} multiple hint={t('partyForm.sharedHint')} /> : null}
      </Form>
    </Drawer>
  );
}

function OrganisationField({ open }: { open: boolean }) {
  const { t } = useTranslation('console');
  const all = useQuery({ ...organisationList(), enabled: open });
  return (
    <Form.Item name="organisation_id" label={t('fields.organisation_id')} rules={[{ required: true, message: t('partyForm.organisationNeeded') }]}>
      <Select showSearch={{ optionFilterProp: 'label' }} loading={all.isPending} placeholder={t('partyForm.choose')} options={all.data?.map((one) => ({ value: one.organisation_id, label: one.name }))} />
    </Form.Item>
  );
}

function StaffField({ name, open, multiple, hint }: { name: 'owner' | 'service_owner' | 'participants' | 'shared_with'; open: boolean; multiple?: boolean; hint?: string }) {
  const { t } = useTranslation('console');
  const staff = useQuery({ ...staffList(), enabled: open });
  const options = staff.data?.filter((one) => one.state === 'active').map((one) => ({ value: one.identity_id, label: one.name }));
  return (
    <Form.Item name={name} label={t(`fields.${name}`)} extra={hint}>
      <Select allowClear mode={multiple ? 'multiple' : undefined} maxCount={multiple ? 20 : undefined} showSearch={{ optionFilterProp: 'label' }} loading={staff.isPending} placeholder={t('partyForm.nobody')} options={options} />
    </Form.Item>
  );
}

/** A field's value for people: names in place of identities. */
function told(value: unknown, staff: { identity_id: string; name: string }[] | undefined): string {
  const one = (part: unknown) => staff?.find((member) => member.identity_id === part)?.name ?? String(part);
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.map(one).join(', ') : one(value);
}

/** What a form of a party as it is now begins with. */
function filledBy(party: PartyView): Filled {
  return { fields: fieldsOf(party), edition: editionOf(pathOf(party)) };
}

/** Where a party is read and edited. */
function pathOf(party: PartyView): string {
  const { kind, id } = partyOf(party);
  return `/api/${kind === 'contact' ? 'contacts' : 'customers'}/${id}`;
}

function fieldsOf(party: PartyView): Fields {
  const { name, mobile, email, phone, remark, language, owner, participants, service_owner } = party;
  const common = { name, mobile, email, phone, remark, language, owner, participants, service_owner };
  return 'contact_id' in party ? { ...common, customer_id: party.customer_id, security_level: party.security_level, shared_with: party.shared_with } : common;
}

/** Nothing in place of what is empty: an empty text is not an address. */
function cleaned(fields: Fields): Fields {
  const entries = Object.entries(fields).map(([name, value]: [string, unknown]) => [name, typeof value === 'string' && value.trim() === '' ? null : (value ?? null)]);
  return { ...(Object.fromEntries(entries) as Fields), participants: fields.participants ?? [], ...(fields.shared_with ? { shared_with: fields.shared_with } : {}) };
}

/** What differs: nobody overwrites what somebody else changed meanwhile and he did not touch. */
function changed(before: Partial<Fields>, after: Partial<Fields>): Partial<Fields> {
  const was = before as Record<string, unknown>;
  const differs = ([name, value]: [string, unknown]) => JSON.stringify(value ?? null) !== JSON.stringify(was[name] ?? null);
  return Object.fromEntries(Object.entries(after).filter(differs));
}

function create(kind: Kind, fields: Fields, header: Once): Promise<PartyView> {
  if (kind === 'contact') return call(api.POST('/api/contacts', { params: { header }, body: { ...fields, organisation_id: fields.organisation_id ?? '' } }));
  return call(api.POST('/api/customers', { params: { header }, body: fields }));
}

function edit(party: PartyView, body: Partial<Fields>, edition: string | undefined): Promise<PartyView> {
  const headers = ifMatch(edition);
  const { kind, id } = partyOf(party);
  if (kind === 'contact') return call(api.PATCH('/api/contacts/{contact_id}', { params: { path: { contact_id: id } }, headers, body }));
  return call(api.PATCH('/api/customers/{customer_id}', { params: { path: { customer_id: id } }, headers, body }));
}
