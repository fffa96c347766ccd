import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { bodyOf, PICTURES } from '@/shared/api/picture';
import { ME } from '@/shared/api/query';
import { logoOf } from '@/shared/session/face';
import { FormAlert } from '@/shared/ui/FormAlert';
import { useMessage } from '@/shared/ui/useMessage';

/** The logo of the enterprise: chosen, removed. */
export function LogoPicker({ tenantId, name, logo }: { tenantId: string; name: string; logo: string | null }) {
  const { t } = useTranslation('console');
  const client = useQueryClient();
  const message = useMessage();
  const input = useRef<HTMLInputElement>(null);
  const settled = {
    onSuccess: () => void message.success(t('enterprise.saved')),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['enterprise'] }), client.invalidateQueries({ queryKey: ME })]),
  };
  const save = useMutation({
    mutationFn: (file: File) => call(api.PUT('/api/enterprise/logo', bodyOf(file))),
    ...settled,
  });
  const remove = useMutation({ mutationFn: () => call(api.PATCH('/api/enterprise', { body: { remove_logo: true } })), ...settled });
  const address = logoOf({ tenant_id: tenantId, name, logo, colour: null, help: null, contact: null });
  const error = save.error ?? remove.error;
  return (
    <section className="panel narrow" aria-labelledby="logo">
      <h2 id="logo">{t('enterprise.logo')}</h2>
      {error ? <FormAlert error={error} /> : null}
      <div className="logo-picker">
        {address ? <img src={address} alt={t('enterprise.logo')} width={64} height={64} /> : null}
        <Button loading={save.isPending} onClick={() => input.current?.click()}>{t(logo ? 'enterprise.logoChange' : 'enterprise.logoChoose')}</Button>
        {logo ? <Button type="text" loading={remove.isPending} onClick={() => remove.mutate()}>{t('enterprise.logoRemove')}</Button> : null}
      </div>
      <p className="form-note">{t('enterprise.logoHint')}</p>
      <input
        ref={input}
        type="file"
        accept={PICTURES}
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('enterprise.logoChoose')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) save.mutate(file);
          event.target.value = '';
        }}
      />
    </section>
  );
}
