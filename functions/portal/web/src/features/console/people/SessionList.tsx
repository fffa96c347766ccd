import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { SessionView } from '@/shared/api/schema.gen';
import { deviceName } from '@/shared/format/deviceName';
import { useFormat } from '@/shared/format/useFormat';

/** Sessions, each with its device, where it began, and when it was used last (S003-19). */
export function SessionList({ sessions, action }: { sessions: SessionView[]; action?: (session: SessionView) => ReactNode }) {
  const { t } = useTranslation('console');
  const { dateTime, relative } = useFormat();
  return (
    <ul className="panel rows">
      {sessions.map((session) => (
        <li key={session.session_id} className="session-row">
          <div className="session-text">
            <p className="request-who">
              <b>{deviceName(session.device) ?? t('sessions.unknown')}</b>
              {session.current ? <span className="mark mark-open">{t('sessions.current')}</span> : null}
            </p>
            <p className="cell-more">
              {t('sessions.seen')} <time dateTime={session.last_seen_at} title={dateTime(session.last_seen_at)}>{relative(session.last_seen_at)}</time> · {t('sessions.since')} <time dateTime={session.created_at}>{dateTime(session.created_at)}</time> · <span className="mono">{session.source}</span>
            </p>
          </div>
          {action?.(session)}
        </li>
      ))}
    </ul>
  );
}
