import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';

import { PAGES, type PortalPage } from './queries';

/** Which pages of the portal. */
export function PageChoice({ value, onChange, disabled }: { value: PortalPage[]; onChange: (pages: PortalPage[]) => void; disabled?: boolean }) {
  const { t } = useTranslation('console');
  return (
    <Checkbox.Group className="page-choice" value={value} disabled={disabled} onChange={(pages) => onChange(PAGES.filter((page) => pages.includes(page)))}>
      {PAGES.map((page) => (
        <Checkbox key={page} value={page}>
          <span className="page-option"><b>{t(`portalPages.${page}`)}</b><span>{t(`portalPages.${page}Hint`)}</span></span>
        </Checkbox>
      ))}
    </Checkbox.Group>
  );
}
