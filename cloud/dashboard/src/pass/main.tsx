import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { PassApp } from './PassApp';
import './pass.css';

const root = document.getElementById('root');
if (!root) throw new Error('no root');
createRoot(root).render(<StrictMode><PassApp /></StrictMode>);

// Not in development: a worker that keeps old files would fight the development server.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  void navigator.serviceWorker.register('/pass/sw.js', { scope: '/pass/', updateViaCache: 'none' });
}
