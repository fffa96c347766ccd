import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown, Grid } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { actionsOf, isDangerous, type Party, type PartyAction, pathOf } from './party';

/** What can be done with the account of a row: what harms nobody at hand, the others in the menu; on a phone all are there. */
export function PartyActions({ party, start }: { party: Party; start: (action: PartyAction, party: Party) => void }) {
  const { t } = useTranslation('console');
  const navigate = useNavigate();
  const { md } = Grid.useBreakpoint();
  const actions = actionsOf(party.account);
  const shown = md ? actions.filter((action) => !isDangerous(action)) : [];
  const hidden = actions.filter((action) => !shown.includes(action));
  const item = (action: PartyAction) => ({ key: action, label: t(`actions.${action}`), danger: isDangerous(action), onClick: () => start(action, party) });
  const dangerous = hidden.filter(isDangerous);
  const items = [
    { key: 'details', label: t('actions.details'), onClick: () => void navigate(pathOf(party.kind, party.id)) },
    ...hidden.filter((action) => !isDangerous(action)).map(item),
    ...(dangerous.length > 0 ? [{ type: 'divider' as const, key: 'danger' }, ...dangerous.map(item)] : []),
  ];
  return (
    <span className="row-actions">
      {shown.map((action) => (
        <Button key={action} type="link" size="small" aria-label={t('actions.of', { action: t(`actions.${action}`), name: party.name })} onClick={() => start(action, party)}>
          {t(`actions.${action}`)}
        </Button>
      ))}
      <Dropdown trigger={['click']} placement="bottomRight" menu={{ items }}>
        <Button type="text" size="small" icon={<MoreOutlined />} aria-label={t('actions.moreOf', { name: party.name })} aria-haspopup="menu" />
      </Dropdown>
    </span>
  );
}
