import type { ReactNode } from 'react';

/** The head of a page: what it is, what it is for, and what one does here. */
export function PageHead({ title, lead, mark, actions }: { title: string; lead?: ReactNode; mark?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="page-head">
      <div className="page-head-text">
        <div className="page-head-title"><h1>{title}</h1>{mark}</div>
        {lead ? <p>{lead}</p> : null}
      </div>
      {actions ? <div className="page-head-actions">{actions}</div> : null}
    </div>
  );
}
