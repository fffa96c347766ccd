import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown, Grid } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { actionsOf, type Party, type PartyAction, pathOf } from './party';

/** What can be done with the account of a row: two at hand, the others in the menu; on a phone all are there. */
export function PartyActions({ party, start }: { party: Party; start: (action: PartyAction, party: Party) => void }) {
  const { t } = useTranslation('console');
  const navigate = useNavigate();
  const { md } = Grid.useBreakpoint();
  const actions = actionsOf(party.account);
  const atHand = md ? 2 : 0;
  const shown = actions.slice(0, atHand);
  const hidden = actions.slice(atHand);
  const items = [
    ...hidden.map((action) => ({ key: action, label: t(`actions.${action}`), danger: action === 'delete', onClick: () => start(action, party) })),
    { key: 'details', label: t('actions.details'), onClick: () => void navigate(pathOf(party.kind, party.id)) },
  ];
  return (
    <span className="row-actions">
      {shown.map((action) => (
        <Button key={action} type="link" size="small" danger={action === 'delete'} aria-label={t('actions.of', { action: t(`actions.${action}`), name: party.name })} onClick={() => start(action, party)}>
          {t(`actions.${action}`)}
        </Button>
      ))}
      <Dropdown trigger={['click']} placement="bottomRight" menu={{ items }}>
        <Button type="text" size="small" icon={<MoreOutlined />} aria-label={t('actions.moreOf', { name: party.name })} aria-haspopup="menu" />
      </Dropdown>
    </span>
  );
}
