import { Button, type ButtonProps } from 'antd';
import { type To, useHref, useLinkClickHandler } from 'react-router';

/** A link that looks like a button. */
export function LinkButton({ to, state, ...rest }: Omit<ButtonProps, 'href' | 'onClick'> & { to: To; state?: unknown }) {
  const href = useHref(to);
  const follow = useLinkClickHandler<HTMLElement>(to, { state });
  return <Button {...rest} href={href} onClick={(event) => follow(event)} />;
}
