import { describe, expect, it } from 'vitest';

import { comesFrom, destination, ownPath } from './session';

describe('the way back after a login', () => {
  it('leads to paths of our own only', () => {
    for (const foreign of ['https://evil.example/', '//evil.example', '/\\evil.example', '/\t/evil.example', 'javascript:alert(1)', 'tickets', '', '/login?next=/x', '/api/me', '/..//evil.example']) {
      expect(ownPath(foreign), foreign).toBeNull();
      expect(destination('portal', comesFrom(null, `?next=${encodeURIComponent(foreign)}`))).toBe('/');
    }
    expect(destination('portal', comesFrom(null, '?next=%2Ftickets%2Ftic_1%3Fas%3Didn_1'))).toBe('/tickets/tic_1?as=idn_1');
  });

  it('is the page that asked for the login, whatever the address says', () => {
    expect(destination('portal', comesFrom({ from: { pathname: '/me', search: '' } }, '?next=/tickets'))).toBe('/me');
  });
});
