import type { ReactNode } from 'react';

/** Nothing is here: says so, says what would be, and offers the next step. */
export function Empty({ title, hint, action }: { title: string; hint?: string; action?: ReactNode }) {
  return (
    <div className="panel empty">
      <svg aria-hidden viewBox="0 0 120 80" width="120" height="80" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
        <path d="M22 46 34 20a6 6 0 0 1 5.4-3.5h41.2A6 6 0 0 1 86 20l12 26v14a6 6 0 0 1-6 6H28a6 6 0 0 1-6-6z" />
        <path d="M22 46h22l5 8h22l5-8h22" />
      </svg>
      <p className="empty-title">{title}</p>
      {hint ? <p className="empty-hint">{hint}</p> : null}
      {action}
    </div>
  );
}
