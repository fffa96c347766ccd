import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';

import { usePages } from './pages';

/** The pages, by what they are for. */
export function SideNav({ brand, onChosen }: { brand?: ReactNode; onChosen?: () => void }) {
  const { t } = useTranslation('console');
  const { pathname } = useLocation();
  const open = usePages();
  return (
    <nav className="side-nav" aria-label={t('nav.label')}>
      {brand}
      {open.map((group) => (
        <div key={group.label} className="side-group">
          <p>{group.label}</p>
          <ul>
            {group.entries.map(({ to, label, icon, also }) => (
              <li key={to}>
                <NavLink to={to} onClick={onChosen} className={({ isActive }) => (isActive || (also !== undefined && pathname.startsWith(also)) ? 'active' : '')}>
                  <span aria-hidden>{icon}</span>
                  {label}
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
