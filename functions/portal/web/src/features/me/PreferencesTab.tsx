import { Radio } from 'antd';
import { useTranslation } from 'react-i18next';

import { type Appearance, useAppearance } from '@/app/useAppearance';

import { Notifications } from './Notifications';

const APPEARANCES: Appearance[] = ['system', 'light', 'dark'];

/** Which messages go out, and the appearance on this device. */
export function PreferencesTab() {
  const { t } = useTranslation(['me', 'common']);
  const { appearance, choose } = useAppearance();
  return (
    <>
      <Notifications />
      <section className="panel" aria-labelledby="me-appearance">
        <h2 id="me-appearance">{t('common:appearance')}</h2>
        <Radio.Group aria-labelledby="me-appearance" value={appearance} onChange={(event) => choose(event.target.value as Appearance)}>
          {APPEARANCES.map((key) => <Radio.Button key={key} value={key}>{t(`common:appearances.${key}`)}</Radio.Button>)}
        </Radio.Group>
      </section>
    </>
  );
}
