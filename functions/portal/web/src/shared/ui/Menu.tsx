import { Button, type MenuProps } from 'antd';
import { type ReactNode, Suspense, useState } from 'react';

import { lazily } from './lazily';

const Dropdown = lazily(() => import('antd/es/dropdown').then((module) => module.default));

interface Props {
  /** What the button is for. */
  label: string;
  menu: MenuProps;
  className?: string;
  icon?: ReactNode;
  disabled?: boolean;
  children?: ReactNode;
}

/** A button with a menu. The menu's code is loaded when somebody wants it first: most pages are read without. */
export function Menu({ label, menu, className, icon, disabled, children }: Props) {
  const [wanted, setWanted] = useState(false);
  const button = (
    <Button type="text" className={className} icon={icon} disabled={disabled} aria-label={label} aria-haspopup="menu" onClick={() => setWanted(true)}>
      {children}
    </Button>
  );
  if (!wanted) return button;
  return <Suspense fallback={button}><Opened menu={menu}>{button}</Opened></Suspense>;
}

function Opened({ menu, children }: { menu: MenuProps; children: ReactNode }) {
  const [open, setOpen] = useState(true);
  const onClick: MenuProps['onClick'] = (info) => {
    setOpen(false);
    menu.onClick?.(info);
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-autofocus -- a menu that somebody opened takes the focus, so that arrows go through it
    <Dropdown trigger={['click']} placement="bottomRight" open={open} onOpenChange={setOpen} autoFocus menu={{ ...menu, onClick }}>
      {children}
    </Dropdown>
  );
}
