import { Button, Radio } from 'antd';
import { useTranslation } from 'react-i18next';

import { type Appearance, useAppearance } from '@/app/useAppearance';
import { changeLanguage, LANGUAGES } from '@/shared/i18n';
import { useLogout } from '@/shared/session/useMe';

const APPEARANCES: Appearance[] = ['system', 'light', 'dark'];

/** Language and appearance of this device, and the way out. */
export function PreferencesTab() {
  const { t, i18n } = useTranslation(['portal', 'common']);
  const { appearance, choose } = useAppearance();
  const logout = useLogout();
  return (
    <section className="panel" aria-labelledby="me-preferences">
      <h2 id="me-preferences">{t('me.preferences')}</h2>
      <div className="me-choice" role="group" aria-labelledby="choice-language">
        <h3 id="choice-language">{t('common:language')}</h3>
        <Radio.Group value={i18n.language} onChange={(event) => void changeLanguage(event.target.value as string, true)}>
          {Object.entries(LANGUAGES).map(([key, label]) => <Radio.Button key={key} value={key}><span lang={key}>{label}</span></Radio.Button>)}
        </Radio.Group>
      </div>
      <div className="me-choice" role="group" aria-labelledby="choice-appearance">
        <h3 id="choice-appearance">{t('common:appearance')}</h3>
        <Radio.Group value={appearance} onChange={(event) => choose(event.target.value as Appearance)}>
          {APPEARANCES.map((key) => <Radio.Button key={key} value={key}>{t(`common:appearances.${key}`)}</Radio.Button>)}
        </Radio.Group>
      </div>
      <Button onClick={() => logout.mutate()}>{t('account.logout')}</Button>
    </section>
  );
}
