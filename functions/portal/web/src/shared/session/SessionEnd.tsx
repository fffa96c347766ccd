import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';

import { ME } from '@/shared/api/query';
import { lazily } from '@/shared/ui/lazily';

import { secondsLeft } from './secondsLeft';
import type { Account } from './useMe';

const SessionEndDialog = lazily(() => import('./SessionEndDialog').then((module) => module.SessionEndDialog));

/** How long before its end a session's owner is warned, in seconds. */
const WARNED = 60;

/**
 * Warns a minute before a session ends, and sees to it that its end is noticed: the page then goes to the login, and
 * comes back after it. Another page may have used the session meanwhile, so it is asked before anybody is warned.
 */
export function SessionEnd({ me }: { me: Account }) {
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
  // Its code is loaded when it is needed: few sessions end while somebody looks.
  if (!near || over || asked !== end) return null;
  return (
    <Suspense fallback={null}>
      <SessionEndDialog left={left} rests={rests} onStay={() => void client.refetchQueries({ queryKey: ME })} onClose={() => setAsked('')} />
    </Suspense>
  );
}
