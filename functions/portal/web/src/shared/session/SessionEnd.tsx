import { useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ME } from '@/shared/api/query';
import type { GetMeOutput } from '@/shared/api/schema.gen';

import { secondsLeft } from './secondsLeft';

/** How long before its end a session's owner is warned, in seconds. */
const WARNED = 60;

/**
 * Warns a minute before a session ends, and sees to it that its end is noticed: the page then goes to the login, and
 * comes back after it. Another page may have used the session meanwhile, so it is asked before anybody is warned.
 */
export function SessionEnd({ me }: { me: GetMeOutput }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [left, setLeft] = useState(() => secondsLeft(me, Date.now()));
  const [asked, setAsked] = useState('');
  const end = `${me.expires_at} ${me.rests_at ?? ''}`;
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsLeft(me, Date.now())), 1000);
    return () => clearInterval(timer);
  }, [me]);
  const near = left <= WARNED;
  const over = left <= 0;
  useEffect(() => {
    if (!near) return;
    void client.refetchQueries({ queryKey: ME }).then(() => setAsked(end));
  }, [client, near, over, end]);
  const rests = me.rests_at !== undefined && me.rests_at !== null && Date.parse(me.rests_at) < Date.parse(me.expires_at);
  return (
    <Modal
      open={near && !over && asked === end}
      title={t('sessionEnd.title', { count: Math.max(left, 0) })}
      okText={t(rests ? 'sessionEnd.stay' : 'close')}
      cancelButtonProps={{ style: { display: 'none' } }}
      closable={false}
      onOk={() => (rests ? void client.refetchQueries({ queryKey: ME }) : setAsked(''))}
    >
      <p>{t(rests ? 'sessionEnd.rests' : 'sessionEnd.expires')}</p>
    </Modal>
  );
}
