import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { setupListeners } from '@reduxjs/toolkit/query';
import { makeStore } from './app/store';

const root = document.getElementById('root');
if (!root) throw new Error('no root');
const store = makeStore();
// Tells RTK Query of focus and network: without it a page that was left open stays as old as it was.
setupListeners(store.dispatch);
createRoot(root).render(<StrictMode><App store={store} /></StrictMode>);
