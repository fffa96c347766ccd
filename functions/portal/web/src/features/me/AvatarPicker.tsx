import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { PICTURES } from '@/shared/api/picture';
import { ME } from '@/shared/api/query';
import { useAccount } from '@/shared/session/useMe';
import { Avatar } from '@/shared/ui/Avatar';
import { ConfirmButton } from '@/shared/ui/ConfirmButton';
import { lazily } from '@/shared/ui/lazily';
import { useProblemText } from '@/shared/ui/problemText';
import { useMessage } from '@/shared/ui/useMessage';

const CropDialog = lazily(() => import('./CropDialog').then((module) => module.CropDialog));

/** The own picture: chosen, cropped, removed (S001-25). */
export function AvatarPicker() {
  const { t } = useTranslation(['me', 'common']);
  const me = useAccount();
  const message = useMessage();
  const text = useProblemText();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<File>();
  const remove = useMutation({
    mutationFn: () => call(api.DELETE('/api/me/avatar')),
    onSuccess: () => void message.success(t('avatar.removed')),
    onError: (error) => void message.error(text(error)),
    onSettled: () => client.invalidateQueries({ queryKey: ME }),
  });
  return (
    <div className="me-avatar">
      <Avatar name={me.account.name} identityId={me.active_identity.identity_id} tag={me.account.avatar} size="large" />
      <div>
        <div className="me-actions">
          <Button onClick={() => input.current?.click()}>{t(me.account.avatar ? 'avatar.change' : 'avatar.choose')}</Button>
          {me.account.avatar ? (
            <ConfirmButton question={t('avatar.sure')} okText={t('avatar.remove')} button={{ type: 'text', loading: remove.isPending }} onConfirm={() => remove.mutate()}>{t('avatar.remove')}</ConfirmButton>
          ) : null}
        </div>
        <p className="me-note">{t('avatar.hint')}</p>
      </div>
      <input
        ref={input}
        type="file"
        accept={PICTURES}
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('avatar.choose')}
        onChange={(event) => {
          setChosen(event.target.files?.[0]);
          // The same file can be chosen again.
          event.target.value = '';
        }}
      />
      {chosen ? <Suspense><CropDialog key={`${chosen.name} ${String(chosen.lastModified)}`} file={chosen} onClose={() => setChosen(undefined)} /></Suspense> : null}
    </div>
  );
}
