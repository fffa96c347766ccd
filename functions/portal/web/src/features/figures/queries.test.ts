import { expect, it } from 'vitest';

import { pageOf } from './queries';

it.each([
  ['/api/tickets?view=submitted&stars=5', '', '/tickets?view=submitted&stars=5'],
  ['/api/tickets?view=mine', '/console', '/console/tickets?view=mine'],
])('%s is the page %s%s', (list, base, page) => expect(pageOf(list, base)).toBe(page));
