import { createRoot } from 'react-dom/client';

import { App } from '@/app/App';
import { watchAttention } from '@/shared/api/attention';
import { startTexts } from '@/shared/i18n';
import { sweepKept } from '@/shared/kept';
import '@/app/app.css';

/** The texts of the half of the system that the first page is in. */
function firstTexts(): string[] {
  if (location.pathname.startsWith('/console')) return ['console'];
  return location.pathname.startsWith('/login') ? ['login'] : ['portal'];
}

// After a deployment the code that an open page asks for may be gone: the page is loaded anew, once.
addEventListener('vite:preloadError', () => {
  const last = Number(sessionStorage.getItem('foyer.reloaded') ?? 0);
  if (Date.now() - last < 10_000) return;
  sessionStorage.setItem('foyer.reloaded', String(Date.now()));
  location.reload();
});

sweepKept();
watchAttention(window);

const root = document.getElementById('root');
if (root) {
  void startTexts(firstTexts()).then(() => createRoot(root).render(<App />));
}
