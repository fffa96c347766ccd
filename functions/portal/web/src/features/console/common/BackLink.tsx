import { ArrowLeftOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { Link, type To } from 'react-router';

/** The way back to the list. */
export function BackLink({ to, children }: { to: To; children: ReactNode }) {
  return <Link to={to} className="back"><ArrowLeftOutlined aria-hidden /> {children}</Link>;
}
